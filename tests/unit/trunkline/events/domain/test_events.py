from datetime import UTC, datetime

from trunkline.events.domain.events import Event, EventType, to_cloud_event

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def event(**changes) -> Event:
    values = {"type": EventType.CALL_REPORTED, "company_id": "acme", "subject": "CA1", "at": AT, "key": "conv_1"}
    return Event(**(values | changes))


def test_one_fact_has_one_id_at_any_time_and_with_any_data():
    assert event().event_id == event(at=AT.replace(hour=13), data={"provider": "x"}).event_id


def test_facts_of_another_type_subject_company_or_key_have_other_ids():
    others = [
        event(type=EventType.CALL_ENDED), event(subject="CA2"), event(company_id="other"), event(key="conv_2")
    ]  # fmt: skip
    assert len({event().event_id, *(other.event_id for other in others)}) == 5


def test_an_event_is_a_cloud_event():
    assert to_cloud_event(event(data={"call_id": "CA1"}), "trunkline/dev") == {
        "specversion": "1.0",
        "id": event().event_id,
        "source": "trunkline/dev",
        "type": "call.reported",
        "subject": "CA1",
        "time": "2026-11-28T12:00:00+00:00",
        "datacontenttype": "application/json",
        "dataschema": "urn:trunkline:call.reported:1",
        "company": "acme",
        "data": {"call_id": "CA1"},
    }
