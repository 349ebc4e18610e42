"""The gate opens at 20 dB, is ajar from 15, and never for what is no recording."""

import numpy as np
import pytest

from tests.fakes.patients_voices import check_in
from trunkline_voice.quality_gate import Gate, quality_of
from trunkline_voice.reasons import Reason
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track


def quality(track):
    return quality_of(track, levels_of(track))


@pytest.mark.parametrize(("snr_db", "gate"), [(40, Gate.OK), (21, Gate.OK), (17, Gate.DEGRADED), (12, Gate.POOR)])
def test_the_gate_by_the_lines_noise(snr_db, gate):
    found = quality(check_in().track(snr_db))
    assert found.gate is gate
    assert found.reason == (Reason.NOISY if gate is Gate.POOR else None)


@pytest.mark.parametrize(
    ("samples", "reason"),
    [(np.zeros(0), Reason.NO_AUDIO), (np.ones(200), Reason.NO_AUDIO), (np.zeros(8000), Reason.SILENT)],
)
def test_what_is_no_recording_has_failed(samples, reason):
    found = quality(Track(samples.astype(np.float32)))
    assert (found.gate, found.reason) == (Gate.FAILED, reason)


def test_shares_of_the_whole_recording():
    samples = np.concatenate([np.ones(80), np.zeros(7920)]).astype(np.float32)
    found = quality(Track(samples, (Span(0.5, 0.6),))).as_dict()
    assert found["clipped_pct"] == 1.0
    assert found["missing_pct"] == 10.0
    assert found["duration_s"] == 1.0
