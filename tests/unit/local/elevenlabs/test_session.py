"""A whole conversation as arithmetic: audio and seconds in, effects out."""

import pytest

from local.agents.dialogue import ClientTool, Exchange
from local.audio import mulaw
from local.audio.speech import speech
from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.conversation import Conversation
from local.elevenlabs.agents.effects import (
    AgentSaid,
    Audio,
    CallerSaid,
    Corrected,
    Ended,
    Interrupted,
    ToolAnswered,
    ToolCalled,
    VoiceScored,
)
from local.elevenlabs.agents.session import Session

CALLER = "en-gb+f3"
MOVE = "I need to move my appointment to Friday."
OFFER = "Friday at ten is free. Shall I book it?"
DIALOGUE = [Exchange(MOVE, OFFER), Exchange("Yes please.", "Done. Goodbye!", then="end_call")]
QUIET = mulaw.SILENCE * mulaw.FRAME_BYTES


class Call:
    """Feeds a session in 20 ms steps and remembers everything it did."""

    def __init__(self, **agent):
        agent = {"first_message": "Hello.", "dialogue": DIALOGUE, **agent}
        self.conversation = Conversation("conv_1", Agent("agent_1", **agent), created_unix_s=1_700_000_000)
        self.session = Session(self.conversation)
        self.now, self.effects = 0.0, []

    def begin(self, **client_data):
        self.conversation.client_data = client_data
        return self.note(self.session.begin(self.now))

    def note(self, effects):
        self.effects += effects
        return effects

    def hear(self, audio):
        heard = []
        for start in range(0, len(audio), mulaw.FRAME_BYTES):
            if self.session.over:
                break
            self.now += 0.02
            heard += self.session.hear(audio[start : start + mulaw.FRAME_BYTES], self.now)
            heard += self.session.tick(self.now)
        return self.note(heard)

    def says(self, line):
        return self.hear(speech(line, CALLER) + QUIET * 40)

    def waits(self, seconds):
        return self.hear(QUIET * round(seconds * 50))


def texts(effects, kind):
    return [effect.text for effect in effects if isinstance(effect, kind)]


def test_a_conversation_runs_to_its_end_on_recognised_speech():
    call = Call()
    call.begin()
    call.waits(1.5)
    call.says(MOVE)
    call.waits(4)
    call.says("Yes please.")
    assert texts(call.effects, CallerSaid) == [MOVE, "Yes please."]
    assert texts(call.effects, AgentSaid) == ["Hello.", OFFER, "Done. Goodbye!"]
    assert call.effects[-2].name == "end_call"
    assert call.effects[-1] == Ended(1000, "")
    assert call.conversation.termination_reason == "end_call tool was called."


def test_audio_comes_before_its_text_with_the_same_growing_event_id():
    call = Call()
    greeting = call.begin()
    call.waits(1.5)
    reply = [e for e in call.says(MOVE) if isinstance(e, (Audio, AgentSaid))]
    assert [type(e) for e in reply] == [Audio, Audio, AgentSaid]
    assert len({e.event_id for e in reply}) == 1
    assert reply[0].event_id > greeting[-1].event_id


def test_the_frames_of_an_utterance_are_its_audio_and_no_whole_packets():
    call = Call(first_message=OFFER)
    parts = [e.audio for e in call.begin() if isinstance(e, Audio)]
    assert b"".join(parts) == speech(OFFER, "en-us")
    assert len(parts[0]) > 8000
    assert len(parts[0]) % mulaw.FRAME_BYTES


def test_short_frames_are_twenty_milliseconds():
    call = Call(short_frames=True)
    assert {len(e.audio) for e in call.begin() if isinstance(e, Audio)} == {160}


def test_a_caller_who_talks_over_the_agent_interrupts_it_and_gets_a_late_frame_too():
    call = Call(first_message="We have Monday, Tuesday, Wednesday, Thursday and Friday this week.")
    greeting = call.begin()
    call.waits(1.0)
    effects = call.says(MOVE)
    interrupted, corrected, late = effects[:3]
    assert interrupted == Interrupted(greeting[-1].event_id)
    assert isinstance(corrected, Corrected)
    assert corrected.original.startswith(corrected.spoken)
    assert 0 < len(corrected.spoken) < len(corrected.original) / 2
    assert late.late
    assert late.event_id == interrupted.event_id
    assert texts(effects, CallerSaid) == [MOVE]
    assert all(e.event_id > interrupted.event_id for e in effects[3:])


def test_an_interrupted_turn_keeps_both_texts_in_the_transcript():
    call = Call(first_message=OFFER)
    call.begin()
    call.waits(0.8)
    call.says(MOVE)
    first = call.conversation.transcript[0]
    assert first.interrupted
    assert first.original_message == OFFER
    assert OFFER.startswith(first.message)


