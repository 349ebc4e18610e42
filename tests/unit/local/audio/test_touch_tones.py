"""The touch tone receiver of the local world, asked with the relay's tones and with speech."""

import numpy as np
import pytest

from local.audio.mulaw import encode
from local.audio.speech import speech
from local.audio.touch_tones import keys_in
from media_relay.session import dtmf_tones

SILENCE = b"\xff" * 800


@pytest.mark.parametrize("keys", ["1", "0123456789*#ABCD", "11", "4711#"])
def test_keys_of_the_relay_are_read(keys):
    assert keys_in(SILENCE + dtmf_tones.audio(keys) + SILENCE) == keys


def test_pauses_are_no_keys():
    assert keys_in(dtmf_tones.audio("1w2W3")) == "123"


def test_speech_and_noise_are_no_keys():
    noise = np.random.default_rng(1).normal(0, 3000, 8000)
    assert keys_in(speech("For opening hours press two, please.", "en-us")) == keys_in(encode(noise)) == ""


def test_a_tone_that_is_too_short_is_no_key():
    assert keys_in(SILENCE + dtmf_tones.audio("5")[:160] + SILENCE) == ""
