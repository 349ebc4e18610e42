"""Alerts on the table: one for a call, changed by one run, and due in order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.check_ins import NOW
from trunkline.patients.domain.alerts import AlertKind, acknowledged, new_alert, reached, repeated
from trunkline.patients.domain.protocols import Level


def an_alert(call_id: str = "CA1", level: Level = Level.RED, patient_id: str = "pt1"):
    return new_alert(patient_id, "acme", call_id, AlertKind.ASSESSMENT, level, NOW)


def test_an_alert_is_stored_once(files):
    alert = an_alert()
    assert files.alerts.add(alert) == alert
    assert files.alerts.add(replace(alert, level=Level.EMERGENCY)) == alert
    assert files.alerts.find("pt1", alert.alert_id) == alert
    assert files.alerts.find("pt2", alert.alert_id) is None


def test_of_two_runs_one_changes_it(files):
    alert = files.alerts.add(an_alert())
    first, second = repeated(alert, NOW), repeated(alert, NOW + timedelta(milliseconds=1))
    assert (files.alerts.change(first, alert), files.alerts.change(second, alert)) == (True, False)
    assert files.alerts.change(first, alert), "a repetition of the same request succeeds"
    assert files.alerts.find("pt1", alert.alert_id) == first


def test_open_alerts_are_due_the_longest_first(files):
    late, soon = files.alerts.add(an_alert("CA1", Level.YELLOW)), files.alerts.add(an_alert("CA2", Level.EMERGENCY))
    assert files.alerts.due(soon.due_at - timedelta(seconds=1)) == []
    assert files.alerts.due(soon.due_at) == [soon]
    assert files.alerts.due(late.due_at) == [soon, late]


@pytest.mark.parametrize("end", [lambda alert: acknowledged(alert, "nurse", NOW), lambda alert: reached(alert, "CA3")])
def test_an_alert_that_ended_is_due_no_more(files, end):
    alert = files.alerts.add(an_alert())
    assert files.alerts.change(end(alert), alert)
    assert files.alerts.due(NOW + timedelta(days=9)) == []
    assert files.alerts.find("pt1", alert.alert_id) == end(alert)
    assert files.alerts.open_of_company("acme") == []


def test_open_alerts_of_a_company_are_the_newest_first(files):
    older, newer = an_alert("CA1"), replace(an_alert("CA2"), raised_at=NOW + timedelta(hours=1))
    files.alerts.add(older), files.alerts.add(newer)
    assert files.alerts.open_of_company("acme") == [newer, older]
    assert files.alerts.open_of_company("other") == []


def test_alerts_of_a_patient_are_the_newest_first(files):
    older, newer = an_alert("CA1"), replace(an_alert("CA2"), raised_at=NOW + timedelta(hours=1))
    files.alerts.add(older), files.alerts.add(newer), files.alerts.add(an_alert("CA3", patient_id="pt2"))
    assert files.alerts.of_patient("pt1") == [newer, older]
