"""Requests of agents, operators and callers to a live call."""

from dataclasses import replace

import pytest

from media_relay.session import dtmf_tones
from media_relay.session.admission import TicketAccepted
from media_relay.session.call_session import CallSession, Phase
from media_relay.session.client_tools import AT_ONCE, PER_CONVERSATION
from media_relay.session.messages import (
    AgentGone,
    AnswerTool,
    HangUpRequested,
    MarkCaller,
    PlayKeys,
    RunTool,
    SaveTurn,
    SayAsCaller,
    SayRequested,
    SendContext,
    StopCalling,
    ToolFinished,
    TransferRequested,
)
from media_relay.session.speech.speech_messages import SpeakRequested, VoiceChangeRequested
from tests.fakes.calls_in_progress import READY, STARTED, TICKET, Stream, session_in
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.dtmf import Keypad
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.realtime.agent_events import CallerSaid, ToolRequested
from trunkline.realtime.carrier_events import KeyPressed, MarkReached
from trunkline.speech.domain.voices import VoiceSettings

HOURS = HttpTool("https://tools.example.com/hours")


def talking(**terms: object) -> CallSession:
    session = CallSession(replace(TICKET, tools={"hours": HOURS}, **terms), 0.0)
    session.receive(READY, 0.0)
    session.plays(1, 160, 0.0)
    return session


def ask(session: CallSession, tool_call_id: str, name: str = "hours", **parameters: object) -> list:
    return session.receive(ToolRequested(name, tool_call_id, parameters), 1.0)


class TestARegisteredTool:
    def test_is_run_and_its_result_goes_back_to_its_request(self):
        session = talking()
        assert ask(session, "t1", day="Friday") == [RunTool(1, "hours", HOURS, {"day": "Friday"})]
        assert session.receive(ToolFinished(1, "nine to four", is_error=False), 1.2) == [
            AnswerTool("t1", "nine to four", is_error=False)
        ]

    def test_that_is_not_registered_is_an_error_the_agent_can_read(self):
        assert ask(talking(), "t1", "fly") == [AnswerTool("t1", "unknown tool", is_error=True)]

    def test_asked_for_twice_under_one_id_runs_once(self):
        session = talking()
        assert len(ask(session, "t1")) == 1
        assert ask(session, "t1") == []
        session.receive(ToolFinished(1, "x", is_error=False), 1.1)
        assert ask(session, "t1") == []
        assert session.measures.counts["repeated tool call"] == 2

    def test_answers_once_however_often_it_finishes(self):
        session = talking()
        ask(session, "t1")
        assert len(session.receive(ToolFinished(1, "x", is_error=False), 1.1)) == 1
        assert session.receive(ToolFinished(1, "x", is_error=False), 1.2) == []

    def test_waits_when_too_many_are_running(self):
        session = talking()
        for n in range(AT_ONCE):
            assert isinstance(ask(session, f"t{n}")[0], RunTool)
        [refused] = ask(session, "one more")
        assert refused.is_error
        session.receive(ToolFinished(1, "x", is_error=False), 1.1)
        assert isinstance(ask(session, "and another")[0], RunTool)

    def test_does_not_let_an_agent_ask_for_ever(self):
        session = talking()
        for n in range(PER_CONVERSATION * 2):
            ask(session, f"t{n}")
            session.receive(ToolFinished(n + 1, "x", is_error=False), 1.0)
        [refused] = ask(session, "one more")
        assert (refused.result, refused.is_error) == ("too many tool calls in one conversation", True)

    def test_that_finishes_after_the_call_is_dropped(self):
        session = talking()
        ask(session, "t1")
        session.receive(HangUpRequested(), 1.1)
        assert session.receive(ToolFinished(1, "x", is_error=False), 1.2) == []

    def test_asked_for_by_an_agent_that_was_lost_does_not_answer_another(self):
        """A new conversation may use the same ids again."""
        session = talking()
        ask(session, "t1")
        session.receive(AgentGone(1006), 1.1)
        session.receive(READY, 1.5)
        assert ask(session, "t1") == [RunTool(2, "hours", HOURS, {})]
        assert session.receive(ToolFinished(1, "of the old one", is_error=False), 1.6) == []
        assert session.receive(ToolFinished(2, "of the new one", is_error=False), 1.7) == [
            AnswerTool("t1", "of the new one", is_error=False)
        ]


