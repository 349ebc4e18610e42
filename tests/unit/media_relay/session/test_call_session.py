"""A call session, step by step: the usual course and every end."""

from dataclasses import replace

import pytest

from media_relay.session.admission import EarlyInput
from media_relay.session.call_session import CallSession, Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    AnswerTool,
    CallerAbusive,
    ClearCaller,
    CloseAgent,
    EndStream,
    OpenAgent,
    PlayComfort,
    PlayPrompt,
    ReportLatency,
    SaveConversation,
    SaveTurn,
    SendContext,
    SendToAgent,
    StopSpeakingRequested,
    TransferRequested,
)
from media_relay.session.playback import Marks
from media_relay.session.reconnect_policy import DELAYS_S
from tests.fakes.calls_in_progress import READY, STARTED, TICKET, session_in
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.json_frames import InvalidFrame
from trunkline.realtime.agent_events import (
    AgentCorrected,
    AgentFaulted,
    AgentPinged,
    AgentReady,
    AgentSaid,
    CallerInterrupted,
    CallerSaid,
    ToolAnswered,
    ToolRequested,
)
from trunkline.realtime.carrier_events import MarkReached, StreamStopped

ENDED = [CloseAgent(), EndStream(StreamOutcome.AGENT_ENDED)]


def test_a_call_opens_its_agent_and_talks_when_it_is_ready():
    session = CallSession(TICKET, 0.1)
    assert session.begin() == [OpenAgent(TICKET)]
    assert session.receive(READY, 0.3) == [SaveConversation("conv_1")]
    assert session.forwards(b"frame")


def test_early_audio_of_the_admission_and_of_the_call_is_sent_in_order():
    early = EarlyInput(connect_by_s=10.0, frames=[b"frame1"])
    session = CallSession(TICKET, 0.2, early)
    assert not session.forwards(b"frame2")
    assert session.receive(READY, 0.4)[1:] == [SendToAgent(b"frame1"), SendToAgent(b"frame2")]


def test_only_the_last_five_seconds_of_early_audio_are_kept():
    session = session_in(Phase.CONNECTING)
    for n in range(400):
        session.forwards(b"frame%d" % n)
    kept = session.receive(READY, 0.4)[1:]
    assert (len(kept), kept[-1]) == (250, SendToAgent(b"frame399"))


def test_the_time_to_connect_began_with_the_start_of_the_stream():
    session = CallSession(TICKET, 4.0, EarlyInput(connect_by_s=10.0))
    assert session.tick(9.9) == []
    assert session.tick(10.0)[-1] == EndStream(StreamOutcome.AGENT_UNREACHABLE)


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
    assert session_in(Phase.TALKING).plays(1, 160, 1.0) == Marks(before="m0", after=None)


def test_an_interruption_clears_at_once_and_drops_what_comes_late():
    session = session_in(Phase.TALKING)
    assert session.plays(3, 160, 1.0)
    assert session.receive(CallerInterrupted(3), 1.1) == [ClearCaller()]
    assert session.plays(3, 160, 1.2) is None
    assert session.measures.counts["late agent audio dropped"] == 1
    assert session.plays(4, 160, 1.3)


def test_an_interruption_clears_even_when_nothing_is_queued_any_more():
    assert session_in(Phase.TALKING).receive(CallerInterrupted(9), 1.0) == [ClearCaller()]


def test_a_ping_is_answered_with_its_own_id_zero_included():
    assert session_in(Phase.TALKING).receive(AgentPinged(0), 1.0) == [AnswerPing(0)]


def test_a_tool_we_do_not_have_is_answered_and_not_left_waiting():
    commands = session_in(Phase.TALKING).receive(ToolRequested("fly", "t1", {}), 1.0)
    assert commands == [AnswerTool("t1", "unknown tool", is_error=True)]


def test_the_agents_goodbye_is_heard_before_the_stream_closes():
    session = session_in(Phase.TALKING)
    session.plays(1, 6000, 1.0)
    assert session.receive(ToolAnswered("end_call"), 1.0) == []
    [farewell] = session.receive(AgentGone(1000), 1.1)
    assert session.phase is Phase.DRAINING
    assert session.receive(MarkReached(farewell.name), 1.8) == ENDED


def test_a_farewell_mark_that_never_comes_back_is_not_waited_for_forever():
    session = session_in(Phase.TALKING)
    session.plays(1, 8000, 1.0)  # one second of audio
    session.receive(AgentGone(1000), 1.0)
    assert session.tick(3.9) == []
    assert session.tick(4.1) == ENDED


@pytest.mark.parametrize(("code", "outcome"), [(1000, "agent-ended"), (1005, "agent-ended"), (1008, "agent-refused")])
def test_the_close_code_decides_what_follows(code, outcome):
    session = session_in(Phase.TALKING)
    [farewell] = session.receive(AgentGone(code), 1.0)
    assert session.receive(MarkReached(farewell.name), 1.0)[-1] == EndStream(StreamOutcome(outcome))


@pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.TALKING, Phase.DRAINING])
def test_a_caller_who_hangs_up_ends_the_conversation_in_order(phase):
    commands = session_in(phase).receive(StreamStopped(), 1.0)
    assert commands == [CloseAgent(), EndStream(StreamOutcome.CALLER_HUNG_UP)]


def test_a_call_has_a_hard_limit():
    session = session_in(Phase.TALKING)
    for second in range(600):
        session.forwards(b"frame")
        session.plays(1, 160, float(second))
        assert session.tick(float(second)) == []
    assert session.tick(600.0) == [ClearCaller(), CloseAgent(), EndStream(StreamOutcome.MAX_DURATION)]


def test_garbage_is_counted_and_the_call_lives():
    session = session_in(Phase.TALKING)
    for _ in range(1000):
        assert session.receive(InvalidFrame("ValueError"), 1.0) == []
    assert session.phase is Phase.TALKING
    assert session.measures.facts()["garbage_frames"] == 1000


def test_a_second_start_changes_nothing():
    session = session_in(Phase.TALKING)
    assert session.receive(STARTED, 1.0) == []
    assert session.phase is Phase.TALKING


def test_turn_latency_is_from_the_callers_last_word_to_the_first_sound_heard():
    session = session_in(Phase.TALKING)
    session.quality.caller_heard(b"\x10" * 160, 0, 1.0)  # loud
    session.quality.caller_heard(b"\xff" * 160, 20, 1.02)
    session.plays(1, 160, 1.4)
    assert session.receive(MarkReached("m0"), 2.0) == [ReportLatency(1.0)]
    session.plays(2, 160, 3.0)
    assert session.receive(MarkReached("m1"), 3.1) == []  # the agent went on by itself: no latency
    assert session.measures.facts()["turn_latency_ms"] == 1000
    assert session.measures.facts()["agent_turns_heard"] == 1


class TestAnAgentLostInMidCall:
    def test_is_replaced_with_the_story_so_far(self):
        session = session_in(Phase.TALKING)
        session.receive(AgentSaid("Hello."), 1.0)
        session.receive(CallerSaid("Move it to Friday."), 2.0)
        [reopen] = session.receive(AgentGone(1011), 3.0)
        assert (reopen.is_resumed, reopen.delay_s) == (True, DELAYS_S[0])
        commands = session.receive(READY, 3.5)
        [context] = [c.text for c in commands if isinstance(c, SendContext)]
        assert commands[0] == ClearCaller()  # the comfort tone gives way
        assert "agent: Hello.\ncaller: Move it to Friday." in context

    def test_leaves_the_caller_with_comfort_and_not_with_silence(self):
        session = session_in(Phase.TALKING)
        session.receive(AgentGone(1006), 1.0)
        heard = [session.tick(1.0 + n * 0.25) for n in range(12)]
        assert [c for commands in heard for c in commands] == [PlayComfort()] * 4  # a second each, for three seconds

    def test_does_not_lose_what_the_caller_says_meanwhile(self):
        session = session_in(Phase.TALKING)
        session.receive(AgentGone(1006), 1.0)
        assert not session.forwards(b"frame")
        assert SendToAgent(b"frame") in session.receive(READY, 2.0)

    def test_is_tried_three_times_and_then_given_up(self):
        session = session_in(Phase.TALKING)
        delays = [session.receive(AgentGone(1006), float(n))[0].delay_s for n in range(3)]
        assert delays == list(DELAYS_S)
        [farewell] = session.receive(AgentUnreachable("timeout"), 4.0)
        assert session.receive(MarkReached(farewell.name), 5.0)[-1] == EndStream(StreamOutcome.AGENT_LOST)

    def test_counts_its_attempts_anew_once_it_has_spoken_again(self):
        session = session_in(Phase.TALKING)
        for n in range(10):
            assert session.receive(AgentGone(1006), float(n))[0].delay_s == DELAYS_S[0]
            session.receive(READY, n + 0.5)
            assert session.plays(1, 160, n + 0.6)  # event ids begin anew with each conversation

    @pytest.mark.parametrize(("fault", "is_retried"), [("llm_timeout", True), ("safety_violation", False), ("", False)])
    def test_is_not_retried_blindly(self, fault, is_retried):
        session = session_in(Phase.TALKING)
        session.receive(AgentFaulted(1002, fault), 1.0)
        [command] = session.receive(AgentGone(1002), 1.0)
        assert isinstance(command, OpenAgent) == is_retried

    def test_may_also_be_one_that_only_stopped_talking(self):
        session = session_in(Phase.TALKING)
        session.plays(1, 160, 1.0)
        for n in range(30):
            session.forwards(b"frame")
            commands = session.tick(1.0 + n)
        assert session.phase is Phase.RECONNECTING
        assert not any(isinstance(c, EndStream) for c in commands)

    def test_answers_pings_and_lives(self):
        session = session_in(Phase.TALKING)
        session.plays(1, 160, 1.0)
        for n in range(60):
            session.forwards(b"frame")
            session.receive(AgentPinged(n), float(n))
            assert session.tick(float(n)) == []


