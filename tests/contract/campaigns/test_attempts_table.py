"""The tables of campaigns, as attempts move through them: seen, marked, placed, answered, over. Asked of three, too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.campaigns.campaign_tables import MINUTE, NOW, claimed, marked, on_dynamodb, started
from tests.contract.conftest import CAMPAIGNS
from tests.fakes.campaign_world import KEY, a_campaign, a_contact
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.adapters.counter_items import change_counts
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptEnd, AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import Step, first_broken_link
from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.campaigns.domain.contacts import ContactState
from trunkline.campaigns.domain.eligibility import Eligibility, IneligibleReason
from trunkline.campaigns.domain.pacing import CampaignCounters, Ended
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Claim, ContactFacts, Person
from trunkline.campaigns.use_cases.cancel_attempt import decision_about, refused, withdrawn
from trunkline.campaigns.use_cases.settle_attempt import closing_of
from trunkline.ids import CallId


def test_everything_that_counts_is_seen_at_once_before_dialling(tables):
    started(tables)
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    assert (seen.campaign.campaign_id, seen.contact.phone, seen.attempt.number) == ("c1", job.phone, 1)
    assert (seen.known, seen.tally) == (ContactFacts(), CampaignCounters(contacts=1, live=1))
    assert tables.attempting.look_to_dial(replace(job, number=2)) is None
    assert tables.attempting.look("c1", "unknown", 1) is None


def test_an_attempt_is_marked_once(tables):
    started(tables)
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    assert marked(tables, job, seen)
    assert not marked(tables, job, seen)
    [attempt] = tables.attempts.of_campaign("c1")
    assert (attempt.state, attempt.dialled_at) == (AttemptState.DIALLING, NOW)
    again = tables.attempting.look_to_dial(job)
    assert again.known.person == Person((NOW,), 1)
    assert (again.contact.dialled, again.tally) == (1, CampaignCounters(contacts=1, live=1, dialled=1))


@pytest.mark.parametrize("reach", SuppressionScope)
def test_a_suppression_after_the_look_keeps_the_attempt_unmarked(tables, reach):
    started(tables)
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    owner = {SuppressionScope.GLOBAL: "", SuppressionScope.COMPANY: "acme", SuppressionScope.CAMPAIGN: "c1"}[reach]
    tables.suppressions.add(Suppression(job.phone, reach, owner, "a call", NOW))
    assert not marked(tables, job, seen)


def test_a_pause_after_the_look_keeps_the_attempt_unmarked(tables):
    started(tables)
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    tables.campaigns.move("c1", CampaignState.PAUSED, {CampaignState.RUNNING})
    assert not marked(tables, job, seen)
    assert tables.ticks.status("c1").tally == CampaignCounters(contacts=1, live=1)


def test_another_campaign_that_rang_them_after_the_look_keeps_the_attempt_unmarked(tables):
    started(tables)
    tables.campaigns.add(a_campaign("c2"))
    tables.contacts.add([a_contact(0, "c2")])
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    [other] = tables.ticks.waiting("c2", 1)
    attempt = Attempt("c2-x-1", "c2", "acme", other.contact_id, 1, other.phone, AttemptState.QUEUED, NOW)
    tables.ticks.claim(Claim(other, attempt, decision_about(other, Step.CLAIMED, NOW, KEY)))
    assert marked(tables, Job("c2", "acme", other.contact_id, 1, other.phone, NOW))
    assert not marked(tables, job, seen)
    assert marked(tables, job)


def test_a_placed_call_keeps_the_first_id_it_was_given(tables):
    started(tables)
    job = claimed(tables)
    [attempt] = tables.attempts.of_campaign("c1")
    assert not tables.attempting.placed(attempt, CallId("CA1"), "", NOW)  # it was never marked
    marked(tables, job)
    [attempt] = tables.attempts.of_campaign("c1")
    assert tables.attempting.placed(attempt, None, "conv_1", NOW + MINUTE)
    assert tables.attempting.placed(attempt, CallId("CA1"), "", NOW + MINUTE)
    assert tables.attempting.placed(attempt, CallId("CA2"), "conv_2", NOW + 2 * MINUTE)
    [attempt] = tables.attempts.of_campaign("c1")
    assert (attempt.call_id, attempt.conversation_id) == ("CA1", "conv_1")
    assert (attempt.state, attempt.lease_until) == (AttemptState.PLACED, NOW + 2 * MINUTE)


def test_who_picked_up_is_said_once_while_the_call_lives(tables):
    started(tables)
    job = claimed(tables)
    [attempt] = tables.attempts.of_campaign("c1")
    assert not tables.attempting.answered(attempt, AnsweredBy.HUMAN)
    marked(tables, job)
    assert tables.attempting.answered(attempt, AnsweredBy.MACHINE)
    assert not tables.attempting.answered(attempt, AnsweredBy.HUMAN)
    [attempt] = tables.attempts.of_campaign("c1")
    assert attempt.answered_by is AnsweredBy.MACHINE


def test_an_attempt_ends_once_and_everything_is_counted_with_it(tables):
    started(tables)
    job = claimed(tables)
    marked(tables, job)
    seen = tables.attempting.look("c1", job.contact_id, 1)
    closing = closing_of(seen, AttemptEnd(Outcome.BUSY, "busy", AnsweredBy.UNKNOWN), NOW)
    assert tables.attempting.close(closing)
    assert not tables.attempting.close(closing)
    [attempt] = tables.attempts.of_campaign("c1")
    assert (attempt.state, attempt.outcome, attempt.reason) == (AttemptState.OVER, Outcome.BUSY, "busy")
    assert (attempt.answered_by, attempt.ended_at) == (AnsweredBy.UNKNOWN, NOW)
    [contact] = tables.ticks.waiting("c1", 1)
    assert contact.due_at == NOW + timedelta(minutes=15)
    status = tables.ticks.status("c1")
    assert status.tally == CampaignCounters(contacts=1, dialled=1, outcomes={Outcome.BUSY: 1})
    assert [(item.at, item.has_failed) for item in status.ended] == [(NOW, False)]
    assert not tables.attempting.placed(attempt, CallId("CA1"), "", NOW)
    assert not tables.attempting.extend(attempt, NOW)


def test_a_contact_that_is_done_waits_no_more(tables):
    started(tables)
    job = claimed(tables)
    marked(tables, job)
    seen = tables.attempting.look("c1", job.contact_id, 1)
    assert tables.attempting.close(closing_of(seen, AttemptEnd(Outcome.HUMAN, "completed", seconds=61), NOW))
    [contact] = tables.contacts.of_campaign("c1")
    assert (contact.state, contact.outcome, contact.due_at) == (ContactState.DONE, "human", None)
    assert tables.ticks.waiting("c1", 1) == []
    assert tables.ticks.status("c1").tally == CampaignCounters(
        contacts=1, dialled=1, done=1, billed_s=120, outcomes={Outcome.HUMAN: 1}
    )


def test_decisions_are_kept_in_order_and_their_seals_hold(tables):
    started(tables)
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    assert tables.attempting.close(withdrawn(seen, "paused", KEY, NOW))
    job = claimed(tables)
    seen = tables.attempting.look_to_dial(job)
    assert tables.attempting.close(refused(seen, Eligibility(IneligibleReason.CAP, None, "often"), KEY, NOW))
    [contact] = tables.contacts.of_campaign("c1")
    decisions = tables.decisions(contact.contact_id)
    assert [decision.step for decision in decisions] == [Step.CLAIMED, Step.WITHDRAWN, Step.CLAIMED, Step.REFUSED]
    assert first_broken_link(decisions, contact.seal, KEY) == ""
    assert (contact.reason, contact.attempts, contact.dialled) == ("cap", 2, 0)


def test_a_neglected_attempt_is_found_until_its_lease_is_extended(tables):
    started(tables, people=3)
    for number in range(3):
        claimed(tables, number)
    assert tables.ticks.neglected("c1", NOW + 9 * MINUTE, 5) == []
    found = tables.ticks.neglected("c1", NOW + 10 * MINUTE, 2)
    assert len(found) == 2
    assert tables.attempting.extend(found[0], NOW + 20 * MINUTE)
    assert not tables.attempting.extend(found[0], NOW + 30 * MINUTE)
    assert len(tables.ticks.neglected("c1", NOW + 10 * MINUTE, 5)) == 2


def test_endings_are_forgotten_when_no_breaker_looks_at_them(cloud):
    tables = on_dynamodb(cloud.dynamodb)
    started(tables)
    for n in range(202):
        ended = Ended(NOW + timedelta(seconds=n), has_failed=False)
        cloud.dynamodb.transact_write_items(
            TransactItems=[change_counts(CAMPAIGNS, "c1", "same", {"dialled": 1}, ended)]
        )
    assert len(tables.ticks.status("c1").ended) == 202
    assert len(tables.ticks.status("c1").ended) == 20
    assert tables.ticks.status("c1").tally.dialled == 202
