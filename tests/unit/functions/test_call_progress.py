"""Twilio's callbacks: late, twice, out of order, forged. The record only moves forward."""

from datetime import timedelta
from itertools import permutations

import pytest

import call_progress
from tests.fakes.attempts import ATTEMPT
from tests.fakes.progress import STATUS_PATH, Desk
from tests.fakes.webhooks import NOW, twilio_event
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.domain.attempts import AnsweredBy, AttemptState, Outcome
from trunkline.campaigns.domain.campaigns import MachinePolicy
from trunkline.errors import CarrierError
from trunkline.vendors.twilio.webhooks import FORM_LIMIT_BYTES

LIFE = [("initiated", 0), ("ringing", 1), ("in-progress", 2), ("completed", 3)]


@pytest.mark.parametrize("order", list(permutations(LIFE)), ids=lambda o: "-".join(str(n) for _, n in o))
def test_any_order_of_callbacks_ends_completed_with_the_whole_story(order):
    desk = Desk()
    assert [desk.status(*step) for step in (*order, *order)] == [204] * 8
    assert desk.tables.records["CA1"]["status"] == "completed"
    assert len(desk.tables.events["CA1"]) == 4


def test_an_end_is_an_end():
    desk = Desk()
    desk.status("no-answer", 2)
    desk.status("completed", 3)
    assert desk.tables.records["CA1"]["status"] == "no-answer"


def test_duration_and_sip_code_are_kept():
    desk = Desk()
    desk.callback(STATUS_PATH, CallStatus="completed", CallDuration="42", SipResponseCode="200")
    assert desk.tables.records["CA1"].items() >= {"duration_s": 42, "sip_code": "200"}.items()


def test_the_machine_verdict_is_kept_and_unknown_stays_unknown():
    desk = Desk()
    assert desk.callback("/twilio/amd", AnsweredBy="machine_start") == 204
    assert desk.tables.records["CA1"]["answered_by"] == "machine_start"
    desk.callback("/twilio/amd")
    assert desk.tables.records["CA1"]["answered_by"] == "unknown"


def test_stream_events_are_on_the_timeline():
    desk = Desk()
    desk.callback("/twilio/stream-status", StreamEvent="stream-error", StreamSid="MZ1", StreamError="31920")
    assert desk.tables.events["CA1"]["stream-error-MZ1"].detail["StreamError"] == "31920"


def test_a_finished_voicemail_is_on_the_record_and_an_absent_one_is_not():
    desk = Desk()
    desk.callback("/twilio/recording", RecordingSid="RE1", RecordingStatus="absent")
    assert "carrier_recording" not in desk.tables.records["CA1"]
    desk.callback("/twilio/recording", RecordingSid="RE1", RecordingStatus="completed", RecordingUrl="https://x/RE1")
    assert desk.tables.records["CA1"]["carrier_recording"] == "RE1"


def test_the_words_of_a_voicemail_are_on_the_record_and_a_failed_transcription_adds_none():
    desk = Desk()
    desk.callback("/twilio/transcription", RecordingSid="RE1", TranscriptionStatus="failed")
    assert "voicemail_text" not in desk.tables.records["CA1"]
    for _ in range(2):
        desk.callback("/twilio/transcription", RecordingSid="RE1", TranscriptionText="Call me back, please.")
    assert desk.tables.records["CA1"]["voicemail_text"] == "Call me back, please."
    assert "Call me" not in str(desk.tables.events["CA1"])


CALLBACKS = [STATUS_PATH, "/twilio/amd", "/twilio/stream-status", "/twilio/recording", "/twilio/transcription"]


@pytest.mark.parametrize("path", CALLBACKS)
def test_no_forged_callback_gets_in(path):
    desk = Desk()
    assert desk.callback(path, token="forged", CallStatus="completed") == 403
    assert not desk.tables.records
    assert not desk.tables.events


@pytest.mark.parametrize("form", [{"CallStatus": "dancing"}, {"CallStatus": "completed", "CallSid": ""}, {}])
def test_a_callback_out_of_shape_is_a_bad_request(form):
    assert Desk().callback(STATUS_PATH, **form) == 400


def stream(desk: Desk, event: str) -> int:
    return desk.callback(
        "/twilio/stream-status", StreamEvent=event, StreamSid="MZ1", Timestamp="2026-11-20T12:00:00.000Z"
    )


def on_file(desk: Desk, **facts: object) -> None:
    route = Route("+15005550006", Mode.RELAY, "acme", "agent_1", max_duration_s=900)
    desk.tables.flat["CA1"] = {"route": route, "started_at": (NOW - timedelta(seconds=100)).isoformat(), **facts}


