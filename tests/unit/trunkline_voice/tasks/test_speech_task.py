"""Pauses and phrases of answers, without those that something spoilt."""

import pytest

from tests.fakes.patients_voices import CheckIn, silence, syllables
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.speech_task import Answer, speech_measures
from trunkline_voice.tasks.task_windows import Task, Window, task_windows
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.spans import Span

WINDOW = Window(Task.SPEECH, Span(0, 10), "")


def measured(call, gaps=(), snr_db=45.0):
    track = call.track(snr_db, gaps=gaps)
    return speech_measures(track, levels_of(track), task_windows(call.turns, track.seconds))


@pytest.fixture
def call():
    found = CheckIn()
    phrase = syllables(8, 4.0)
    for _ in range(2):
        found.asks()
        found.hears(silence(0.5), phrase, silence(0.5), phrase, silence(0.5))
    return found


def test_a_pause_with_missing_audio_is_left_out(call):
    whole, spoilt = measured(call), measured(call, gaps=[Span(4.7, 4.8)])
    assert (whole["pause_count"], spoilt["pause_count"]) == (2, 1)
    assert whole["pause_ratio"] == pytest.approx(1 / 9, abs=0.01)
    assert spoilt["pause_mean_s"] == pytest.approx(0.5, abs=0.03)
    assert spoilt["phrase_s"] == Reason.TOO_SHORT, "two phrases are left"


def test_phrases_that_are_not_whole_are_left_out():
    runs = [Span(0.01, 1), Span(2, 3), Span(4, 5), Span(6, 7), Span(8, 9.99)]
    answer = Answer(WINDOW, runs, [Span(1, 2), Span(3, 4), Span(7, 8)])
    assert answer.phrases == [Span(2, 3)]
    assert Answer(WINDOW, [], []).phrases == []


def test_syllables_want_a_better_line_than_pauses(call):
    found = measured(call, snr_db=17)
    assert found["speech_rate_sps"] == found["articulation_rate_sps"] == Reason.NOISY_FOR_SYLLABLES
    assert found["pause_ratio"] == pytest.approx(1 / 9, abs=0.03)


def test_too_little_speech_has_no_measures():
    call = CheckIn()
    call.answered(Task.SPEECH, syllables(8, 4.0))
    assert set(measured(call).values()) == {Reason.TOO_SHORT}


def test_speech_without_a_pause_has_a_ratio_of_nothing():
    call = CheckIn()
    call.answered(Task.SPEECH, syllables(24, 4.0))
    found = measured(call)
    assert found["pause_ratio"] == 0
    assert found["pause_mean_s"] == Reason.NO_PAUSE


def test_a_count_alone_has_pauses_but_no_phrases():
    call = CheckIn()
    call.answered(Task.COUNT, syllables(24, 4.0))
    found = measured(call)
    assert found["pause_ratio"] == 0
    assert found["phrase_s"] == found["speech_rate_sps"] == Reason.NO_TASK