def test_the_recording_stops_where_the_agent_was_interrupted():
    call = Call(first_message=OFFER)
    call.begin()
    call.waits(0.8)
    call.says(MOVE)
    assert len(call.conversation.tape.agent[0][1]) < len(speech(OFFER, "en-us")) / 2


def test_garbled_audio_is_a_wrong_transcript():
    call = Call()
    call.begin()
    call.waits(1.5)
    effects = call.hear(speech(MOVE, CALLER)[::-1] + QUIET * 40)
    assert texts(effects, CallerSaid) == ["..."]
    assert texts(effects, AgentSaid) == ["Sorry, I did not catch that."]


def test_a_silent_caller_is_asked_again_and_then_let_go():
    call = Call(reprompts=("Are you there?",), turn_timeout_s=2.0)
    call.begin()
    call.waits(9)
    assert texts(call.effects, AgentSaid) == ["Hello.", "Are you there?", "Goodbye."]
    assert call.effects[-1] == Ended(1000, "")


def test_without_reprompts_a_silent_caller_is_left_in_peace():
    call = Call(turn_timeout_s=2.0)
    call.begin()
    assert call.waits(9) == []


def test_an_empty_first_message_leaves_the_first_word_to_the_caller():
    assert Call(first_message="").begin() == []


def test_variables_are_spoken_with_their_values():
    call = Call(first_message="Hello {{first_name}}.")
    assert texts(call.begin(dynamic_variables={"first_name": "Ana"}), AgentSaid) == ["Hello Ana."]


def test_a_missing_variable_ends_the_conversation_before_a_word():
    call = Call(first_message="Hello {{first_name}}.")
    (ended,) = call.begin()
    assert ended == Ended(
        1008,
        "Missing required dynamic variables in first message: {'first_name'}",
        "missing_dynamic_variable",
    )


def test_a_conversation_ends_at_its_maximum_duration():
    call = Call(max_duration_s=1.0)
    call.begin()
    call.waits(2)
    assert call.effects[-1] == Ended(1000, "Conversation has exceeded maximum duration")


def test_a_transport_without_caller_audio_is_given_up():
    call = Call(input_timeout_s=3.0)
    call.begin()
    assert call.session.tick(2.9) == []
    (ended,) = call.session.tick(3.0)
    assert (ended.code, ended.error_type) == (1002, "transport_receive_timeout")


def test_a_typed_message_is_answered_like_a_spoken_one():
    call = Call()
    call.begin()
    call.waits(1.5)
    call.note(call.session.read("yes please", call.now))
    call.waits(0.2)
    assert texts(call.effects, AgentSaid)[-1] == "Done. Goodbye!"


TOOL_DIALOGUE = [Exchange("Yes please.", "It is booked.", tool=ClientTool("book", {"day": "Friday"}, 2.0))]


def test_the_answer_of_a_tool_can_be_spoken():
    call = Call(dialogue=[Exchange("Yes please.", "At {tool_result}.", tool=ClientTool("hours"))])
    call.begin()
    call.waits(1.5)
    asked = call.says("Yes please.")[-1]
    assert texts(call.session.tool_result(asked.call_id, "ten", False, call.now), AgentSaid) == ["At ten."]


def test_the_probability_of_speech_is_sent_where_it_was_asked_for():
    deaf, attentive = Call(), Call(client_events=("vad_score",))
    for call in (deaf, attentive):
        call.begin()
        call.says(MOVE)
    scores = [effect.score for effect in attentive.effects if isinstance(effect, VoiceScored)]
    assert (min(scores), max(scores)) == (0.02, 0.97)
    assert not [effect for effect in deaf.effects if isinstance(effect, VoiceScored)]


@pytest.mark.parametrize(("is_error", "answer"), [(False, "It is booked."), (True, "Sorry, that did not work.")])
def test_a_client_tool_is_asked_before_the_answer(is_error, answer):
    call = Call(dialogue=TOOL_DIALOGUE)
    call.begin()
    call.waits(1.5)
    asked = call.says("Yes please.")[-1]
    assert asked == ToolCalled("book", asked.call_id, {"day": "Friday"}, asked.event_id)
    effects = call.session.tool_result(asked.call_id, "ok", is_error, call.now)
    assert isinstance(effects[0], ToolAnswered)
    assert texts(effects, AgentSaid) == [answer]
    assert call.conversation.transcript[-2].tool_results[0]["is_error"] is is_error


def test_a_client_tool_that_does_not_answer_times_out():
    call = Call(dialogue=TOOL_DIALOGUE)
    call.begin()
    call.waits(1.5)
    call.says("Yes please.")
    assert texts(call.waits(2.5), AgentSaid) == ["Sorry, that did not work."]
