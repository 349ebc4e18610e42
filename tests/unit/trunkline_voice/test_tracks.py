"""A track is cut in seconds, and knows what of it is clipped or missing."""

import numpy as np
import pytest

from trunkline_voice.g711 import LOUDEST
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track


def test_shares_of_a_span():
    samples = np.zeros(8000, np.float32)
    samples[:8] = LOUDEST / 32768
    track = Track(samples, (Span(0.5, 0.6),))
    assert track.seconds == 1.0
    assert len(track.cut(Span(0.25, 0.5))) == 2000
    assert track.clipped_pct(Span(0, 1)) == pytest.approx(0.1)
    assert track.missing_pct(Span(0, 1)) == pytest.approx(10)


def test_audio_that_is_missing_at_an_end_hides_it():
    track = Track(np.zeros(8000, np.float32), (Span(0.5, 0.6),))
    assert track.hides_an_end_of(Span(0.1, 0.5))
    assert track.hides_an_end_of(Span(0.62, 0.9))
    assert not track.hides_an_end_of(Span(0.1, 0.9))


def test_a_span_beyond_the_track_is_empty():
    track = Track(np.zeros(80, np.float32))
    assert track.clipped_pct(Span(5, 6)) == 0
    assert track.missing_pct(Span(1, 1)) == 0
    assert len(track.cut(Span(-2, -1))) == 0