class TestKeysTheAgentPlays:
    def test_are_tones_and_are_not_repeated_in_the_answer(self):
        session = talking()
        before = session.playback.remaining_s(1.0)
        answer, play = ask(session, "t1", "send_dtmf", digits="4711w#")
        assert (answer, play) == (AnswerTool("t1", "keys played: 5", is_error=False), PlayKeys("4711w#"))
        assert session.playback.remaining_s(1.0) - before == pytest.approx(5 * 0.2 + 0.5)

    @pytest.mark.parametrize("digits", [None, 12, "", "12 34", "1" * 33, "one", "\uff11"], ids=repr)
    def test_have_to_be_keys(self, digits):
        [answer] = ask(talking(), "t1", "send_dtmf", digits=digits)
        assert answer.is_error
        assert "1234" not in answer.result

    @pytest.mark.parametrize(("key", "pair"), [("1", (697, 1209)), ("#", (941, 1477)), ("D", (941, 1633))])
    def test_sound_like_the_two_tones_of_the_standard(self, key, pair):
        from numpy import abs as magnitude
        from numpy.fft import rfft

        from local.audio.mulaw import decode

        spectrum = magnitude(rfft(decode(dtmf_tones.audio(key)[:800])))
        loudest = sorted(spectrum.argsort()[-2:] * 10)
        assert [abs(found - wanted) <= 10 for found, wanted in zip(loudest, pair, strict=True)] == [True, True]
        assert len(dtmf_tones.audio("1w2W")) == dtmf_tones.length("1w2W")


class TestKeysTheCallerPresses:
    def press(self, session: CallSession, keys: str, now_s: float = 1.0) -> None:
        for n, key in enumerate(keys):
            assert session.receive(KeyPressed(key), now_s + n * 0.1) == []

    def test_are_sent_as_one_number_after_a_pause(self):
        session = talking()
        self.press(session, "47")
        assert session.tick(3.0) == []
        note, said = session.tick(3.2)
        assert said == SayAsCaller("The caller pressed these keys (private): 47")
        assert note == SaveTurn(SpokenTurn(0, "caller", "[keys pressed: 2]"))

    def test_are_sent_at_once_after_a_hash(self):
        session = talking()
        self.press(session, "47#")
        assert session.tick(1.3)[1] == SayAsCaller("The caller pressed these keys (private): 47#")

    def test_do_not_reach_the_story_even_when_the_vendor_repeats_them(self):
        session = talking()
        self.press(session, "4711#")
        _, said = session.tick(1.5)
        [noted] = session.receive(CallerSaid(said.text), 1.6)
        assert "4711" not in repr(noted)
        assert "4711" not in repr(session.story.turns)

    def test_are_on_file_where_the_route_wants_it(self):
        session = talking(keypad_on_file=True)
        self.press(session, "47#")
        note, said = session.tick(1.3)
        assert (note.turn.text, said.text) == ("The caller pressed these keys: 47#",) * 2

    def test_may_be_sent_as_context_or_not_at_all(self):
        session = talking(keypad=Keypad.CONTEXT)
        self.press(session, "47#")
        assert session.tick(1.3)[1] == SendContext("The caller pressed these keys (private): 47#")
        session = talking(keypad=Keypad.IGNORE)
        self.press(session, "47#")
        assert session.tick(9.0) == []

    def test_wait_for_an_agent_that_is_being_replaced(self):
        session = talking()
        session.receive(AgentGone(1006), 1.0)
        self.press(session, "47#", 1.1)
        assert not any(isinstance(command, SayAsCaller) for command in session.tick(1.5))
        session.receive(READY, 2.0)
        assert session.tick(2.1)[1] == SayAsCaller("The caller pressed these keys (private): 47#")

    @pytest.mark.parametrize(("keypad", "payload"), [(Keypad.MESSAGE, 1), (Keypad.IGNORE, 0)])
    def test_may_come_before_the_call_is_proven(self, keypad, payload):
        stream = Stream()
        stream.receive(STARTED, 0.0)
        self.press(stream, "47#", 0.0)
        stream.receive(TicketAccepted(replace(TICKET, keypad=keypad)), 0.4)
        stream.receive(READY, 0.5)
        assert sum(isinstance(command, SayAsCaller) for command in stream.tick(0.6)) == payload

    def test_are_bounded_and_have_to_be_keys(self):
        session = talking()
        for key in ("x", "", "12", "\uff11", *"1" * 100):
            session.receive(KeyPressed(key), 1.0)
        assert session.tick(1.1)[1] == SayAsCaller("The caller pressed these keys (private): " + "1" * 32)
        assert session.measures.counts["garbage key"] == 4 + 68


