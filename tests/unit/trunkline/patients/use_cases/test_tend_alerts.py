"""Alerts are repeated until a person acknowledges; after a failed call the contacts are tried in order."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tests.fakes.check_ins import NOW
from tests.fakes.patients import CONTACTS, InMemoryAlerts, InMemoryPatients, Practice, a_patient, answers
from trunkline.errors import NotFound
from trunkline.patients.domain.alerts import NEXT_CONTACT_AFTER, REPEATED_AFTER
from trunkline.patients.domain.protocols import Level
from trunkline.patients.use_cases.raise_alerts import note_failed_call, raise_alert
from trunkline.patients.use_cases.tend_alerts import TendAlertsDeps, acknowledge, tend_alerts

MOMENT = timedelta(seconds=1)


@dataclass
class Telephone:
    called: list[str] = field(default_factory=list)
    may_not_be_called: set[str] = field(default_factory=set)

    def call(self, patient, contact, alert, now) -> bool:
        if contact.number in self.may_not_be_called:
            return False
        self.called.append(contact.number)
        return True


@dataclass
class Ward:
    practice: Practice = field(default_factory=Practice)
    telephone: Telephone = field(default_factory=Telephone)

    @property
    def alerts(self) -> InMemoryAlerts:
        return self.practice.alerts

    @property
    def patient(self):
        return self.practice.patient

    def tend(self, now) -> int:
        patients = InMemoryPatients({self.patient.patient_id: self.patient})
        return tend_alerts(TendAlertsDeps(patients, self.alerts, self.telephone), now)

    def the_alert(self):
        [alert] = self.alerts.alerts.values()
        return alert


@pytest.fixture
def ward() -> Ward:
    return Ward()


@pytest.mark.parametrize("level", [Level.YELLOW, Level.ORANGE, Level.RED, Level.EMERGENCY])
def test_an_alert_is_repeated_by_its_level_until_it_is_acknowledged(ward, level):
    raise_alert(ward.patient, "CA1", level, ward.alerts, NOW)
    wait = REPEATED_AFTER[level]
    assert (ward.tend(NOW + wait - MOMENT), ward.tend(NOW + wait), ward.tend(NOW + wait)) == (0, 1, 0)
    assert ward.tend(NOW + 2 * wait) == 1
    acknowledge(ward.patient, ward.the_alert().alert_id, "nurse", ward.alerts, NOW + 2 * wait)
    assert (ward.tend(NOW + 9 * wait), ward.the_alert().notices) == (0, 3)


def test_a_green_level_raises_nothing(ward):
    raise_alert(ward.patient, "CA1", Level.GREEN, ward.alerts, NOW)
    assert ward.alerts.alerts == {}


def test_the_worse_the_level_the_sooner_it_comes_again():
    waits = [REPEATED_AFTER[level] for level in sorted(REPEATED_AFTER)]
    assert waits == sorted(waits, reverse=True)


def test_the_first_acknowledgement_counts(ward):
    raise_alert(ward.patient, "CA1", Level.RED, ward.alerts, NOW)
    alert_id = ward.the_alert().alert_id
    first = acknowledge(ward.patient, alert_id, "nurse", ward.alerts, NOW)
    second = acknowledge(ward.patient, alert_id, "doctor", ward.alerts, NOW + MOMENT)
    assert (first, second.acknowledged_by) == (second, "nurse")


def test_an_alert_of_another_patient_is_not_there(ward):
    raise_alert(ward.patient, "CA1", Level.RED, ward.alerts, NOW)
    with pytest.raises(NotFound):
        acknowledge(a_patient("pt2"), ward.the_alert().alert_id, "nurse", ward.alerts, NOW)


def test_contacts_are_tried_in_order_then_staff_alone(ward):
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    for n in range(1, 5):
        ward.tend(NOW + n * NEXT_CONTACT_AFTER)
    assert ward.telephone.called == [contact.number for contact in CONTACTS]
    assert ward.the_alert().notices == 4
    assert ward.tend(NOW + timedelta(hours=1)) == 1
    assert len(ward.telephone.called) == 2


def test_a_contact_who_may_not_be_called_is_passed_over(ward):
    ward.telephone.may_not_be_called = {CONTACTS[0].number}
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    ward.tend(NOW + NEXT_CONTACT_AFTER)
    assert (ward.telephone.called, ward.the_alert().contacts_tried) == ([CONTACTS[1].number], 2)


def test_where_nothing_can_be_called_staff_are_notified(ward):
    ward.telephone.may_not_be_called = {contact.number for contact in CONTACTS}
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    assert ward.tend(NOW + NEXT_CONTACT_AFTER) == 1
    assert (ward.telephone.called, ward.the_alert().is_open) == ([], True)
    assert ward.the_alert().due_at == NOW + NEXT_CONTACT_AFTER + REPEATED_AFTER[Level.RED]


def test_a_check_in_that_comes_about_ends_the_ladder(ward):
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    ward.tend(NOW + NEXT_CONTACT_AFTER)
    ward.practice.hears("CA2", NOW + NEXT_CONTACT_AFTER + MOMENT, answers=answers())
    ward.tend(NOW + timedelta(hours=5))
    assert (len(ward.telephone.called), ward.the_alert().reached_by) == (1, "CA2")


def test_a_check_in_from_before_the_failure_that_is_filed_late_does_not_end_the_ladder(ward):
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    ward.practice.hears("CA0", NOW - MOMENT, answers=answers())
    assert ward.the_alert().is_open


def test_a_person_ends_the_ladder(ward):
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    acknowledge(ward.patient, ward.the_alert().alert_id, "nurse", ward.alerts, NOW)
    assert (ward.tend(NOW + timedelta(hours=5)), ward.telephone.called) == (0, [])


def test_of_two_runs_at_the_same_time_one_calls(ward):
    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    due = ward.alerts.due(NOW + NEXT_CONTACT_AFTER)
    ward.tend(NOW + NEXT_CONTACT_AFTER)
    ward.alerts.due = lambda _now: due  # what an index that lags behind still shows
    assert (ward.tend(NOW + NEXT_CONTACT_AFTER), len(ward.telephone.called)) == (0, 1)


def test_a_failed_call_that_is_reported_twice_is_one_alert(ward):
    for _ in range(2):
        note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    assert ward.the_alert().notices == 1


def test_alerts_of_an_erased_patient_are_left_alone(ward):
    note_failed_call(a_patient("gone"), "CA1", ward.alerts, NOW)
    assert ward.tend(NOW + timedelta(hours=1)) == 0


def test_one_patient_who_cannot_be_read_hinders_no_other_and_staff_are_notified(ward):
    class Unreadable:
        def find(self, company_id, patient_id):
            raise LookupError("sealed with a key that is gone")

    note_failed_call(ward.patient, "CA1", ward.alerts, NOW)
    raise_alert(ward.patient, "CA2", Level.EMERGENCY, ward.alerts, NOW)
    with pytest.raises(ExceptionGroup):
        tend_alerts(TendAlertsDeps(Unreadable(), ward.alerts, ward.telephone), NOW + NEXT_CONTACT_AFTER)
    assert [alert.notices for alert in ward.alerts.alerts.values()] == [2, 2]
