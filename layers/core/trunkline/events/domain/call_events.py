"""Events of a call, from its record before and after a write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from trunkline.calls.domain.call_record import CONVERSATION
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import Progress
from trunkline.costs.domain.costs import breakdown_of
from trunkline.events.domain.events import Data, Event, EventType
from trunkline.ids import CallId

RECORDINGS = {"relay-recording-": "relay", "provider-recording-": "provider", "voicemail-filed-": "voicemail"}
CARRIER_RECORDING = "recording-completed-"


@dataclass(frozen=True, slots=True)
class CallSnapshot:
    """A call's record at one moment: merged facts, and updates by timeline key. Empty before the first write."""

    record: Mapping[str, Any] = field(default_factory=dict)
    updates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def company_id(self) -> str:
        return str(self.record.get("company_id") or "")

    @property
    def webhook_url(self) -> str:
        return str(self.record.get("webhook_url") or "")

    @property
    def summary(self) -> CallSummary:
        facts = dict(self.record)
        started_at = str(facts.get("started_at") or "")
        return CallSummary(CallId(str(facts.get("call_id", ""))), self.company_id, started_at, facts)

    @property
    def progress(self) -> int:
        return int(self.record.get("progress") or 0)

    def has_news(self, key: str, was: "CallSnapshot") -> bool:
        """A conversation that never started may be reported with its words later, under the same key."""
        return key not in was.updates or (_is_report(self.updates[key]) and not _is_report(was.updates[key]))


def call_events(before: CallSnapshot, after: CallSnapshot, written_at: datetime) -> Iterator[Event]:
    """A record without a company has no events yet: they all follow when its company is known, and again, with the same
    ids, when the call's webhook is known."""
    if not after.company_id:
        return
    was = before if before.company_id and before.webhook_url == after.webhook_url else CallSnapshot()
    yield from _states(was, after, written_at)
    for key in sorted(key for key in after.updates if after.has_news(key, was)):
        yield from _update_event(key, after, written_at)
    yield from _cost(was, after, written_at)


def _states(was: CallSnapshot, after: CallSnapshot, written_at: datetime) -> Iterator[Event]:
    if not was.company_id:
        started_at = after.summary.started_at
        at = datetime.fromisoformat(started_at) if started_at else written_at
        data: Data = {"direction": _text(after, "direction"), "mode": _text(after, "mode")}
        yield _event(EventType.CALL_STARTED, after, at, data)
    if after.progress == Progress.RINGING and was.progress < Progress.RINGING:
        yield _event(EventType.CALL_RINGING, after, written_at)
    if after.summary.was_answered and not was.summary.was_answered:
        yield _event(EventType.CALL_ANSWERED, after, written_at)
    if after.summary.is_over and not was.summary.is_over:
        yield _event(EventType.CALL_ENDED, after, written_at, _end(after))


def _end(after: CallSnapshot) -> Data:
    duration = after.record.get("duration_s")
    return {
        "status": after.summary.status,
        "duration_s": None if duration is None else int(duration),
        "stream_outcome": _text(after, "stream_outcome"),
    }


def _update_event(key: str, after: CallSnapshot, written_at: datetime) -> Iterator[Event]:
    at = _at(after.updates[key], written_at)
    facts = after.updates[key].get("facts", {})
    if key.startswith(CONVERSATION) and _is_report(after.updates[key]):
        conversation_id = str(facts["conversation_id"])
        data: Data = {"conversation_id": conversation_id, "provider": str(facts.get("provider") or "")}
        yield _event(EventType.CALL_REPORTED, after, at, data, conversation_id)
    elif kind := next((kind for prefix, kind in RECORDINGS.items() if key.startswith(prefix)), None):
        yield _event(EventType.RECORDING_FILED, after, at, {"kind": kind}, key)
    elif key.startswith(CARRIER_RECORDING):
        recording_sid = key.removeprefix(CARRIER_RECORDING)
        yield _event(EventType.VOICEMAIL_RECEIVED, after, at, {"recording_sid": recording_sid}, key)


def _is_report(update: Mapping[str, Any]) -> bool:
    return "transcript_key" in update.get("facts", {})


def _cost(was: CallSnapshot, after: CallSnapshot, written_at: datetime) -> Iterator[Event]:
    """When the last unknown part becomes known, and when a later report changes the sum."""
    if not after.summary.is_over:
        return
    usd = breakdown_of(after.summary).usd
    if usd is not None and usd != (breakdown_of(was.summary).usd if was.company_id else None):
        yield _event(EventType.CALL_COST_KNOWN, after, written_at, {"usd": str(usd)}, str(usd))


def _at(update: Mapping[str, Any], written_at: datetime) -> datetime:
    return datetime.fromisoformat(str(update["at"])) if update.get("at") else written_at


def _text(snapshot: CallSnapshot, name: str) -> str | None:
    value = snapshot.record.get(name)
    return None if value is None else str(value)


def _event(type_: EventType, call: CallSnapshot, at: datetime, data: Data | None = None, key: str = "") -> Event:
    """With the campaign that placed the call. Not the attempt: its id is a hash of the telephone number."""
    call_id = str(call.record["call_id"])
    ids: Data = {"call_id": call_id, "href": f"/api/v1/calls/{call_id}"}
    ids |= {"campaign_id": str(call.record["campaign_id"])} if call.record.get("campaign_id") else {}
    return Event(type_, call.company_id, call_id, at, ids | (data or {}), key)
