"""Retell's webhooks through the queue: any order, twice, of calls that were not connected, with a person's requests."""

import itertools
import json
from typing import Any

import pytest

from tests.fakes.attempts import ANA, OURS, OneAttempt
from tests.fakes.filing import Office, dialled, notice
from tests.fakes.retell_webhooks import CALL_ID, analysis, webhook
from trunkline.aws.secrets import ProviderSecrets
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.campaigns.domain.attempts import Outcome
from trunkline.campaigns.domain.campaigns import RETRIES, MachinePolicy
from trunkline.campaigns.domain.dialling import AnsweredBy, call_facts
from trunkline.campaigns.use_cases.settle_from_report import VERDICT_BY
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.retell.provider import RetellProvider
from trunkline.vendors.retell.webhook_envelopes import inbox_key

DETECTING = {"machines": {AnsweredBy.MACHINE: MachinePolicy.HANG_UP}}
NOT_CONNECTED = {
    "call_status": "not_connected",
    **dict.fromkeys(("start_timestamp", "transcript", "transcript_object", "transcript_with_tool_calls")),
    **dict.fromkeys(("recording_url", "duration_ms", "call_cost", "latency")),
}


def office_of_retell(**more: Any) -> Office:
    """A call of a campaign that Retell placed: it has no call of the carrier's that we know of."""
    office = dialled(linked=False, **more)
    office.services.providers["retell"] = RetellProvider("https://provider.invalid", ProviderSecrets)
    facts = call_facts(office.attempt.store.campaigns["c1"], office.attempt.now, office.attempt.now.lease_until)
    placed = TimelineEvent("placed", office.attempt.now.lease_until, "placed")
    office.conversations.open_dialled(ConversationId(CALL_ID), CallId(CALL_ID), placed, facts)
    return office


def outbound(event: str, **values: Any) -> bytes:
    own = {"direction": "outbound", "from_number": OURS, "to_number": ANA, "metadata": {"attempt_id": "c1-p1-1"}}
    return webhook(event, **own | values)


def filed(office: Office, *bodies: bytes) -> OneAttempt:
    for body in bodies:
        key = inbox_key("retell", body)
        office.bucket[key] = body
        assert office.work(notice(key)) == []
    return office.attempt


STARTED = outbound("call_started", call_status="ongoing", **dict.fromkeys(("end_timestamp", "disconnection_reason")))
ENDED = outbound("call_ended")
ANALYZED = outbound("call_analyzed", call_analysis=analysis())


@pytest.mark.parametrize("order", list(itertools.permutations([STARTED, ENDED, ANALYZED])))
def test_the_events_of_a_call_come_in_any_order_and_the_record_is_the_same(order):
    office = office_of_retell(**DETECTING)
    attempt = filed(office, *order)
    record = office.tables.records[CALL_ID]
    assert (record["provider"], record["summary"], record["agent_id"]) == ("retell", "Asked for the hours.", "agent_1")
    assert attempt.now.outcome is Outcome.HUMAN
    before = json.dumps(office.tables.records, default=str)
    filed(office, *order, *reversed(order))
    assert json.dumps(office.tables.records, default=str) == before
    assert attempt.store.tallies["c1"].outcomes == {Outcome.HUMAN: 1}


def test_two_copies_of_an_event_are_one_object_of_the_inbox():
    assert inbox_key("retell", ENDED) == inbox_key("retell", ENDED)


def test_the_end_of_a_call_waits_for_the_analysis_for_two_minutes_where_machines_matter():
    attempt = filed(office_of_retell(**DETECTING), ENDED)
    assert not attempt.now.is_over
    assert attempt.now.lease_until - attempt.now.dialled_at <= VERDICT_BY * 2


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("dial_busy", Outcome.BUSY),
        ("dial_no_answer", Outcome.NO_ANSWER),
        ("user_declined", Outcome.NO_ANSWER),
        ("dial_failed", Outcome.FAILED),
        ("invalid_destination", Outcome.FAILED),
        ("a_reason_of_next_year", Outcome.FAILED),
    ],
)
def test_a_call_that_was_not_connected_settles_its_attempt(reason, outcome):
    end = outbound("call_ended", disconnection_reason=reason, **NOT_CONNECTED)
    analyzed = outbound("call_analyzed", disconnection_reason=reason, call_analysis={}, **NOT_CONNECTED)
    attempt = filed(office_of_retell(**DETECTING), end, analyzed)
    assert attempt.now.outcome is outcome
    assert attempt.store.tallies["c1"].outcomes == {outcome: 1}


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"disconnection_reason": "voicemail_reached"}, Outcome.MACHINE),
        ({"disconnection_reason": "ivr_reached"}, Outcome.IVR),
        ({"call_analysis": analysis(in_voicemail=True)}, Outcome.MACHINE),
        ({"call_analysis": analysis(in_voicemail=False)}, Outcome.HUMAN),
        ({"call_analysis": analysis(custom_analysis_data={"answered_by": "screening"})}, Outcome.SCREENING),
    ],
)
def test_what_answered_is_in_the_reason_or_in_the_analysis(values, outcome):
    assert filed(office_of_retell(**DETECTING), outbound("call_analyzed", **values)).now.outcome is outcome


def test_a_person_who_asks_for_no_more_calls_is_on_the_list():
    attempt = filed(office_of_retell(), outbound("call_ended", disconnection_reason="user_requested_dnc"))
    assert (attempt.stopped, attempt.now.outcome) == ({ANA}, Outcome.OPTED_OUT)
    assert attempt.contact.state == "done"


def test_a_person_who_asks_to_be_called_again_is_called_again_by_the_rule_of_that_outcome():
    attempt = filed(
        office_of_retell(**DETECTING), outbound("call_ended", disconnection_reason="user_requested_callback")
    )
    assert (attempt.now.outcome, attempt.now.answered_by) == (Outcome.CALLBACK, AnsweredBy.HUMAN)
    assert attempt.stopped == set()
    assert attempt.contact.state != "done"
    assert attempt.contact.due_at == attempt.now.ended_at + RETRIES[Outcome.CALLBACK].wait


def test_an_event_of_next_year_is_kept_and_changes_nothing():
    office = office_of_retell()
    before = json.dumps(office.tables.records, default=str)
    attempt = filed(office, outbound("call_smelled"))
    assert json.dumps(office.tables.records, default=str) == before
    assert not attempt.now.is_over


@pytest.mark.parametrize(("number", "settles"), [(ANA, True), ("+14155550177", False)])
def test_an_unanswered_call_whose_order_was_lost_finds_its_attempt_by_variable_and_number(number, settles):
    """A variable alone settles nothing: companies choose their variables."""
    office = dialled(linked=False, **DETECTING)
    office.services.providers["retell"] = RetellProvider("https://provider.invalid", ProviderSecrets)
    values = {"retell_llm_dynamic_variables": {"attempt_id": "c1-p1-1"}, "disconnection_reason": "dial_busy"}
    attempt = filed(office, outbound("call_ended", to_number=number, **values, **NOT_CONNECTED))
    assert attempt.now.is_over is settles


def test_live_turns_are_noted_with_the_running_call_and_written_over():
    office = office_of_retell()
    update = outbound("transcript_updated", call_status="ongoing", end_timestamp=None, disconnection_reason=None)
    filed(office, update, update)
    assert [(key, speaker, words) for key, (_, speaker, words) in office.conversations.turns.items()] == [
        ((CALL_ID, 0), "agent", "Hello, Acme."),
        ((CALL_ID, 1), "caller", "When do you open?"),
        ((CALL_ID, 2), "agent", "We open at nine."),
    ]
