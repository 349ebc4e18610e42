"""A report of a whole check-in: every measure is a value that was put into the call, or says why it is none."""

import json

import numpy as np
import pytest

from tests.fakes.patients_voices import CheckIn, ahh, check_in, silence
from trunkline_voice import ENGINE
from trunkline_voice.acoustics.valid_ranges import SHIMMER
from trunkline_voice.measures import OF_SPEECH, OF_THE_COUNT, OF_THE_VOWEL, UNITS
from trunkline_voice.quality_gate import Gate
from trunkline_voice.reasons import Reason
from trunkline_voice.report import voice_report
from trunkline_voice.tasks.task_windows import Task
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

OF_THE_RISK = {
    "mpt_s", "count20_s", "pause_ratio", "phrase_s", "cpps_db", "hnr_db", "apq11_pct", "ppq5_pct", "f0_st",
}  # fmt: skip


def values(report):
    return {name: item["value"] for name, item in report["measures"].items()}


def reasons(report, names):
    return {report["measures"][name].get("reason") for name in names}


@pytest.fixture(scope="module")
def report():
    return voice_report(check_in().track(), check_in().turns, "en-US")


def test_what_was_put_in_comes_out(report):
    found = values(report)
    assert found["mpt_s"] == pytest.approx(6.0, abs=0.05)
    assert found["f0_median_hz"] == pytest.approx(125.0, abs=0.3)
    assert found["f0_st"] == pytest.approx(12 * np.log2(1.25), abs=0.05)
    assert found["count20_s"] == pytest.approx(32 / 4 + 3 * 0.6, abs=0.05)
    assert found["count_breaths"] == 3
    assert found["pause_count"] == 3 + 4
    assert found["pause_mean_s"] == pytest.approx((3 * 0.6 + 4 * 0.5) / 7, abs=0.04)
    assert found["pause_ratio"] == pytest.approx(3.8 / (3.8 + 15 + 8), abs=0.01)
    assert found["phrase_s"] == pytest.approx(2.5, abs=0.03)
    assert found["articulation_rate_sps"] == pytest.approx(4.0, abs=0.1)
    assert found["speech_rate_sps"] == pytest.approx(60 / 17, abs=0.1)
    assert found["voiced_fraction"] == 1.0
    assert found["voice_breaks"] == 0.0
    assert 0 <= found["breathiness"] <= 100


def test_every_measure_has_a_value_and_a_unit_and_the_report_is_plain_json(report):
    assert report["engine"] == ENGINE
    assert report["measures"].keys() == UNITS.keys() >= OF_THE_RISK
    assert {name: item["unit"] for name, item in report["measures"].items()} == UNITS
    assert all(isinstance(value, float) for value in values(report).values())
    assert report["quality"]["gate"] == "ok"
    assert report["quality"]["vowel_dbfs"] == pytest.approx(-15.7, abs=0.5)
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_polarity_and_loudness_change_next_to_nothing(report):
    track = check_in().track()
    assert voice_report(Track(-track.samples), check_in().turns) == report
    quiet = values(voice_report(check_in().track(gain=1 / 8), check_in().turns))
    for name in OF_THE_RISK - {"cpps_db"}:
        assert quiet[name] == pytest.approx(values(report)[name], rel=0.03, abs=0.02), name


@pytest.mark.parametrize(
    ("samples", "gate", "reason"),
    [
        (np.zeros(0), Gate.FAILED, Reason.NO_AUDIO),
        (np.ones(1), Gate.FAILED, Reason.NO_AUDIO),
        (np.zeros(8001), Gate.FAILED, Reason.SILENT),
        (np.random.default_rng(8).normal(0, 0.1, 8003), Gate.POOR, Reason.NOISY),
    ],
)
def test_what_cannot_be_measured_is_null_with_its_reason(samples, gate, reason):
    report = voice_report(Track(samples.astype(np.float32)), check_in().turns)
    assert report["quality"]["gate"] == gate
    assert set(values(report).values()) == {None}
    assert reasons(report, UNITS) == {reason}


def test_tasks_that_were_not_given_are_null():
    call = CheckIn()
    call.answered(Task.VOWEL, ahh(4.0))
    report = voice_report(call.track(), call.turns)
    assert reasons(report, OF_THE_VOWEL) == {None}
    assert reasons(report, [*OF_THE_COUNT, *OF_SPEECH]) == {Reason.NO_TASK}
    assert reasons(voice_report(call.track(), []), UNITS) == {Reason.NO_TASK}


def test_missing_audio_takes_what_it_touches():
    torn = voice_report(check_in().track(gaps=[Span(31.0, 31.3)]), check_in().turns)
    assert reasons(torn, ["mpt_s"]) == {Reason.GAPS}, "either half may be the end of a longer voice"
    assert values(torn)["hnr_db"] is not None
    frayed = voice_report(check_in().track(gaps=[Span(at, at + 0.1) for at in range(29, 34)]), check_in().turns)
    assert reasons(frayed, OF_THE_VOWEL) == {Reason.GAPS}
    assert values(frayed)["count20_s"] is not None
    assert frayed["quality"]["missing_pct"] == pytest.approx(1.0, abs=0.1)


def test_clipped_audio_takes_the_shimmer():
    call = CheckIn()
    call.answered(Task.VOWEL, ahh(4.0))
    report = voice_report(call.track(gain=2.5), call.turns)
    assert reasons(report, SHIMMER) == {Reason.CLIPPED}
    assert values(report)["ppq5_pct"] is not None


def test_a_voice_that_the_agent_cuts_off_has_no_length():
    call = CheckIn()
    call.asks(task=Task.VOWEL)
    call.hears(silence(0.5), ahh(4.0))
    call.asks()
    report = voice_report(call.track(), call.turns)
    assert reasons(report, ["mpt_s"]) == {Reason.CUT_OFF}
    assert values(report)["f0_st"] is not None
