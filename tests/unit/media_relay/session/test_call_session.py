"""One call, step by step: the road it usually takes and the ways it ends."""

import pytest

from media_relay.session.call_session import CallSession, Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    AnswerTool,
    ClearCaller,
    CloseAgent,
    EndStream,
    MarkCaller,
    NoteConversation,
    OpenAgent,
    PlayToCaller,
    RefuseCaller,
    SendToAgent,
    SpendToken,
    TicketAccepted,
    TicketRefused,
)
from tests.fakes.calls_in_progress import READY, SPEECH, STARTED, TICKET, session_in
from trunkline.domain.calls import StreamOutcome
from trunkline.protocols.elevenlabs_agent import (
    AgentAudio,
    AgentPinged,
    AgentReady,
    CallerInterrupted,
    ToolAnswered,
    ToolRequested,
)
from trunkline.protocols.frames import Garbage
from trunkline.protocols.twilio_media import CallerAudio, MarkReached, StreamStarted, StreamStopped

ENDED = [CloseAgent(), EndStream(StreamOutcome.AGENT_ENDED)]


def caller(n: int) -> CallerAudio:
    return CallerAudio(b"frame%d" % n, n * 20)


def test_a_call_goes_from_start_to_talking():
    session = CallSession(0.0)
    assert session.receive(STARTED, 0.0) == [SpendToken("token", "CA1")]
    assert session.receive(TicketAccepted(TICKET), 0.1) == [OpenAgent(TICKET)]
    assert session.receive(READY, 0.3) == [NoteConversation("conv_1")]
    assert session.caller_flows


def test_what_the_caller_says_while_the_agent_connects_is_kept_in_order():
    session = session_in(Phase.CHECKING)
    session.receive(caller(1), 0.1)
    session.receive(TicketAccepted(TICKET), 0.2)
    session.receive(caller(2), 0.3)
    assert session.receive(READY, 0.4)[1:] == [SendToAgent(b"frame1"), SendToAgent(b"frame2")]


def test_only_the_last_five_seconds_of_early_audio_are_kept():
    session = session_in(Phase.CHECKING)
    for n in range(400):
        session.receive(caller(n), 0.1)
    session.receive(TicketAccepted(TICKET), 0.2)
    kept = session.receive(READY, 0.4)[1:]
    assert (len(kept), kept[-1]) == (250, SendToAgent(b"frame399"))


@pytest.mark.parametrize(
    "start",
    [
        StreamStarted("MZ1", "CA1", "", "audio/x-mulaw", 8000),
        StreamStarted("MZ1", "CA1", "token", "audio/l16", 8000),
        StreamStarted("MZ1", "CA1", "token", "audio/x-mulaw", 16000),
    ],
)
def test_a_stream_without_token_or_of_another_format_is_refused(start):
    assert isinstance(CallSession(0.0).receive(start, 0.0)[0], RefuseCaller)


def test_a_refused_ticket_closes_the_socket_and_opens_no_agent():
    assert session_in(Phase.CHECKING).receive(TicketRefused("used"), 0.1) == [RefuseCaller("used")]


def test_audio_before_the_start_is_counted_and_dropped():
    session = CallSession(0.0)
    assert session.receive(caller(1), 0.0) == []
    assert session.measures.counts["garbage before start"] == 1


def test_a_socket_that_says_nothing_is_closed():
    session = CallSession(0.0)
    assert session.tick(4.9) == []
    assert isinstance(session.tick(5.0)[0], RefuseCaller)


def test_an_agent_of_another_format_is_refused_with_both_formats_named():
    session = session_in(Phase.CONNECTING)
    commands = session.receive(AgentReady("conv_1", "pcm_16000", "ulaw_8000"), 0.1)
    assert commands == [CloseAgent(), EndStream(StreamOutcome.AGENT_MISCONFIGURED)]
    assert any("pcm_16000" in what and "ulaw_8000" in what for what in session.measures.counts)


@pytest.mark.parametrize("event", [AgentUnreachable("timeout"), AgentGone(1008), AgentGone(1006)])
def test_an_agent_that_cannot_be_had_is_unreachable(event):
    assert session_in(Phase.CONNECTING).receive(event, 0.1)[-1] == EndStream(StreamOutcome.AGENT_UNREACHABLE)