def test_while_an_agent_has_the_call_the_carrier_has_a_limit_of_its_own():
    desk = Desk()
    on_file(desk)
    assert stream(desk, "stream-started") == 204
    assert desk.carrier.limits == [100 + 900 + 1800]


@pytest.mark.parametrize(
    ("outcome", "limits"),
    [("transferred", [14400]), ("agent-lost", [14400]), ("agent-ended", []), ("relay-stopped", []), (None, [])],
)
def test_a_call_that_goes_on_with_a_person_loses_it_again(outcome, limits):
    desk = Desk()
    on_file(desk, stream_outcome=outcome)
    stream(desk, "stream-stopped")
    assert desk.carrier.limits == limits


def test_an_unknown_call_and_other_stream_events_set_no_limit():
    desk = Desk()
    assert stream(desk, "stream-started") == 204
    on_file(desk)
    assert stream(desk, "stream-error") == 204
    assert desk.carrier.limits == []


def test_a_carrier_that_does_not_take_the_limit_is_counted_and_what_happened_is_on_file(capsys):
    desk = Desk()
    on_file(desk)
    desk.carrier.error = CarrierError("timeout", "no answer")
    assert stream(desk, "stream-started") == 204
    assert list(desk.tables.events["CA1"]) == ["stream-started-MZ1"]
    assert "CarrierLimitNotSet" in capsys.readouterr().out


# --- a campaign's calls: the attempt's id stands in the path ----------------------------------------------------------

VERDICT, STATUS = f"/twilio/amd/{ATTEMPT}", f"{STATUS_PATH}/{ATTEMPT}"


def dialling(**more: object) -> Desk:
    desk = Desk()
    desk.attempt.begin(**more)
    return desk


@pytest.mark.parametrize("order", list(permutations(LIFE)), ids=lambda o: "-".join(str(n) for _, n in o))
def test_any_order_of_callbacks_gives_an_attempt_one_outcome(order):
    desk = dialling()
    for status, sequence in (*order, *order):
        assert desk.callback(STATUS, CallStatus=status, SequenceNumber=str(sequence), CallDuration="42") == 204
    assert desk.attempt.now.outcome is Outcome.HUMAN
    assert desk.attempt.store.tallies["c1"].outcomes == {Outcome.HUMAN: 1}
    assert desk.attempt.store.tallies["c1"].billed_s == 60
    assert desk.tables.records["CA1"]["status"] == "completed"


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        ({"CallStatus": "busy", "SipResponseCode": "486"}, Outcome.BUSY),
        ({"CallStatus": "no-answer"}, Outcome.NO_ANSWER),
        ({"CallStatus": "canceled"}, Outcome.NO_ANSWER),
        ({"CallStatus": "failed", "SipResponseCode": "404"}, Outcome.FAILED),
        ({"CallStatus": "failed", "SipResponseCode": "600"}, Outcome.BUSY),
        ({"CallStatus": "completed"}, Outcome.HUMAN),
        ({"CallStatus": "completed", "AnsweredBy": "machine_start"}, Outcome.MACHINE),
        ({"CallStatus": "completed", "AnsweredBy": "fax"}, Outcome.FAX),
        ({"CallStatus": "completed", "AnsweredBy": "unknown"}, Outcome.HUMAN),
    ],
)
def test_every_end_of_a_call_is_an_outcome(form, outcome):
    desk = dialling()
    desk.callback(STATUS, **form)
    assert desk.attempt.now.outcome is outcome


def test_a_callback_may_bring_the_call_id_first():
    desk = dialling()
    desk.callback(STATUS, CallStatus="initiated")
    assert (desk.attempt.now.call_id, desk.attempt.now.state) == ("CA1", AttemptState.PLACED)


def test_an_unanswered_call_has_a_record_with_its_owner():
    desk = dialling()
    desk.callback(STATUS, CallStatus="busy")
    values = {"campaign_id": "c1", "contact_id": "p1", "attempt_id": ATTEMPT, "company_id": "acme", "status": "busy"}
    assert desk.tables.records["CA1"].items() >= values.items()


@pytest.mark.parametrize("verdict_first", [True, False])
def test_a_verdict_and_the_end_may_come_in_either_order(verdict_first):
    desk = dialling()
    end = {"CallStatus": "completed", "AnsweredBy": "machine_start"}
    for is_verdict in (verdict_first, not verdict_first):
        path, form = (VERDICT, {"AnsweredBy": "machine_start"}) if is_verdict else (STATUS, end)
        assert desk.callback(path, **form) == 204
    assert desk.attempt.now.outcome is Outcome.MACHINE
    assert desk.attempt.store.tallies["c1"].outcomes == {Outcome.MACHINE: 1}
    assert len(desk.carrier.played) == int(verdict_first), "nothing is asked of a call that is over"


