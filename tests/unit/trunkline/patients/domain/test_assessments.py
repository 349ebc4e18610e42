"""The worked cases of hv-risk-1.0.0, and what every assessment says of itself."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.fakes.check_ins import (
    CASES,
    LINE,
    NOW,
    OTHER_LINE,
    PROTOCOL,
    TABLE,
    a_check_in,
    a_past,
    a_report,
    steady,
    values_at,
    worked,
)
from trunkline.patients.domain.assessments import assess
from trunkline.patients.domain.findings import number
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.voice_reports import Gate, failed_report


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_worked_case_is_exact(case):
    result = assess(*worked(case), PROTOCOL)
    found = {
        "symptoms": number(result.symptom_points), "voice": number(result.voice_points), "sum": result.score,
        "floors": list(result.floors), "overall": result.overall, "level": result.level.name, "recheck": result.recheck,
        "fluid": result.sub_scores["fluidRetentionRisk"], "breath": result.sub_scores["breathingnessScore"],
        "effort": result.sub_scores["speechEffortScore"], "after": list(result.recommendation_ids),
    }  # fmt: skip
    assert found == {name: case.get(name, False) for name in found}
    assert float(result.symptom_coverage) == case.get("coverage", 1)


def test_the_points_of_each_measure_are_those_of_the_worked_cases():
    points = {finding.item: float(finding.points) for finding in assess(*worked(CASES["C07"]), PROTOCOL).findings}
    assert {name: points[name] for name in TABLE["z1_points"]} == TABLE["z1_points"]
    findings = {finding.item: finding for finding in assess(*worked(CASES["C15"]), PROTOCOL).findings}
    for name, row in TABLE["c15"].items():
        assert findings[name].baseline == {"median": row["median"], "n": 6, "z": row["z"]}, name
        assert (float(findings[name].points), findings[name].value) == (row["points"], row["now"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_point_is_traced_to_a_rule_and_sums_to_the_score(case):
    result = assess(*worked(case), PROTOCOL)
    assert sum(finding.points for finding in result.findings) == result.symptom_points + result.voice_points
    assert all(finding.rule_id and finding.source for finding in result.findings if finding.points)
    assert all(0 <= finding.points <= finding.cap for finding in result.findings)


def test_the_statement_protocol_and_engine_travel_with_every_result():
    values = json.loads(assess(a_check_in(), steady(), PROTOCOL).document())
    assert "not a diagnostic device" in values["statement"]
    assert (values["protocol"], len(values["protocol_sha256"])) == ("hv-risk-1.0.0", 64)
    assert values["engine"] == "trunkline-voice 1.0.0"


def test_the_field_names_of_the_risk_are_the_contract():
    risk = assess(a_check_in(), steady(), PROTOCOL).values()["risk"]
    assert list(risk) == [
        "overallRisk", "fluidRetentionRisk", "breathingnessScore", "speechEffortScore", "recommendations",
    ]  # fmt: skip


def test_an_emergency_goes_before_everything():
    result = assess(a_check_in(red_flags=["syncope", "confusion"], answers={"dyspnea": "rest"}), [], PROTOCOL)
    assert (result.overall, result.level) == (100, Level.EMERGENCY)
    assert [finding.value for finding in result.findings if finding.rule_id == "E"] == ["confusion", "syncope"]
    assert {"R02", "R07"} <= set(result.recommendation_ids)


def test_red_flags_without_an_answer_are_asked_again():
    result = assess(a_check_in(red_flags=None), steady(), PROTOCOL)
    assert (result.level, result.recommendation_ids) == (Level.GREEN, ("R04",))


def test_a_new_telephone_raises_no_alarm():
    shifted = a_report(values_at(TABLE["z"]["Z4"]))
    result = assess(a_check_in(line=OTHER_LINE, voice=shifted), steady(8), PROTOCOL)
    assert (result.voice_points, result.level, result.recheck) == (0, Level.GREEN, False)
    assert (result.voice_status, set(result.measure_statuses.values())) == ("line_changed", {"line_changed"})
    assert result.recommendation_ids == ("R09",)


def test_the_second_call_on_a_new_line_builds_its_baseline():
    result = assess(a_check_in(line=OTHER_LINE), [*steady(8), a_past(0.5, line=OTHER_LINE)], PROTOCOL)
    assert (result.voice_status, result.recommendation_ids) == ("baseline_building", ())


@pytest.mark.parametrize(("n", "status"), [(4, "baseline_building"), (5, "measured")])
def test_five_calls_make_a_baseline(n, status):
    assert assess(a_check_in(), steady(n), PROTOCOL).voice_status == status


@pytest.mark.parametrize(
    ("report", "status"), [(a_report(gate=Gate.POOR), "poor_audio"), (failed_report("trunkline-voice 1.0.0"), "failed")]
)
def test_a_recording_that_cannot_be_used_leaves_the_answers_and_says_so(report, status):
    result = assess(a_check_in({"dyspnea": "rest"}, voice=report), steady(), PROTOCOL)
    assert (result.voice_status, result.voice_coverage, result.level) == (status, 0, Level.RED)
    assert "R08" in result.recommendation_ids


def test_a_change_of_voice_is_confirmed_within_a_week_only():
    shifted = a_check_in(voice=a_report(values_at(TABLE["z"]["Z1"], 5)))
    for days, floors, recheck in ((7, ("F6",), False), (7.01, (), True)):
        before = [a_past(day + 10) for day in range(5)]
        result = assess(shifted, [*before, a_past(days, voice_points=8)], PROTOCOL)
        assert (result.floors, result.recheck) == (floors, recheck)


def test_a_calm_call_between_two_changes_confirms_nothing():
    shifted = a_check_in(voice=a_report(values_at(TABLE["z"]["Z1"])))
    result = assess(shifted, [*steady(5), a_past(0.6, voice_points=13.9), a_past(0.5, level=Level.YELLOW)], PROTOCOL)
    assert (result.floors, result.recheck) == ((), True)


def test_a_call_after_this_one_and_this_one_itself_are_no_history():
    later = a_past(-1, voice_points=20)
    itself = a_past(0.5, voice_points=20)
    shifted = a_check_in(voice=a_report(values_at(TABLE["z"]["Z1"])), call_id=itself.call_id)
    assert assess(shifted, [*steady(), later, itself], PROTOCOL) == assess(shifted, steady(), PROTOCOL)


def test_voice_alone_is_yellow_at_most():
    worst = a_check_in(voice=a_report(values_at(TABLE["z"]["Z4"])))
    result = assess(worst, steady(), PROTOCOL)
    assert (result.overall, result.level, result.recheck) == (30, Level.YELLOW, True)


def test_the_same_check_in_gives_the_same_bytes_in_any_order():
    check_in, history = worked(CASES["C09"])
    document = assess(check_in, history, PROTOCOL).document()
    assert assess(check_in, history[::-1], PROTOCOL).document() == document
    assert Decimal(str(json.loads(document)["voice_points"])) == Decimal("12.8")


def test_the_first_call_of_a_patient_has_neither_baseline_nor_weight_to_compare():
    first = a_check_in({"d1": None, "d3": None, "d7": None}, at=NOW - timedelta(days=300), line=LINE)
    result = assess(first, [], PROTOCOL)
    assert (result.level, result.voice_status, result.recommendation_ids) == (
        Level.GREEN, "baseline_building", ("R04",),
    )  # fmt: skip