def test_an_agent_that_never_answers_is_unreachable():
    assert session_in(Phase.CONNECTING).tick(10.0)[-1] == EndStream(StreamOutcome.AGENT_UNREACHABLE)


def test_a_turn_begins_with_a_mark():
    assert session_in(Phase.TALKING).receive(SPEECH, 1.0) == [MarkCaller("m0"), PlayToCaller(SPEECH.payload)]


def test_an_interruption_clears_at_once_and_drops_what_comes_late():
    session = session_in(Phase.TALKING)
    session.receive(AgentAudio(b"AAAA", 3), 1.0)
    assert session.receive(CallerInterrupted(3), 1.1) == [ClearCaller()]
    assert session.receive(AgentAudio(b"AAAA", 3), 1.2) == []
    assert PlayToCaller(b"BBBB") in session.receive(AgentAudio(b"BBBB", 4), 1.3)


def test_an_interruption_clears_even_when_nothing_is_queued_any_more():
    assert session_in(Phase.TALKING).receive(CallerInterrupted(9), 1.0) == [ClearCaller()]


def test_a_ping_is_answered_with_its_own_id_zero_included():
    assert session_in(Phase.TALKING).receive(AgentPinged(0), 1.0) == [AnswerPing(0)]


def test_a_tool_we_do_not_have_is_answered_and_not_left_waiting():
    commands = session_in(Phase.TALKING).receive(ToolRequested("fly", "t1", {}), 1.0)
    assert commands == [AnswerTool("t1", "unknown tool", is_error=True)]


def test_the_agents_goodbye_is_heard_before_the_stream_closes():
    session = session_in(Phase.TALKING)
    session.receive(AgentAudio(b"A" * 8000, 1), 1.0)
    assert session.receive(ToolAnswered("end_call"), 1.0) == []
    [farewell] = session.receive(AgentGone(1000), 1.1)
    assert session.phase is Phase.DRAINING
    assert session.receive(MarkReached(farewell.name), 1.8) == ENDED


def test_a_farewell_mark_that_never_comes_back_is_not_waited_for_forever():
    session = session_in(Phase.TALKING)
    session.receive(AgentAudio(b"A" * (8000 * 4 // 3), 1), 1.0)  # one second of audio
    session.receive(AgentGone(1000), 1.0)
    assert session.tick(3.9) == []
    assert session.tick(4.1) == ENDED


@pytest.mark.parametrize(("code", "outcome"), [(1000, "agent-ended"), (1006, "agent-lost"), (1011, "agent-lost")])
def test_how_the_agent_left_decides_what_follows(code, outcome):
    session = session_in(Phase.TALKING)
    [farewell] = session.receive(AgentGone(code), 1.0)
    assert session.receive(MarkReached(farewell.name), 1.0)[-1] == EndStream(StreamOutcome(outcome))


@pytest.mark.parametrize("phase", [Phase.CHECKING, Phase.CONNECTING, Phase.TALKING, Phase.DRAINING])
def test_a_caller_who_hangs_up_ends_the_conversation_in_order(phase):
    commands = session_in(phase).receive(StreamStopped(), 1.0)
    assert commands == [CloseAgent(), EndStream(StreamOutcome.CALLER_HUNG_UP)]


def test_a_call_has_a_hard_limit():
    session = session_in(Phase.TALKING)
    assert session.tick(599.9) == []
    assert session.tick(600.0) == [ClearCaller(), CloseAgent(), EndStream(StreamOutcome.MAX_DURATION)]


def test_garbage_is_counted_and_the_call_lives():
    session = session_in(Phase.TALKING)
    for _ in range(1000):
        assert session.receive(Garbage("ValueError"), 1.0) == []
    assert session.phase is Phase.TALKING
    assert session.measures.facts()["garbage_frames"] == 1000


def test_a_second_start_changes_nothing():
    session = session_in(Phase.TALKING)
    assert session.receive(STARTED, 1.0) == []
    assert session.phase is Phase.TALKING


def test_turn_latency_is_from_the_callers_last_word_to_the_first_sound_heard():
    session = session_in(Phase.TALKING)
    session.measures.caller_spoke(1.0)
    session.receive(SPEECH, 1.4)
    session.receive(MarkReached("m0"), 1.9)
    assert session.measures.facts()["turn_latency_ms"] == 900
