import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from trunkline.events.domain.call_events import CallSnapshot, call_events
from trunkline.events.domain.events import Event, EventType, to_cloud_event
from trunkline.events.domain.other_events import (
    budget_events,
    campaign_events,
    endpoint_events,
    export_events,
    suppression_events,
)
from trunkline.events.domain.patient_events import alert_events
from trunkline.events.domain.schemas import file_name, schema

FOLDER = Path(__file__).parents[5] / "docs/reference/events"
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
AT = NOW.isoformat()
CALL = {
    "call_id": "CA1", "company_id": "acme", "started_at": AT, "direction": "inbound", "mode": "register",
    "status": "completed", "progress": 4, "duration_s": 61, "cost_credits": 300, "conversation_duration_s": 60,
    "campaign_id": "c1", "attempt_id": "a1",
}  # fmt: skip
UPDATES = {
    "conversation-conv_1": {"at": AT, "facts": {"conversation_id": "conv_1", "transcript_key": "t.json"}},
    "relay-recording-MZ1": {"at": AT, "facts": {}},
    "recording-completed-RE1": {"at": AT, "facts": {}},
}


ENDPOINT = {"endpoint_id": "e1", "company_id": "acme", "of_company": "acme#endpoint", "disabled_reason": "switched off"}

ALERT = {"patient_id": "pt1", "company_id": "acme", "alert_id": "a1", "call_id": CALL["call_id"], "kind": "assessment"}
ALERT |= {"level": "RED", "notices": 1}


def every_event() -> dict[EventType, Event]:
    campaign = {"campaign_id": "c1", "company_id": "acme", "moved_at": AT}
    stop = {"reach": "company", "stops": "acme", "source": "agent", "at": AT, "suppression_id": "s1"}
    export = {"export_id": "e1", "company_id": "acme", "rows": 7, "finished_at": AT}
    events = [
        *call_events(CallSnapshot(), CallSnapshot(CALL | {"progress": 2}), NOW),
        *call_events(CallSnapshot(), CallSnapshot(CALL, UPDATES), NOW),
        *campaign_events({}, campaign | {"state": "running"}, NOW),
        *campaign_events({}, campaign | {"state": "paused"}, NOW),
        *campaign_events({}, campaign | {"state": "finished"}, NOW),
        *suppression_events({}, stop, NOW),
        *export_events({}, export, NOW),
        *budget_events({}, {"company_id": "acme", "budget_exceeded_in": "2026-11"}, NOW),
        *endpoint_events(ENDPOINT | {"is_enabled": True}, ENDPOINT | {"is_enabled": False}, NOW),
        *alert_events({}, ALERT | {"acknowledged_at": AT}, NOW),
        Event(EventType.ENDPOINT_TEST, "acme", "e1", NOW),
    ]
    return {event.type: event for event in events}


def validate(type_: EventType, event: dict) -> None:
    Draft202012Validator(schema(type_), format_checker=FormatChecker()).validate(event)


@pytest.mark.parametrize("type_", EventType)
def test_every_event_is_as_its_schema_says(type_):
    event = to_cloud_event(every_event()[type_], "trunkline/dev")
    validate(type_, json.loads(json.dumps(event)))
    assert set(event["data"]) == set(schema(type_)["properties"]["data"]["required"]) | {
        name for name in ("campaign_id",) if event["type"].startswith(("call.", "recording.", "voicemail."))
    } | {name for name in ("campaign_id",) if "campaign_id" in event["data"]}


@pytest.mark.parametrize("type_", EventType)
def test_a_schema_refuses_an_event_of_another_type_or_without_data(type_):
    event = to_cloud_event(every_event()[type_], "trunkline/dev")
    for wrong in (event | {"type": "call.unknown"}, event | {"data": None}, event | {"id": "1"}):
        with pytest.raises(ValidationError):
            validate(type_, wrong)


def test_the_committed_schemas_are_those_of_the_code():
    committed = {path.name: json.loads(path.read_text()) for path in FOLDER.iterdir()}
    assert committed == {file_name(type_): schema(type_) for type_ in EventType}, "make api-docs writes them anew"
