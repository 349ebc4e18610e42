"""The vowel that patients of the local world hold."""

import numpy as np
import pytest

from local.audio.mulaw import RATE_HZ, decode
from local.audio.vowel import PITCH_HZ, vowel


def test_it_is_as_long_and_as_high_as_it_is_meant_and_the_same_each_time():
    audio = vowel(1.0)
    assert (len(audio), vowel(1.0)) == (RATE_HZ, audio)
    assert vowel(1.0, seed=2) != audio
    samples = decode(audio).astype(float)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    harmonics = [round(PITCH_HZ * number) for number in range(1, 6)]
    for harmonic in harmonics:
        peak = harmonic - 20 + int(np.argmax(spectrum[harmonic - 20 : harmonic + 20]))
        assert peak == pytest.approx(harmonic, abs=8)