class TestAnOrder:
    def test_to_change_the_voice_is_refused_with_the_reason(self):
        session = talking()
        assert "cannot be changed" in session.refusal(VoiceChangeRequested("nova", VoiceSettings()))
        assert session.receive(VoiceChangeRequested("nova", VoiceSettings()), 1.0) == []

    def test_to_speak_is_not_for_an_agent(self):
        assert "say_context" in talking().refusal(SpeakRequested("Good morning."))

    @pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.RECONNECTING, Phase.DRAINING, Phase.OVER])
    def test_for_an_agent_that_is_not_there_is_refused(self, phase):
        assert session_in(phase).refusal(SayRequested("x"))
        assert not session_in(phase).refusal(HangUpRequested())

    def test_that_can_be_carried_out_is_not(self):
        assert not talking().refusal(SayRequested("x"))

    def test_to_transfer_brings_its_summary_along(self):
        session = talking()
        session.receive(TransferRequested("billing", "Wants a refund. " * 100), 1.0)
        [farewell] = [command for command in session.tick(5.0) if isinstance(command, MarkCaller)]
        session.receive(MarkReached(farewell.name), 5.1)
        facts = session.facts()
        assert facts["transfer_to"] == "billing"
        assert facts["transfer_summary"].startswith("Wants a refund.")
        assert len(facts["transfer_summary"]) == 600


def test_an_agent_that_gets_the_call_back_gets_the_reason_once():
    ticket = replace(TICKET, is_resumed=True, resume_note="The call was not taken.")
    session = CallSession(ticket, 0.1, story=[SpokenTurn(0, "caller", "My bill is wrong.")])
    [context] = [c.text for c in session.receive(READY, 0.2) if isinstance(c, SendContext)]
    assert context == "The call was not taken. What was said so far:\ncaller: My bill is wrong."
    session.receive(AgentGone(1006), 1.0)
    [context] = [c.text for c in session.receive(READY, 1.5) if isinstance(c, SendContext)]
    assert context.startswith("The line was cut")


class TestAPersonWhoOptsOut:
    def test_is_suppressed_and_the_agent_gets_the_result(self):
        session = talking()
        assert ask(session, "t1", "stop_calling") == [StopCalling("agent", 1)]
        assert session.receive(ToolFinished(1, "noted", is_error=False), 1.2) == [AnswerTool("t1", "noted", False)]

    def test_is_not_kept_waiting_by_other_tools_nor_by_a_route_that_knows_none(self):
        session = talking()
        for n in range(AT_ONCE):
            ask(session, f"t{n}")
        assert ask(session, "stop", "stop_calling") == [StopCalling("agent", AT_ONCE + 1)]
        assert ask(session, "stop", "stop_calling") == [], "once for one request"

    @pytest.mark.parametrize(("keys", "stops"), [("9", True), ("9#", True), ("99", False), ("19", False), ("#", False)])
    def test_may_press_the_key_that_says_so_by_itself(self, keys, stops):
        session = talking(opt_out_key="9")
        for key in keys:
            session.receive(KeyPressed(key), 2.0)
        assert (StopCalling("keypad") in session.tick(5.0)) == stops

    def test_presses_in_vain_where_no_key_says_so(self):
        session = talking()
        session.receive(KeyPressed("9"), 2.0)
        assert StopCalling("keypad") not in session.tick(5.0)
