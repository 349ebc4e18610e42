from datetime import UTC, datetime, timedelta

import pytest

from trunkline.events.domain.endpoints import BY_REQUEST, FAILED
from trunkline.events.domain.events import EventType
from trunkline.events.domain.other_events import (
    budget_events,
    campaign_events,
    endpoint_events,
    export_events,
    suppression_events,
)

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
CAMPAIGN = {"campaign_id": "c1", "company_id": "acme", "state": "draft", "moved_at": "2026-11-28T11:00:00+00:00"}
STOP = {
    "phone": "+14155550100", "reach": "company", "stops": "acme", "source": "agent", "at": NOW.isoformat(),
    "suppression_id": "s1",
}  # fmt: skip
EXPORT = {"export_id": "e1", "company_id": "acme", "rows": 0}


@pytest.mark.parametrize(
    ("before", "after", "type_"),
    [
        ("draft", "running", EventType.CAMPAIGN_STARTED),
        ("running", "paused", EventType.CAMPAIGN_PAUSED),
        ("paused", "running", EventType.CAMPAIGN_STARTED),
        ("running", "finished", EventType.CAMPAIGN_ENDED),
        ("paused", "cancelled", EventType.CAMPAIGN_ENDED),
    ],
)
def test_a_change_of_state_is_an_event_of_the_campaign(before, after, type_):
    [event] = campaign_events(CAMPAIGN | {"state": before}, CAMPAIGN | {"state": after, "state_reason": "budget"}, NOW)
    assert (event.type, event.subject, event.data["reason"]) == (type_, "c1", "budget")


def test_a_campaign_paused_twice_has_two_events():
    running, paused = CAMPAIGN | {"state": "running"}, CAMPAIGN | {"state": "paused"}
    [first] = campaign_events(running, paused, NOW)
    [second] = campaign_events(running, paused | {"moved_at": "2026-11-28T11:30:00+00:00"}, NOW)
    assert first.event_id != second.event_id


def test_a_draft_and_an_unchanged_state_are_no_events():
    assert list(campaign_events({}, CAMPAIGN, NOW)) == []
    assert list(campaign_events(CAMPAIGN, CAMPAIGN | {"name": "x"}, NOW)) == []
    assert list(campaign_events(CAMPAIGN, {}, NOW)) == []


def test_an_opt_out_is_an_event_without_the_number():
    [event] = suppression_events({}, STOP, NOW)
    assert event.data == {"suppression_id": "s1", "source": "agent"}
    assert "+1415" not in str(event)


def test_a_source_that_a_person_has_written_is_not_published():
    [event] = suppression_events({}, STOP | {"source": "call from Ms Jones, +14155550100"}, NOW)
    assert event.data["source"] == "api"


def test_only_a_new_suppression_of_a_company_is_an_event():
    assert list(suppression_events(STOP, STOP, NOW)) == []
    assert list(suppression_events(STOP, {}, NOW)) == []
    assert list(suppression_events({}, STOP | {"reach": "global", "stops": ""}, NOW)) == []


def test_an_export_is_finished_once():
    finished = EXPORT | {"finished_at": NOW.isoformat(), "rows": 7}
    [event] = export_events(EXPORT, finished, NOW)
    assert event.data == {"export_id": "e1", "rows": 7, "href": "/api/v1/exports/e1"}
    assert list(export_events(finished, finished, NOW)) == []
    assert list(export_events(finished, {}, NOW)) == []


def test_a_budget_is_exceeded_once_a_month():
    company = {"company_id": "acme"}
    [event] = budget_events(company, company | {"budget_exceeded_in": "2026-11"}, NOW)
    assert event.data == {"month": "2026-11"}
    exceeded = company | {"budget_exceeded_in": "2026-11"}
    assert list(budget_events(exceeded, exceeded | {"name": "x"}, NOW)) == []
    assert len(list(budget_events(exceeded, company | {"budget_exceeded_in": "2026-12"}, NOW))) == 1


ENDPOINT = {"endpoint_id": "e1", "company_id": "acme", "of_company": "acme#endpoint", "is_enabled": True}


@pytest.mark.parametrize(("reason", "said"), [(FAILED, "failing"), (BY_REQUEST, "request")])
def test_an_endpoint_that_is_switched_off_is_an_event_with_its_reason(reason, said):
    off = ENDPOINT | {"is_enabled": False, "disabled_reason": reason}
    [event] = endpoint_events(ENDPOINT, off, NOW)
    assert (event.type, event.subject, event.data["reason"]) == ("endpoint.disabled", "e1", said)
    [later] = endpoint_events(ENDPOINT, off, NOW + timedelta(days=1))
    assert later.event_id != event.event_id
    for before, after in ((off, off), (off, ENDPOINT), ({}, ENDPOINT), (ENDPOINT, {})):
        assert list(endpoint_events(before, after, NOW)) == []


def test_the_health_of_a_calls_webhook_is_no_event():
    webhook = {"endpoint_id": "call-CA1", "company_id": "acme", "is_enabled": True}
    assert list(endpoint_events(webhook, webhook | {"is_enabled": False}, NOW)) == []
