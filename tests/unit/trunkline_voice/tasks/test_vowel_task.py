"""The longest "Ahh" of a call, and the index of breathiness."""

import pytest

from tests.fakes.patients_voices import CheckIn, ahh, silence
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.task_windows import Task, task_windows
from trunkline_voice.tasks.vowel_task import breathiness, vowel_measures
from trunkline_voice.timing.levels import levels_of


def measured(call):
    track = call.track()
    return vowel_measures(track, levels_of(track), task_windows(call.turns, track.seconds))


def test_the_longer_of_two_counts():
    call = CheckIn()
    call.answered(Task.VOWEL, ahh(3.0))
    call.answered(Task.VOWEL, ahh(5.0))
    found, loudness = measured(call)
    assert found["mpt_s"] == pytest.approx(5.0, abs=0.05)
    assert loudness == pytest.approx(-15.7, abs=0.5)


def test_a_short_voice_has_a_length_and_nothing_else():
    call = CheckIn()
    call.answered(Task.VOWEL, ahh(2.0))
    found, loudness = measured(call)
    assert found.pop("mpt_s") == pytest.approx(2.0, abs=0.05)
    assert set(found.values()) == {Reason.TOO_SHORT}
    assert loudness is None


def test_a_patient_who_began_before_the_prompt_was_over_has_no_length():
    call = CheckIn()
    call.asks(task=Task.VOWEL)
    call.hears(ahh(4.0), silence(1.0))
    assert measured(call)[0]["mpt_s"] == Reason.INTERRUPTED


def test_a_task_without_a_voice():
    call = CheckIn()
    call.answered(Task.VOWEL, silence(3.0))
    call.answered(Task.SPEECH, ahh(3.0))
    assert set(measured(call)[0].values()) == {Reason.NO_VOICE}


def test_breathiness_is_between_clear_and_breathy():
    assert breathiness(25.0, 20.0) == 0
    assert breathiness(0.0, 2.0) == 100
    assert breathiness(15.0, 14.0) == pytest.approx(50)
    assert breathiness(Reason.GAPS, 14.0) == Reason.GAPS
    assert breathiness(15.0, Reason.OUTSIDE_RANGE) == Reason.OUTSIDE_RANGE
