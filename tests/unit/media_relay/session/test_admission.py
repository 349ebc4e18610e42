import pytest

from media_relay.session.admission import (
    Admission,
    AdmissionPhase,
    AdmitCaller,
    RedeemTicket,
    RefuseCaller,
    TicketAccepted,
    TicketRefused,
)
from media_relay.session.messages import CallerAbusive, CallerGone, RelayStopping
from tests.fakes.calls_in_progress import STARTED, TICKET, Stream, admission_in
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.carrier_events import KeyPressed, MarkReached, StreamStarted, StreamStopped


def test_a_stream_redeems_its_token_and_is_admitted():
    admission, story = Admission(0.0), (SpokenTurn(0, "caller", "My bill is wrong."),)
    assert admission.receive(STARTED, 0.0) == [RedeemTicket("token", "CA1")]
    assert admission.receive(TicketAccepted(TICKET, story), 0.1) == [AdmitCaller(TICKET, story)]
    assert admission.phase is AdmissionPhase.ADMITTED


@pytest.mark.parametrize(
    "start",
    [
        StreamStarted("MZ1", "CA1", "", "audio/x-mulaw", 8000),
        StreamStarted("MZ1", "CA1", "token", "audio/l16", 8000),
        StreamStarted("MZ1", "CA1", "token", "audio/x-mulaw", 16000),
    ],
)
def test_a_stream_without_token_or_of_another_format_is_refused(start):
    assert isinstance(Admission(0.0).receive(start, 0.0)[0], RefuseCaller)


def test_a_refused_ticket_closes_the_socket():
    admission = admission_in(AdmissionPhase.CHECKING)
    assert admission.receive(TicketRefused("used"), 0.1) == [RefuseCaller("used")]


def test_audio_before_the_start_is_dropped_and_audio_after_it_is_kept():
    admission = Admission(0.0)
    admission.caller_audio(b"before", b"", 0, 0.0)
    admission.receive(STARTED, 0.0)
    admission.caller_audio(b"after", b"", 20, 0.0)
    assert admission.early.frames == [b"after"]


def test_only_the_last_five_seconds_of_early_audio_are_kept():
    admission = admission_in(AdmissionPhase.CHECKING)
    for n in range(400):
        admission.caller_audio(b"frame%d" % n, b"", 20 * n, 0.0)
    assert (len(admission.early.frames), admission.early.frames[-1]) == (250, b"frame399")


def test_a_frame_larger_than_a_telephones_is_not_kept():
    admission = admission_in(AdmissionPhase.CHECKING)
    admission.caller_audio(b"x" * 2049, b"", 0, 0.0)
    assert admission.early.frames == []


def test_audio_is_counted_from_the_first_frame():
    admission = Admission(0.0)
    for timestamp_ms in (0, 20, 100):
        admission.caller_audio(b"frame", b"", timestamp_ms, 0.0)
    assert (admission.early.quality.caller_frames, admission.early.quality.caller_gaps) == (3, 1)


def test_a_socket_that_says_nothing_is_closed():
    admission = Admission(0.0)
    assert admission.tick(4.9) == []
    assert admission.tick(5.0) == [RefuseCaller("no start message")]


def test_a_token_that_is_never_checked_is_refused():
    admission = admission_in(AdmissionPhase.CHECKING)
    assert admission.tick(9.9) == []
    assert admission.tick(10.0) == [RefuseCaller("token not checked in time")]


@pytest.mark.parametrize("phase", [AdmissionPhase.LISTENING, AdmissionPhase.CHECKING])
@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (StreamStopped(), "caller-hung-up"),
        (CallerGone(), "caller-hung-up"),
        (RelayStopping(), "relay-stopped"),
        (CallerAbusive("flood of frames"), "caller-refused"),
    ],
)
def test_a_stream_that_ends_before_it_is_admitted_is_refused(phase, event, reason):
    assert admission_in(phase).receive(event, 1.0) == [RefuseCaller(reason)]


def test_a_ticket_that_comes_after_the_caller_left_is_void():
    admission = admission_in(AdmissionPhase.REFUSED)
    assert admission.receive(TicketAccepted(TICKET), 1.0) == []


def test_frames_of_no_use_are_counted_and_the_counts_go_to_the_call():
    stream = Stream()
    for event in (KeyPressed("5"), STARTED, InvalidFrame("JSON"), MarkReached("m0"), KeyPressed("x"), KeyPressed("5")):
        stream.receive(event, 0.0)
    stream.receive(TicketAccepted(TICKET), 0.1)
    assert stream.session is not None
    assert stream.session.measures.counts == {
        "garbage before start": 1,
        "garbage JSON": 1,
        "unused MarkReached": 1,
        "garbage key": 1,
    }
