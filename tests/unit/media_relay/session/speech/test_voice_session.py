"""A voice with an opening speaks by itself, gives time for a key, and ends the call. No caller is left in silence."""

from dataclasses import replace

from media_relay.session.messages import ClearCaller, EndStream, StopCalling
from media_relay.session.speech.speech_messages import (
    CollectTexts,
    OpenSpeech,
    PlaySpeech,
    SayText,
    SpeechLost,
    SpeechOpened,
)
from media_relay.session.speech.voice_session import AFTER_OPENING_S, TO_PRESS_A_KEY_S, VoiceSession
from tests.fakes.calls_in_progress import TICKET
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.realtime.carrier_events import KeyPressed, MarkReached
from trunkline.realtime.tts_events import SpeechArrived, SpeechFinished
from trunkline.speech.domain.voices import VoiceChoice

RACHEL = VoiceChoice("rachel")
HUNG_UP = EndStream(StreamOutcome.AGENT_ENDED)


def announcing(opening: str = "Your visit is on Friday.", **terms: str) -> VoiceSession:
    return VoiceSession(replace(TICKET, voice=RACHEL, opening=opening, **terms), 0.0)


def said(session: VoiceSession, now_s: float) -> None:
    """The opening is made, played and heard to its end."""
    session.receive(SpeechOpened(RACHEL), 0.1)
    assert PlaySpeech(b"QQ==") in session.receive(SpeechArrived("t0", b"QQ=="), 0.2)
    session.receive(SpeechFinished("t0"), 0.3)
    session.receive(MarkReached("text-0"), now_s)


def alive(session: VoiceSession, now_s: float) -> list:
    session.caller_spoke(now_s)
    return session.tick(now_s)


def test_an_opening_is_spoken_without_waiting_for_a_client():
    session = announcing()
    begun = session.begin()
    assert OpenSpeech(RACHEL) in begun
    assert CollectTexts() not in begun
    assert SayText("t0", "Your visit is on Friday. ", is_last=True) in session.receive(SpeechOpened(RACHEL), 0.1)


def test_the_call_ends_by_itself_once_the_opening_was_heard():
    session = announcing()
    session.begin()
    said(session, 4.0)
    assert alive(session, 4.0) == []
    assert alive(session, 4.0 + AFTER_OPENING_S - 0.1) == []
    assert HUNG_UP in alive(session, 4.0 + AFTER_OPENING_S)
    assert session.is_over


def test_it_does_not_end_while_the_opening_is_being_made_or_heard():
    session = announcing()
    session.begin()
    for now_s in (1.0, 10.0, 20.0):
        assert HUNG_UP not in alive(session, now_s)
    session.receive(SpeechOpened(RACHEL), 21.0)
    assert HUNG_UP not in alive(session, 25.0)


def test_a_caller_gets_time_to_press_the_key():
    session = announcing(opt_out_key="9")
    session.begin()
    said(session, 4.0)
    alive(session, 4.0)
    assert alive(session, 4.0 + AFTER_OPENING_S) == []
    assert HUNG_UP in alive(session, 4.0 + TO_PRESS_A_KEY_S)


def test_the_key_stops_the_speech_the_call_and_all_further_calls():
    session = announcing(opt_out_key="9")
    session.begin()
    assert session.receive(KeyPressed("1"), 1.0) == []
    commands = session.receive(KeyPressed("9"), 1.2)
    assert commands[:2] == [StopCalling("keypad"), ClearCaller()]
    assert HUNG_UP in commands
    assert session.receive(KeyPressed("9"), 1.3) == [], "once"


def test_without_such_a_key_no_key_means_anything():
    session = announcing()
    session.begin()
    for digit in "0123456789*#":
        assert session.receive(KeyPressed(digit), 1.0) == []


def test_an_opening_that_cannot_be_spoken_ends_the_call():
    session, now_s = announcing(), 0.0
    session.begin()
    while not session.is_over and now_s < 60:
        now_s += 0.5
        session.caller_spoke(now_s)
        session.receive(SpeechLost("unreachable"), now_s)
        session.tick(now_s)
    assert session.outcome is StreamOutcome.AGENT_ENDED


def test_a_voice_without_an_opening_waits_for_its_clients():
    session = announcing(opening="")
    assert CollectTexts() in session.begin()
    assert HUNG_UP not in alive(session, 10.0)
