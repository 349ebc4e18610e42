"""Twilio's callbacks: late, twice, out of order, forged. The record only moves forward."""

from datetime import timedelta
from itertools import permutations

import pytest

import call_progress
from tests.fakes.doors import NOW, secrets, twilio_event
from tests.fakes.tables import InMemoryCalls, InMemoryTables
from trunkline.bootstrap.progress import ProgressServices
from trunkline.domain.calls import CallId
from trunkline.domain.errors import CarrierError
from trunkline.domain.routes import Mode, Route

STATUS_PATH = "/api/v1/twilio/call-status"


class LimitedCarrier:
    """Remembers the limits it was given."""

    def __init__(self) -> None:
        self.limits: list[int] = []
        self.error: CarrierError | None = None

    def limit(self, call_id: CallId, seconds: int) -> bool:
        if self.error:
            raise self.error
        self.limits.append(seconds)
        return True


class Desk:
    def __init__(self) -> None:
        self.tables = InMemoryTables()
        self.carrier = LimitedCarrier()
        self.services = ProgressServices(
            InMemoryCalls(self.tables), self.carrier, "https://voice.example.com", secrets(), now=lambda: NOW
        )

    def told(self, path: str, token: str | None = None, **form: str) -> int:
        event = twilio_event(path, {"CallSid": "CA1", **form}, **({"token": token} if token else {}))
        return call_progress.respond(event, self.services)["statusCode"]

    def status(self, status: str, sequence: int) -> int:
        return self.told(STATUS_PATH, CallStatus=status, SequenceNumber=str(sequence))


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
    desk.told(STATUS_PATH, CallStatus="completed", CallDuration="42", SipResponseCode="200")
    assert desk.tables.records["CA1"].items() >= {"duration_s": 42, "sip_code": "200"}.items()


def test_the_machine_verdict_is_kept_and_unknown_stays_unknown():
    desk = Desk()
    assert desk.told("/twilio/amd", AnsweredBy="machine_start") == 204
    assert desk.tables.records["CA1"]["answered_by"] == "machine_start"
    desk.told("/twilio/amd")
    assert desk.tables.records["CA1"]["answered_by"] == "unknown"


def test_stream_events_are_on_the_timeline():
    desk = Desk()
    desk.told("/twilio/stream-status", StreamEvent="stream-error", StreamSid="MZ1", StreamError="31920")
    assert desk.tables.events["CA1"]["stream-error-MZ1"].detail["StreamError"] == "31920"


def test_a_finished_voicemail_is_on_the_record_and_an_absent_one_is_not():
    desk = Desk()
    desk.told("/twilio/recording", RecordingSid="RE1", RecordingStatus="absent")
    assert "carrier_recording" not in desk.tables.records["CA1"]
    desk.told("/twilio/recording", RecordingSid="RE1", RecordingStatus="completed", RecordingUrl="https://x/RE1")
    assert desk.tables.records["CA1"]["carrier_recording"] == "RE1"


@pytest.mark.parametrize("path", [STATUS_PATH, "/twilio/amd", "/twilio/stream-status", "/twilio/recording"])
def test_no_forged_callback_gets_in(path):
    desk = Desk()
    assert desk.told(path, token="forged", CallStatus="completed") == 403
    assert not desk.tables.records
    assert not desk.tables.events


@pytest.mark.parametrize("form", [{"CallStatus": "dancing"}, {"CallStatus": "completed", "CallSid": ""}, {}])
def test_a_callback_out_of_shape_is_a_bad_request(form):
    assert Desk().told(STATUS_PATH, **form) == 400


def stream(desk: Desk, event: str) -> int:
    return desk.told("/twilio/stream-status", StreamEvent=event, StreamSid="MZ1", Timestamp="2026-11-20T12:00:00.000Z")


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


def test_a_stream_of_a_call_nobody_knows_and_other_news_of_a_stream_set_no_limit():
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