def test_a_verdict_that_came_before_an_end_without_one_counts():
    desk = dialling()
    desk.callback(VERDICT, AnsweredBy="machine_end_beep")
    desk.callback(STATUS, CallStatus="completed")
    assert (desk.attempt.now.outcome, desk.attempt.now.answered_by) == (Outcome.MACHINE, AnsweredBy.MACHINE)


@pytest.mark.parametrize(
    ("word", "does"),
    [("human", ""), ("unknown", ""), ("a new word", ""), ("machine_start", "Hangup"), ("fax", "Hangup")],
)
def test_a_policy_is_carried_out_on_the_live_call(word, does):
    desk = dialling()
    desk.callback(VERDICT, AnsweredBy=word)
    assert [does in document for document in desk.carrier.played] == ([True] if does else [])


def test_a_message_is_left_once_in_the_contacts_own_words_however_often_the_verdict_comes():
    policies = {AnsweredBy.MACHINE: MachinePolicy.LEAVE_MESSAGE}
    desk = dialling(machines=policies, voicemail_text="Hello {{first_name}}, please call {{clinic}}.")
    for _ in range(3):
        assert desk.callback(VERDICT, AnsweredBy="machine_end_beep") == 204
    [document] = desk.carrier.played
    assert "<Say>Hello Ana, please call .</Say><Hangup />" in document


def test_a_campaign_with_nothing_to_say_after_the_beep_hangs_up():
    desk = dialling(machines={AnsweredBy.MACHINE: MachinePolicy.LEAVE_MESSAGE})
    desk.callback(VERDICT, AnsweredBy="machine_end_beep")
    assert "<Response><Hangup /></Response>" in desk.carrier.played[0]


def test_a_carrier_that_does_not_hang_up_is_counted_and_the_verdict_stands(capsys):
    desk = dialling()
    desk.carrier.error = CarrierError("timeout", "no answer")
    assert desk.callback(VERDICT, AnsweredBy="machine_start") == 204
    assert desk.attempt.now.answered_by is AnsweredBy.MACHINE
    assert "MachinePolicyFailed" in capsys.readouterr().out


@pytest.mark.parametrize("path", [STATUS, VERDICT])
def test_no_attempt_is_settled_without_the_carriers_signature(path):
    desk = dialling()
    assert desk.callback(path, token="forged", CallStatus="completed", AnsweredBy="machine_start") == 403
    assert not desk.attempt.now.is_over
    assert not desk.carrier.played


@pytest.mark.parametrize("path", [STATUS, VERDICT])
def test_a_signature_for_one_attempt_opens_no_other(path):
    """What was signed for a campaign's call is not good for another address, nor for none at all."""
    desk = dialling()
    event = twilio_event(path, {"CallSid": "CA1", "CallStatus": "busy", "AnsweredBy": "fax"})
    for other in (path.replace("-1", "-2"), path.rsplit("/", 1)[0]):
        stolen = {**event, "rawPath": other}
        assert call_progress.respond(stolen, desk.services)["statusCode"] == 403
    assert not desk.tables.records


@pytest.mark.parametrize("path", [STATUS, VERDICT])
def test_a_callback_without_a_signature_garbage_and_too_much_are_turned_away(path):
    desk = dialling()
    event = twilio_event(path, {"CallSid": "CA1", "CallStatus": "busy"})
    without = {**event, "headers": {"content-type": "application/x-www-form-urlencoded"}}
    garbage = {**event, "body": "%%%", "isBase64Encoded": True}
    too_large = {**event, "body": "a" * (FORM_LIMIT_BYTES + 1), "isBase64Encoded": False}
    statuses = [call_progress.respond(item, desk.services)["statusCode"] for item in (without, garbage, too_large)]
    assert statuses == [403, 400, 413]
    assert not desk.attempt.now.is_over


@pytest.mark.parametrize("name", ["c1-p1-2", "c9-p1-1"])
def test_an_unknown_attempt_leaves_the_call_on_file(name):
    desk = dialling()
    assert desk.callback(f"{STATUS_PATH}/{name}", CallStatus="busy") == 204
    assert desk.callback(f"/twilio/amd/{name}", AnsweredBy="machine_start") == 204
    assert desk.tables.records["CA1"]["status"] == "busy"
    assert not desk.carrier.played


@pytest.mark.parametrize("name", ["nonsense", "c1-p1-x", "--1"])
def test_an_address_that_names_no_attempt_is_a_bad_request(name):
    assert dialling().callback(f"{STATUS_PATH}/{name}", CallStatus="busy") == 400
