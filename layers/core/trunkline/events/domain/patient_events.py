"""Events of patients, from an alert before and after a write. A patient is a surrogate id in them."""

from collections.abc import Iterator
from datetime import datetime

from trunkline.events.domain.events import Data, Event, EventType
from trunkline.events.domain.other_events import Item


def alert_events(before: Item, after: Item, written_at: datetime) -> Iterator[Event]:
    """Each notice is an event, the first one and every repetition; and the acknowledgement that ends them."""
    if not after:
        return
    if after["notices"] != before.get("notices"):
        yield _event(
            EventType.PATIENT_ALERT, after, written_at, {"notice": int(after["notices"])}, str(after["notices"])
        )
    acknowledged_at = after.get("acknowledged_at")
    if acknowledged_at and acknowledged_at != before.get("acknowledged_at"):
        at = datetime.fromisoformat(str(acknowledged_at))
        yield _event(EventType.PATIENT_ACKNOWLEDGED, after, at, {}, str(acknowledged_at))


def _event(type_: EventType, alert: Item, at: datetime, more: Data, key: str) -> Event:
    named: Data = {name: str(alert[name]) for name in ("patient_id", "alert_id", "call_id", "kind", "level")}
    named["href"] = f"/api/v1/patients/{alert['patient_id']}/alerts/{alert['alert_id']}"
    return Event(type_, str(alert["company_id"]), str(alert["alert_id"]), at, named | more, key)
