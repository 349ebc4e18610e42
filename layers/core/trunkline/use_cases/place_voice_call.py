"""A program places a call. What is to be said comes later, through the relay; here somebody's phone rings, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.domain.calls import TimelineEvent, company_day
from trunkline.domain.destinations import Destinations
from trunkline.domain.errors import OutcomeUnknown
from trunkline.domain.placed_calls import CallOrder, PlacedCall
from trunkline.domain.routes import Mode, Route
from trunkline.domain.voices import VoiceChoice
from trunkline.ports.calls import CallRecords
from trunkline.ports.carriers import Carrier, Plans


@dataclass(frozen=True, slots=True)
class CallWish:
    """What a program asks for."""

    company_id: str
    to_number: str
    from_number: str
    voice: VoiceChoice
    webhook_url: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    max_duration_s: int = 3600
    remove_pii: bool = False
    destinations: Destinations = field(default_factory=Destinations)  # the stage's, narrowed to the company's own


@dataclass(frozen=True, slots=True)
class Placing:
    """What placing a call needs from the world."""

    carrier: Carrier
    plans: Plans
    calls: CallRecords
    public_base_url: str
    new_plan_id: Callable[[], str]


def place_voice_call(wish: CallWish, with_: Placing, now: datetime) -> PlacedCall:
    """The plan is on file before the phone rings: the carrier asks for it as soon as somebody picks up.

    Raises BadRequest for a number that is not dialled, CarrierError, and OutcomeUnknown when the phone may be ringing.
    """
    wish.destinations.refuse(wish.to_number, "to_number")
    plan_id = with_.new_plan_id()
    with_.plans.add(plan_id, _route(wish), now)
    placed = with_.carrier.place(_order(wish, plan_id, with_.public_base_url))
    with_.calls.open(placed.call_id, _placed_event(now), _facts(wish, plan_id, now))
    return placed


def find_placed(wish: CallWish, with_: Placing, since: datetime, now: datetime) -> PlacedCall:
    """After an unknown outcome the carrier is asked whether it placed the call. OutcomeUnknown when it lists none."""
    found = with_.carrier.placed_since(wish.to_number, wish.from_number, since)
    if not found:
        raise OutcomeUnknown("not_listed", "the carrier does not list this call; it may never have been placed")
    with_.calls.open(found[0].call_id, _placed_event(now), _facts(wish, "", now))
    return found[0]


def _order(wish: CallWish, plan_id: str, base_url: str) -> CallOrder:
    return CallOrder(
        wish.to_number,
        wish.from_number,
        answer_url=f"{base_url}/twilio/voice/plan/{plan_id}",
        status_url=f"{base_url}/api/v1/twilio/call-status",
        limit_s=wish.max_duration_s,
    )


def _route(wish: CallWish) -> Route:
    """A route for one call: what a number would say, said by a plan."""
    return Route(
        number=wish.from_number,
        mode=Mode.VOICE,
        company_id=wish.company_id,
        voice=wish.voice,
        max_duration_s=wish.max_duration_s,
        remove_pii=wish.remove_pii,
    )


def _placed_event(now: datetime) -> TimelineEvent:
    return TimelineEvent("placed", now, "placed by a program")


def _facts(wish: CallWish, plan_id: str, now: datetime) -> dict[str, Any]:
    """What the first answer files as well, and what only the program knows."""
    return {
        "carrier": "twilio",
        "company_id": wish.company_id,
        "company_day": company_day(wish.company_id, now),
        "started_at": now.isoformat(),
        "direction": "outbound",
        "mode": Mode.VOICE.value,
        "from_number": wish.from_number,
        "to_number": wish.to_number,
        "voice": wish.voice.values(),
        "remove_pii": wish.remove_pii or None,
        "plan_id": plan_id or None,
        "webhook_url": wish.webhook_url or None,
        "metadata": dict(wish.metadata) or None,
    }
