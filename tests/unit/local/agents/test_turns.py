"""Turn taking by voice energy, frame by frame."""

from local.agents.turns import Playout, TurnEvent, TurnTaker
from local.audio import mulaw

QUIET = mulaw.SILENCE * mulaw.FRAME_BYTES
VOICE = b"\xa0\x20" * (mulaw.FRAME_BYTES // 2)


def listen(taker, *parts, agent_is_playing=False):
    """Each part is (frame, milliseconds). Returns (event, ms heard when it came)."""
    events, heard_ms = [], 0
    for frame, length_ms in parts:
        for _ in range(length_ms // 20):
            heard_ms += 20
            found = taker.hear(frame, agent_is_playing=agent_is_playing)
            events += [(event, heard_ms) for event in found]
    return events


def test_speech_starts_after_120_ms_of_voice_and_ends_after_500_ms_of_quiet():
    events = listen(TurnTaker(), (QUIET, 400), (VOICE, 600), (QUIET, 1000))
    assert events == [(TurnEvent.STARTED, 520), (TurnEvent.ENDED, 1500)]


def test_a_click_is_not_speech():
    assert listen(TurnTaker(), (VOICE, 100), (QUIET, 200), (VOICE, 100), (QUIET, 800)) == []


def test_a_pause_between_words_does_not_end_a_turn():
    events = listen(TurnTaker(), (VOICE, 300), (QUIET, 400), (VOICE, 300), (QUIET, 600))
    assert [event for event, _ in events] == [TurnEvent.STARTED, TurnEvent.ENDED]


def test_voice_over_a_playing_agent_is_a_barge_in_after_200_ms():
    events = listen(TurnTaker(), (VOICE, 600), agent_is_playing=True)
    assert events[:2] == [(TurnEvent.STARTED, 120), (TurnEvent.BARGED_IN, 200)]


def test_a_short_word_over_a_playing_agent_lapses():
    events = listen(TurnTaker(), (VOICE, 160), (QUIET, 700), agent_is_playing=True)
    assert [event for event, _ in events] == [TurnEvent.STARTED, TurnEvent.LAPSED]


def test_no_turn_is_open_while_the_caller_is_silent():
    taker = TurnTaker()
    assert listen(taker, (QUIET, 2000)) == []
    assert not taker.speaking


def test_the_audio_of_a_turn_keeps_its_very_beginning():
    taker = TurnTaker()
    listen(taker, (QUIET, 400), (VOICE, 600), (QUIET, 500))
    assert taker.taken().count(VOICE) >= 600 // 20
    assert taker.taken() == b""


def test_audio_in_odd_pieces_is_the_same_audio():
    taker, audio = TurnTaker(), VOICE * 30 + QUIET * 30
    events = [
        event
        for start in range(0, len(audio), 77)
        for event in taker.hear(audio[start : start + 77], agent_is_playing=False)
    ]
    assert events == [TurnEvent.STARTED, TurnEvent.ENDED]


def test_the_playout_clock_runs_from_the_first_byte_sent():
    playout = Playout()
    assert playout.add(8000, now=10.0) == (10.0, 11.0)
    assert playout.add(4000, now=10.1) == (11.0, 11.5)
    assert playout.is_playing(11.4)
    assert not playout.is_playing(11.5)


def test_cut_playout_is_over():
    playout = Playout()
    playout.add(80000, now=0.0)
    playout.cut(1.0)
    assert not playout.is_playing(1.0)
    assert playout.add(8000, now=1.0) == (1.0, 2.0)
