"""Statuses of measures, and the points of a z."""

import pytest

from tests.fakes.check_ins import LINE, MEASURES, PROTOCOL, USUAL_VALUES, a_past, a_report, steady
from trunkline.patients.domain.voice_points import points_of, voice_findings
from trunkline.patients.domain.voice_reports import Gate


def statuses(report, history=None) -> dict:
    return dict(voice_findings(report, LINE, steady() if history is None else history, PROTOCOL).statuses)


@pytest.mark.parametrize(("z", "points"), [(0.9, 0), (1, 0), (1.02, 0.1), (1.5, 1.3), (3, 5), (40, 5), (-9, 0)])
def test_points_grow_from_one_spread_to_three_rounded_half_up(z, points):
    assert float(points_of(z, MEASURES["mpt_s"], PROTOCOL.voice)) == points


def test_a_measure_without_a_value_keeps_its_reason_and_lowers_the_coverage():
    values = {name: value for name, value in USUAL_VALUES.items() if name not in {"mpt_s", "f0_st"}}
    report = a_report(values, reasons={"mpt_s": "no vowel"})
    found = voice_findings(report, LINE, steady(), PROTOCOL)
    assert (found.statuses["mpt_s"], found.statuses["f0_st"]) == ("no vowel", "not_measured")
    assert (found.status, float(found.coverage)) == ("measured", 24 / 30)


def test_a_measure_has_a_baseline_of_its_own():
    history = [*steady(4), a_past(9, {"mpt_s": 12.0})]
    assert statuses(a_report(), history) == dict.fromkeys(MEASURES, "baseline_building") | {"mpt_s": "measured"}


def test_a_vowel_of_another_loudness_says_nothing_of_its_quality():
    history = steady(report=a_report(vowel_dbfs=-20.0))
    loud = statuses(a_report(vowel_dbfs=-13.9), history)
    assert {name for name, status in loud.items() if status == "loudness_differs"} == {
        "cpps_db", "hnr_db", "apq11_pct", "ppq5_pct", "f0_st",
    }  # fmt: skip
    assert set(statuses(a_report(vowel_dbfs=-14.0), history).values()) == {"measured"}


def test_nothing_measured_at_all_is_explained():
    empty = a_report({}, reasons=dict.fromkeys(MEASURES, "no_task"))
    assert voice_findings(empty, LINE, steady(), PROTOCOL).status == "no_task"


def test_a_degraded_line_is_compared_and_a_poor_one_is_not():
    assert set(statuses(a_report(gate=Gate.DEGRADED)).values()) == {"measured"}
    assert set(statuses(a_report(gate=Gate.POOR)).values()) == {"poor_audio"}


def test_a_drift_is_reported_without_points():
    history = [a_past(60 - day, USUAL_VALUES | {"cpps_db": 14.0 - 0.2 * day}) for day in range(40)]
    found = voice_findings(a_report(USUAL_VALUES | {"cpps_db": 8.0}), LINE, history, PROTOCOL)
    [drift] = [finding for finding in found.findings if finding.rule_id.startswith("DRIFT")]
    assert (drift.rule_id, drift.points, drift.cap) == ("DRIFT-cpps_db", 0, 0)
    assert drift.baseline["z"] < -2
