"""Voice activity, found in mu-law bytes without decoding them."""

import numpy as np
import pytest

from local.audio.mulaw import encode
from media_relay.session.voice_activity import is_voiced


def tone(amplitude: int) -> bytes:
    return encode((np.sin(np.arange(160) * 2 * np.pi * 200 / 8000) * amplitude).astype(np.int16))


@pytest.mark.parametrize("audio", [b"\xff" * 160, b"\x7f" * 160, tone(100), b""])
def test_silence_and_line_noise_are_not_voice(audio):
    assert not is_voiced(audio)


@pytest.mark.parametrize("amplitude", [1000, 8000, 30000])
def test_speech_levels_are_voice(amplitude):
    assert is_voiced(tone(amplitude))