class TestAnAgentThatDoesNotSpeak:
    def test_is_covered_by_a_prompt_and_then_replaced(self):
        session = session_in(Phase.TALKING)
        assert session.tick(2.4) == []
        assert session.tick(2.5) == [PlayPrompt()]
        assert session.tick(5.0) == []
        assert isinstance(session.tick(10.0)[0], OpenAgent)

    def test_may_be_one_that_waits_for_the_caller(self):
        session = CallSession(replace(TICKET, agent_speaks_first=False), 0.0)
        session.receive(READY, 0.0)
        assert session.tick(9.0) == []


def test_a_carrier_gone_quiet_is_a_caller_gone():
    session = session_in(Phase.TALKING)
    session.plays(1, 160, 0.0)
    session.tick(0.0)
    assert session.tick(14.9) == []
    assert session.tick(15.1)[-1] == EndStream(StreamOutcome.CALLER_HUNG_UP)


def test_a_resumed_call_gives_the_agent_what_another_relay_heard():
    ticket = replace(TICKET, is_resumed=True)
    session = CallSession(ticket, 0.1, story=[SpokenTurn(0, "caller", "I am calling about my bill.")])
    assert session.begin() == [OpenAgent(ticket, is_resumed=True)]
    [context] = [c.text for c in session.receive(READY, 0.2) if isinstance(c, SendContext)]
    assert "I am calling about my bill." in context


def test_turns_are_checkpointed_and_a_correction_replaces_its_turn():
    session = session_in(Phase.TALKING)
    assert session.receive(AgentSaid("We have Monday and Friday."), 1.0) == [
        SaveTurn(SpokenTurn(0, "agent", "We have Monday and Friday."))
    ]
    session.receive(CallerSaid("Friday."), 2.0)
    assert session.receive(AgentCorrected("We have"), 2.1) == [SaveTurn(SpokenTurn(0, "agent", "We have"))]
    assert [turn.text for turn in session.story.turns] == ["We have", "Friday."]


def ask_for_a_colleague(session: CallSession, now_s: float) -> list:
    return session.receive(ToolRequested("transfer_to_human", "t1", {"whom": "billing"}), now_s)


class TestAHandover:
    def test_answers_the_tool_at_once_and_waits_for_the_agents_last_word(self):
        session = session_in(Phase.TALKING)
        assert ask_for_a_colleague(session, 1.0) == [AnswerTool("t1", "transferring the call", is_error=False)]
        session.plays(2, 8000, 1.5)  # "I will connect you": one second of it
        assert session.tick(2.6) == []
        close, farewell = session.tick(3.0)
        assert close == CloseAgent()
        assert session.receive(MarkReached(farewell.name), 3.0)[-1] == EndStream(StreamOutcome.TRANSFERRED)
        assert session.facts()["transfer_to"] == "billing"

    def test_does_not_wait_for_an_agent_that_has_nothing_more_to_say(self):
        session = session_in(Phase.TALKING)
        session.plays(1, 160, 0.5)
        ask_for_a_colleague(session, 1.0)
        assert session.tick(3.4) == []
        assert session.tick(3.5)[0] == CloseAgent()

    def test_does_not_wait_for_an_agent_that_talks_on_and_on(self):
        session = session_in(Phase.TALKING)
        ask_for_a_colleague(session, 1.0)
        for second in range(1, 13):
            session.plays(2, 16000, float(second))
            session.forwards(b"frame")
            assert session.tick(float(second)) == []
        assert session.tick(13.0)[0] == CloseAgent()

    def test_that_is_asked_for_twice_goes_to_the_first(self):
        session = session_in(Phase.TALKING)
        ask_for_a_colleague(session, 1.0)
        session.receive(TransferRequested("sales"), 1.1)
        _, farewell = session.tick(3.5)
        session.receive(MarkReached(farewell.name), 3.6)
        assert session.facts()["transfer_to"] == "billing"


def test_an_operator_can_stop_the_agent_and_late_audio_of_that_turn_stays_out():
    session = session_in(Phase.TALKING)
    session.plays(4, 8000, 1.0)
    assert session.receive(StopSpeakingRequested(), 1.1) == [ClearCaller()]
    assert session.plays(4, 160, 1.2) is None
    assert session.plays(5, 160, 1.3)


def test_a_caller_who_floods_is_refused():
    commands = session_in(Phase.TALKING).receive(CallerAbusive("flood of frames"), 1.0)
    assert commands == [CloseAgent(), EndStream(StreamOutcome.CALLER_REFUSED)]
