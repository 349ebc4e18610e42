"""Events of campaigns, suppressions, exports, endpoints and budgets, from an item before and after a write."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.campaigns.domain.suppressions import SuppressionScope
from trunkline.events.domain.endpoints import FAILED
from trunkline.events.domain.events import Data, Event, EventType

Item = Mapping[str, Any]  # values of an item; empty when there was none

CAMPAIGN_EVENTS = {
    CampaignState.RUNNING: EventType.CAMPAIGN_STARTED,
    CampaignState.PAUSED: EventType.CAMPAIGN_PAUSED,
    CampaignState.FINISHED: EventType.CAMPAIGN_ENDED,
    CampaignState.CANCELLED: EventType.CAMPAIGN_ENDED,
}


def campaign_events(before: Item, after: Item, written_at: datetime) -> Iterator[Event]:
    """A campaign may start and pause several times: the moment of the change distinguishes them."""
    if not after or before.get("state") == after["state"]:
        return
    state = CampaignState(after["state"])
    if type_ := CAMPAIGN_EVENTS.get(state):
        campaign_id, moved_at = str(after["campaign_id"]), str(after.get("moved_at") or written_at.isoformat())
        data: Data = {"campaign_id": campaign_id, "state": state.value, "reason": str(after.get("state_reason") or "")}
        data["href"] = f"/api/v1/campaigns/{campaign_id}"
        yield Event(type_, str(after["company_id"]), campaign_id, datetime.fromisoformat(moved_at), data, moved_at)


def suppression_events(before: Item, after: Item, _written_at: datetime) -> Iterator[Event]:
    """The number is the item's key and not in the event; `suppression_id` stands for it. A source that a person has
    written may hold anything, and is `api`."""
    if before or not after or after["reach"] != SuppressionScope.COMPANY:
        return
    suppression_id = str(after["suppression_id"])
    data: Data = {"suppression_id": suppression_id, "source": _source(str(after["source"]))}
    at = datetime.fromisoformat(str(after["at"]))
    yield Event(EventType.CONTACT_OPTED_OUT, str(after["stops"]), suppression_id, at, data)


def _source(source: str) -> str:
    return source if source in {"agent", "keypad", "report"} else "api"


def export_events(before: Item, after: Item, _written_at: datetime) -> Iterator[Event]:
    if not after.get("finished_at") or before.get("finished_at"):
        return
    export_id, at = str(after["export_id"]), datetime.fromisoformat(str(after["finished_at"]))
    data: Data = {"export_id": export_id, "rows": int(after["rows"]), "href": f"/api/v1/exports/{export_id}"}
    yield Event(EventType.EXPORT_FINISHED, str(after["company_id"]), export_id, at, data)


def endpoint_events(before: Item, after: Item, written_at: datetime) -> Iterator[Event]:
    """An endpoint of a company that was switched off. Of a call's webhook there is no event: it ends with its call."""
    if "of_company" not in after or not before.get("is_enabled") or after["is_enabled"]:
        return
    endpoint_id = str(after["endpoint_id"])
    data: Data = {"endpoint_id": endpoint_id, "href": f"/api/v1/event-endpoints/{endpoint_id}"}
    data["reason"] = "failing" if after["disabled_reason"] == FAILED else "request"
    key = written_at.isoformat()  # it may be switched off several times
    yield Event(EventType.ENDPOINT_DISABLED, str(after["company_id"]), endpoint_id, written_at, data, key)


def budget_events(before: Item, after: Item, written_at: datetime) -> Iterator[Event]:
    """Once a month: the company's item keeps the month in which its budget was last exceeded."""
    month = after.get("budget_exceeded_in")
    if not month or before.get("budget_exceeded_in") == month:
        return
    company_id = str(after["company_id"])
    yield Event(EventType.BUDGET_EXCEEDED, company_id, company_id, written_at, {"month": str(month)}, str(month))
