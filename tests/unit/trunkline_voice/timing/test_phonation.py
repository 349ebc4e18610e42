"""A voice lasts as long as it was made to last, though it fades."""

import numpy as np
import pytest

from tests.fakes.patients_voices import CheckIn, ahh, silence, steady
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.phonation import Phonation, longest_phonation
from trunkline_voice.timing.spans import Span


def phonation(*sounds, snr_db=45.0, window=None):
    call = CheckIn()
    call.hears(*sounds)
    track = call.track(snr_db)
    return longest_phonation(track, levels_of(track), window or Span(0, track.seconds))


@pytest.mark.parametrize("snr_db", [60, 45, 30, 25])
def test_a_voice_that_fades_over_its_last_seconds(snr_db):
    fading = np.ones(32000)
    fading[-9600:] = 10 ** (-18 * np.arange(9600) / 9600 / 20)
    found = phonation(silence(1), steady(4.0, hnr_db=25) * fading, silence(1), snr_db=snr_db)
    assert found.run.seconds == pytest.approx(4.0, abs=0.05)
    assert not found.is_cut_off
    assert found.stretch.seconds == pytest.approx(found.run.seconds - 0.5)


def test_the_longest_voice_counts_and_short_breaks_are_bridged():
    found = phonation(ahh(1.0), silence(0.6), ahh(2.0), silence(0.2), ahh(1.0), silence(1))
    assert found.run.seconds == pytest.approx(3.2, abs=0.05)


def test_a_voice_longer_than_its_window_is_cut_off():
    assert phonation(silence(0.5), ahh(4.0), window=Span(0, 4.5)).is_cut_off


def test_five_seconds_of_the_middle_are_enough():
    assert Phonation(Span(1, 13), Span(0, 20)).stretch == Span(4.5, 9.5)
    assert Phonation(Span(1, 3.4), Span(0, 20)).stretch is None


def test_noise_and_silence_are_no_voice():
    assert phonation(silence(2), snr_db=-10) is None
    assert phonation(silence(2)) is None
