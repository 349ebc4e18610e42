"""Runs of speech and pauses are as long as they were made."""

import numpy as np
import pytest

from tests.fakes.vowels import mulaw, reference
from trunkline_voice.g711 import decode, full_scale_one
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.spans import Span
from trunkline_voice.timing.speech_runs import pauses_between, speech_runs
from trunkline_voice.tracks import Track

VOICE = mulaw(reference("R09"))
PAUSE = b"\xff" * 4800


def heard(codes, snr_db=None):
    samples = full_scale_one(decode(codes))
    if snr_db:
        samples = samples + np.random.default_rng(5).normal(0, 0.16 * 10 ** (-snr_db / 20), len(samples)).astype("f4")
    track = Track(samples)
    return speech_runs(levels_of(track), Span(0, track.seconds))


@pytest.mark.parametrize("snr_db", [None, 40, 30, 20])
def test_three_pauses_of_six_tenths(snr_db):
    runs = heard(PAUSE.join([b"", *[VOICE] * 4, b""]), snr_db)
    assert [pause.seconds for pause in pauses_between(runs, ())] == pytest.approx([0.6] * 3, abs=0.03)
    assert [run.begin for run in runs] == pytest.approx([0.6, 3.2, 5.8, 8.4], abs=0.012)
    assert [run.end for run in runs] == pytest.approx([2.6, 5.2, 7.8, 10.4], abs=0.012)


def test_short_silences_are_in_a_run_and_clicks_are_none():
    click = VOICE[:160]
    assert len(heard(PAUSE + VOICE + PAUSE[:1600] + VOICE + PAUSE)) == 1
    assert len(heard(PAUSE + VOICE + PAUSE + click + PAUSE + VOICE + PAUSE)) == 2


def test_pauses_with_missing_audio_or_another_voice_are_not_counted():
    runs = [Span(0, 1), Span(1.5, 2), Span(3, 4)]
    assert pauses_between(runs, ()) == [Span(1, 1.5), Span(2, 3)]
    assert pauses_between(runs, [Span(1.2, 1.22)]) == [Span(2, 3)]
    assert pauses_between([], ()) == []


def test_silence_has_no_runs():
    assert heard(b"\xff" * 8000) == []
    assert heard(b"") == []
