"""States of an alert."""

from datetime import timedelta

from tests.fakes.check_ins import NOW
from trunkline.patients.domain.alerts import AlertKind, acknowledged, alert_id_of, new_alert, raised_to, reached
from trunkline.patients.domain.protocols import Level


def an_alert(level: Level = Level.ORANGE, kind: AlertKind = AlertKind.ASSESSMENT):
    return new_alert("pt1", "acme", "CA1", kind, level, NOW)


def test_an_alert_of_a_call_is_one_for_each_kind():
    ids = {alert_id_of("pt1", call, kind) for call in ("CA1", "CA2") for kind in AlertKind}
    assert (len(ids), an_alert().alert_id) == (4, an_alert(Level.RED).alert_id)


def test_a_milder_level_changes_nothing_and_a_worse_one_is_sent_again():
    calm = acknowledged(an_alert(), "nurse", NOW)
    assert raised_to(calm, Level.YELLOW, NOW) == calm
    worse = raised_to(calm, Level.RED, NOW + timedelta(minutes=1))
    assert (worse.level, worse.notices, worse.is_open, worse.acknowledged_by) == (Level.RED, 2, True, "")


def test_an_alert_is_open_until_a_person_or_a_call_ends_it():
    alert = an_alert(kind=AlertKind.TECHNICAL)
    assert alert.is_open
    assert not acknowledged(alert, "nurse", NOW).is_open
    assert not reached(alert, "CA2").is_open
