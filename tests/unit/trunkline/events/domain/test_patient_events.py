"""Events of alerts: each notice once, the acknowledgement once, and nothing of the person."""

from datetime import timedelta

import pytest
from jsonschema import validate

from tests.fakes.check_ins import NOW
from trunkline.events.domain.events import EventType, to_cloud_event
from trunkline.events.domain.patient_events import alert_events
from trunkline.events.domain.schemas import schema
from trunkline.patients.adapters.alerts_table import alert_item
from trunkline.patients.domain.alerts import AlertKind, acknowledged, new_alert, repeated
from trunkline.patients.domain.protocols import Level

ALERT = new_alert("pt1", "acme", "CA1", AlertKind.ASSESSMENT, Level.RED, NOW)


def events(before, after) -> list:
    items = (
        {name: value for name, value in alert_item(alert).items() if value is not None} if alert else {}
        for alert in (before, after)
    )
    return list(alert_events(*items, NOW))


def test_a_new_alert_is_an_event_with_ids_and_a_link():
    [event] = events(None, ALERT)
    assert (event.type, event.company_id, event.subject) == ("patient.alert", "acme", ALERT.alert_id)
    assert event.data == {
        "patient_id": "pt1", "alert_id": ALERT.alert_id, "call_id": "CA1", "kind": "assessment", "level": "RED",
        "href": f"/api/v1/patients/pt1/alerts/{ALERT.alert_id}", "notice": 1,
    }  # fmt: skip
    validate(to_cloud_event(event, "trunkline/dev"), schema(EventType.PATIENT_ALERT))


def test_each_repetition_is_an_event_of_its_own():
    second = repeated(ALERT, NOW + timedelta(minutes=15))
    [first], [again] = events(None, ALERT), events(ALERT, second)
    assert (again.type, again.data["notice"]) == ("patient.alert", 2)
    assert first.event_id != again.event_id
    assert [event.event_id for event in events(None, ALERT)] == [first.event_id]


def test_an_acknowledgement_is_an_event_once():
    done = acknowledged(ALERT, "nurse", NOW)
    [event] = events(ALERT, done)
    assert (event.type, "nurse" in str(event.data)) == ("patient.acknowledged", False)
    validate(to_cloud_event(event, "trunkline/dev"), schema(EventType.PATIENT_ACKNOWLEDGED))
    assert events(done, done) == []


@pytest.mark.parametrize("before", [ALERT, None])
def test_an_erased_alert_is_no_event(before):
    assert events(before, None) == []
