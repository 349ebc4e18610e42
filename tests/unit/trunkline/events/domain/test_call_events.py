from datetime import UTC, datetime

import pytest

from trunkline.events.domain.call_events import CallSnapshot, call_events
from trunkline.events.domain.events import EventType

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
STARTED = "2026-11-28T11:59:00+00:00"
RINGING = {
    "call_id": "CA1", "company_id": "acme", "started_at": STARTED, "direction": "outbound", "mode": "relay",
    "status": "ringing", "progress": 2, "from_number": "+14155550100", "to_number": "+14155550199",
}  # fmt: skip


def snapshot(updates=None, **changes) -> CallSnapshot:
    return CallSnapshot(RINGING | changes, updates or {})


def types(before: CallSnapshot, after: CallSnapshot) -> list[str]:
    return [event.type.value for event in call_events(before, after, NOW)]


def test_the_first_write_starts_a_call_at_its_own_time():
    event, ringing = call_events(CallSnapshot(), snapshot(), NOW)
    assert (event.type, ringing.type) == (EventType.CALL_STARTED, EventType.CALL_RINGING)
    assert event.at.isoformat() == STARTED
    assert event.data == {"call_id": "CA1", "href": "/api/v1/calls/CA1", "direction": "outbound", "mode": "relay"}


def test_a_call_is_answered_and_ended_once():
    answered = snapshot(status="in-progress", progress=3)
    over = snapshot(status="completed", progress=4, duration_s=61)
    assert types(snapshot(), answered) == ["call.answered"]
    assert types(answered, over) == ["call.ended"]
    assert types(over, snapshot(status="completed", progress=4, duration_s=61, sip_code="200")) == []


def test_a_call_rings_when_the_carrier_says_so():
    initiated = snapshot(status="initiated", progress=1)
    assert types(CallSnapshot(), initiated) == ["call.started"]
    assert types(initiated, snapshot()) == ["call.ringing"]
    assert types(initiated, snapshot(status="in-progress", progress=3)) == ["call.answered"]


def test_a_webhook_that_is_known_late_gets_the_events_of_before_with_their_ids():
    answered = snapshot(status="in-progress", progress=3)
    before = [*call_events(CallSnapshot(), answered, NOW)]
    again = [*call_events(answered, snapshot(status="in-progress", progress=3, webhook_url="https://x.example"), NOW)]
    assert [event.event_id for event in again] == [event.event_id for event in before]
    assert "x.example" not in str(again)


def test_a_busy_line_ends_a_call_that_was_never_answered():
    [event] = call_events(snapshot(), snapshot(status="busy", progress=4), NOW)
    assert event.type is EventType.CALL_ENDED
    assert event.data["status"] == "busy"
    assert event.data["duration_s"] is None


def test_an_end_that_arrives_first_also_says_that_the_call_was_answered():
    assert types(snapshot(), snapshot(status="completed", progress=4)) == ["call.answered", "call.ended"]


def test_a_report_is_one_event_for_each_conversation():
    facts = {"conversation_id": "conv_1", "provider": "elevenlabs", "transcript_key": "t.json"}
    update = {"conversation-conv_1": {"at": NOW.isoformat(), "facts": facts}}
    [event] = call_events(snapshot(), snapshot(update), NOW)
    assert (event.type, event.key) == (EventType.CALL_REPORTED, "conv_1")
    assert types(snapshot(update), snapshot(update, summary="later words")) == []


def test_a_conversation_that_never_started_is_no_report():
    update = {"conversation-conv_1": {"at": NOW.isoformat(), "facts": {"conversation_id": "conv_1"}}}
    assert types(snapshot(), snapshot(update)) == []


def test_recordings_and_voicemails():
    updates = {
        "relay-recording-MZ1": {"at": NOW.isoformat(), "facts": {}},
        "provider-recording-conv_1": {"at": NOW.isoformat(), "facts": {}},
        "recording-completed-RE1": {"at": NOW.isoformat(), "facts": {}},
        "recording-absent-RE2": {"at": NOW.isoformat(), "facts": {}},
        "voicemail-filed-RE1": {"at": NOW.isoformat(), "facts": {"voicemail": "recordings/CA1/voicemail-RE1.mp3"}},
    }
    events = [(event.type.value, event.data.get("kind")) for event in call_events(snapshot(), snapshot(updates), NOW)]
    assert events == [
        ("recording.filed", "provider"),
        ("voicemail.received", None),
        ("recording.filed", "relay"),
        ("recording.filed", "voicemail"),
    ]


def test_the_cost_is_known_once_its_last_part_is():
    over = {"status": "completed", "progress": 4, "duration_s": 61, "mode": "register"}
    known = snapshot(**over, cost_credits=300, conversation_duration_s=60)
    assert types(snapshot(**over), known) == ["call.cost_known"]
    assert types(known, snapshot(**over, cost_credits=300, conversation_duration_s=60, summary="x")) == []


def test_a_record_without_a_company_has_its_events_when_the_company_is_known():
    unowned = snapshot(status="completed", progress=4, company_id=None)
    assert types(CallSnapshot(), unowned) == []
    assert types(unowned, snapshot(status="completed", progress=4)) == ["call.started", "call.answered", "call.ended"]


@pytest.mark.parametrize(
    ("mode", "answered"), [("relay", True), ("register", True), ("forward", False), ("reject", False)]
)
def test_an_inbound_call_is_answered_where_its_mode_picks_up(mode, answered):
    """Twilio reports only the end of an inbound call."""
    new = snapshot(direction="inbound", mode=mode)
    assert ("call.answered" in types(CallSnapshot(), new)) == answered


def test_words_that_follow_a_conversation_that_never_started_are_reported():
    never = {"conversation-conv_1": {"at": NOW.isoformat(), "facts": {"conversation_id": "conv_1"}}}
    words = {
        "conversation-conv_1": {"at": NOW.isoformat(), "facts": {"conversation_id": "conv_1", "transcript_key": "t"}}
    }
    assert types(snapshot(never), snapshot(words)) == ["call.reported"]
    assert types(snapshot(words), snapshot(never)) == []


def test_a_later_report_that_changes_the_cost_is_an_event_of_its_own():
    over = {"status": "completed", "progress": 4, "duration_s": 61, "mode": "register", "conversation_duration_s": 60}
    first, second = snapshot(**over, cost_credits=300), snapshot(**over, cost_credits=500)
    [before], [after] = call_events(snapshot(**over), first, NOW), call_events(first, second, NOW)
    assert before.event_id != after.event_id
    assert before.data["usd"] != after.data["usd"]


def test_a_deleted_record_has_no_events():
    assert types(snapshot(), CallSnapshot()) == []


def test_an_event_names_the_campaign_and_has_no_number():
    """Nor the attempt's id, which is a hash of the number."""
    event, _ringing = call_events(
        CallSnapshot(), snapshot(direction="outbound", campaign_id="c1", attempt_id="c1-a1"), NOW
    )
    assert event.data["campaign_id"] == "c1"
    assert "c1-a1" not in str(event)
    assert "+1415" not in str(event)
