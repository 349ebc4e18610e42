"""Check-ins in every order: assessed once, alerted once, and never on a voice alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.check_ins import NOW, TABLE, USUAL_VALUES, values_at
from tests.fakes.patients import LANDLINE, Practice, a_patient, answers, voice
from trunkline.patients.domain.alerts import AlertKind, acknowledged
from trunkline.patients.domain.protocols import Level
from trunkline.patients.domain.voice_reports import Gate

DAY = timedelta(days=1)
SHIFTED = values_at(TABLE["z"]["Z1"], 6)


@pytest.fixture
def practice() -> Practice:
    return Practice()


def six_usual_calls(practice: Practice) -> None:
    for day in range(7, 1, -1):
        practice.hears(f"CA{day}", NOW - day * DAY, "80.0", answers=answers(), voice=voice(USUAL_VALUES))


def test_six_calls_make_a_baseline_and_a_change_is_rechecked_then_raised(practice):
    six_usual_calls(practice)
    first = practice.hears("CA8", NOW - DAY / 2, "80.0", answers=answers(), voice=voice(SHIFTED))
    assert (first.level, first.document["recheck"], practice.alerts.alerts) == (Level.GREEN, True, {})
    second = practice.hears("CA9", NOW, "80.0", answers=answers(), voice=voice(SHIFTED))
    assert (second.level, second.document["floors"]) == (Level.YELLOW, ["F6"])
    [alert] = practice.alerts.alerts.values()
    assert (alert.call_id, alert.level, alert.is_open) == ("CA9", Level.YELLOW, True)


def test_a_voice_without_answers_waits_for_them(practice):
    assert practice.hears("CA1", voice=voice(USUAL_VALUES)) is None
    assert practice.assessments.filed == {}
    found = practice.hears("CA1", answers=answers(dyspnea="rest"))
    assert (found.level, found.engine) == (Level.RED, "trunkline-voice 1.0.0")


def test_answers_are_assessed_before_their_voice_and_again_with_it(practice):
    six_usual_calls(practice)
    practice.hears("CA8", NOW - DAY / 2, "80.0", answers=answers(), voice=voice(SHIFTED))
    early = practice.hears("CA9", NOW, "80.0", answers=answers())
    assert (early.document["voice_status"], early.level) == ("pending", Level.GREEN)
    late = practice.hears("CA9", NOW, voice=voice(SHIFTED))
    assert (late.level, len(practice.alerts.alerts)) == (Level.YELLOW, 1)
    assert [item.call_id for item in practice.assessments.filed.values()].count("CA9") == 2


def test_the_same_check_in_twice_is_one_assessment_and_one_alert(practice):
    once = practice.hears("CA1", answers=answers(dyspnea="rest"))
    again = practice.hears("CA1", answers=answers(dyspnea="none"))
    assert again == once
    assert len(practice.alerts.alerts) == 1


def test_a_run_that_ended_before_its_alert_is_finished_by_the_next(practice):
    practice.hears("CA1", answers=answers(dyspnea="rest"))
    practice.alerts.alerts.clear()
    practice.hears("CA1", answers=answers(dyspnea="rest"))
    assert [alert.level for alert in practice.alerts.alerts.values()] == [Level.RED]


def test_a_worse_level_is_sent_again_though_the_milder_one_was_acknowledged(practice):
    six_usual_calls(practice)
    given = answers(dyspnea="worse", feeling="worse", adherence="missed_1_2")
    practice.hears("CA9", NOW, "80.0", answers=given)
    [(alert_id, mild)] = practice.alerts.alerts.items()
    practice.alerts.alerts[alert_id] = acknowledged(mild, "nurse", NOW)
    practice.hears("CA9", NOW, voice=voice(values_at(TABLE["z"]["Z4"], 6)))
    worse = practice.alerts.alerts[alert_id]
    assert (mild.level, worse.level, worse.notices, worse.is_open) == (Level.YELLOW, Level.ORANGE, 2, True)


def test_calls_filed_out_of_order_are_compared_with_earlier_ones_only(practice):
    practice.hears("CA2", NOW, "82.5", answers=answers())
    late = practice.hears("CA1", NOW - DAY, "81.0", answers=answers())
    assert late.level is Level.GREEN
    third = practice.hears("CA3", NOW + timedelta(hours=3), "82.6", answers=answers())
    assert (third.document["floors"], third.level) == (["F1"], Level.YELLOW)


def test_a_weight_that_cannot_be_is_asked_again_and_not_filed(practice):
    practice.hears("CA1", NOW - DAY, "80.0", answers=answers())
    found = practice.hears("CA2", NOW, "176.0", answers=answers())
    assert "R04" in found.document["recommendation_ids"]
    assert practice.check_ins.filed["CA2"].kg is None


def test_a_day_is_that_of_the_patients_own_clock(practice):
    """Late in the evening of New York it is the next day in UTC."""
    practice.hears("CA1", NOW.replace(hour=1), "80.0", answers=answers())
    found = practice.hears("CA2", NOW.replace(hour=15), "81.5", answers=answers())
    assert "F1" in found.document["floors"]


def test_another_telephone_of_the_patient_begins_a_baseline_of_its_own(practice):
    six_usual_calls(practice)
    found = practice.hears("CA8", NOW, answers=answers(), voice=voice(SHIFTED), number=LANDLINE)
    assert (found.document["voice_status"], found.level) == ("line_changed", Level.GREEN)


def test_a_call_that_a_clinician_excluded_is_no_example_of_what_is_usual(practice):
    six_usual_calls(practice)
    for call_id in ("CA2", "CA3"):
        assert practice.check_ins.exclude(practice.patient, call_id, is_excluded=True)
    found = practice.hears("CA8", NOW, "80.0", answers=answers(), voice=voice(USUAL_VALUES))
    assert found.document["voice_status"] == "baseline_building"


def test_a_recording_that_could_not_be_analysed_says_so(practice):
    found = practice.hears("CA1", answers=answers(), voice={"engine": "trunkline-voice 1.0.0"})
    assert (found.report.gate, found.document["voice_status"]) == (Gate.FAILED, "failed")


def test_garbage_as_answers_is_no_reassurance(practice):
    found = practice.hears("CA1", answers={"dyspnea": "rest", "mood": 5, "red_flags": {"value": "none"}})
    assert (found.level, found.document["floors"]) == (Level.YELLOW, ["F5"])


def test_a_check_in_that_was_answered_ends_the_search_for_the_patient(practice):
    from trunkline.patients.use_cases.raise_alerts import note_failed_call

    note_failed_call(practice.patient, "CA1", practice.alerts, NOW)
    practice.hears("CA2", NOW + timedelta(minutes=9), answers=answers())
    [alert] = practice.alerts.alerts.values()
    assert (alert.kind, alert.reached_by, alert.is_open) == (AlertKind.TECHNICAL, "CA2", False)


def test_a_patient_shows_neither_name_nor_number_in_a_log():
    assert "Ada" not in repr(a_patient())
    assert "555" not in repr(replace(a_patient(), external_id="MRN-555"))
