"""The words of a peer's conversation: numbers, corrections, and the latency of an answer."""

import json

from media_relay.clients.peer_words import PeerWords
from trunkline.realtime.agent_events import AgentCorrected, AgentPinged, AgentSaid, CallerSaid

VOICE, SILENCE = b"\x00" * 160, b"\xff" * 160


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def fields(frames: list[bytes], *names: str) -> list[tuple]:
    return [tuple(json.loads(frame)[name] for name in names) for frame in frames]


def test_turns_are_numbered_and_a_correction_takes_the_place_of_the_agents_last():
    words = PeerWords(Clock())
    frames = [
        *words.said(AgentSaid("Hello, how can I help?")),
        *words.said(CallerSaid("Stop.")),
        *words.said(AgentCorrected("Hello,")),
        *words.said(AgentPinged(1)),
    ]
    assert fields(frames, "type", "number", "role", "message") == [
        ("turn", 1, "agent", "Hello, how can I help?"),
        ("turn", 2, "user", "Stop."),
        ("turn", 1, "agent", "Hello,"),
    ]


def test_a_correction_of_nothing_says_nothing():
    assert PeerWords(Clock()).said(AgentCorrected("Hel")) == []


def test_the_latency_is_from_the_last_voiced_sound_to_the_first_of_the_answer():
    clock = Clock()
    words = PeerWords(clock)
    words.peer_spoke(VOICE)
    clock.now_s += 0.5
    words.peer_spoke(SILENCE)
    words.said(CallerSaid("Hello?"))
    clock.now_s += 0.3
    assert fields(words.answer_begins(), "type", "ms") == [("latency", 800)]
    assert words.answer_begins() == []


def test_audio_that_answers_nothing_has_no_latency():
    words = PeerWords(Clock())
    assert words.answer_begins() == []
    words.said(CallerSaid("typed, not spoken"))
    assert words.answer_begins() == []
