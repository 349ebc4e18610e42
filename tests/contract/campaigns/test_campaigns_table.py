"""The tables of campaigns and their in-memory twin answer the same questions the same way."""

from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.contract.campaigns.campaign_tables import MINUTE, NOW, claim, claimed, marked, on_dynamodb, started
from tests.fakes.campaign_world import KEY, a_campaign, a_contact
from tests.fakes.throttling import ShortOfRoom
from trunkline.aws.dynamodb import TablesBusy
from trunkline.calls.domain.carrier_speech import Disclosures
from trunkline.campaigns.domain.attempts import AnsweredBy, AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import Step
from trunkline.campaigns.domain.campaigns import (
    Breaker,
    Campaign,
    CampaignState,
    Channel,
    FrequencyCap,
    MachinePolicy,
    Pacing,
    RetryRule,
    Window,
)
from trunkline.campaigns.domain.contacts import ContactState
from trunkline.campaigns.domain.eligibility import Eligibility, IneligibleReason
from trunkline.campaigns.domain.pacing import CampaignCounters
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import ContactFacts, Refused
from trunkline.campaigns.use_cases.cancel_attempt import decision_about
from trunkline.speech.domain.voices import VoiceChoice

# -- what was ordered


def test_a_campaign_is_what_was_ordered(tables):
    ordered = a_campaign(
        voice=VoiceChoice("nova"), budget_usd=Decimal("12.50"), starts_at=NOW, ends_at=NOW + MINUTE, text="Hello",
        pacing=Pacing(Decimal("0.5"), 3), window=Window(weekdays=frozenset({0, 4})), cap=FrequencyCap(1, 30),
        dynamic_variables={"a": "ü"}, destinations=("DE",), agent_id="agent_1", moved_at=NOW, state_reason="budget",
        phone_number_id="phnum_1", voicemail_text="We rang.", opt_out_key="9", needs_consent=False, ring_s=20,
        max_duration_s=60, breaker=Breaker(5, 4), retries={Outcome.BUSY: RetryRule(9, MINUTE)}, name="Other",
        machines={AnsweredBy.FAX: MachinePolicy.CONTINUE}, channel=Channel.RELAY, state=CampaignState.DRAFT,
        provider="other", clinical=True, disclosures=Disclosures("a", "b", True),
    )  # fmt: skip
    usual = a_campaign()
    same = {field.name for field in fields(Campaign) if getattr(ordered, field.name) == getattr(usual, field.name)}
    assert same == {"campaign_id", "company_id", "from_number", "created_at"}  # every other field differs here
    assert tables.campaigns.add(ordered)
    assert not tables.campaigns.add(replace(ordered, name="another"))
    assert tables.campaigns.find("c1") == ordered
    assert tables.campaigns.of_company("acme") == [ordered]
    assert tables.campaigns.of_company("other") == []
    assert tables.campaigns.find("c2") is None


def test_a_state_moves_only_from_where_its_mover_believes_it_stands(tables):
    started(tables)
    paused, running = CampaignState.PAUSED, CampaignState.RUNNING
    assert tables.campaigns.move("c1", paused, {running}, "breaker")
    assert not tables.campaigns.move("c1", paused, {running})
    assert not tables.campaigns.move("unknown", paused, {running, paused})
    found = tables.campaigns.find("c1")
    assert (found.state, found.state_reason, found.moved_at) == (paused, "breaker", NOW)


def test_contacts_are_added_once_and_stay_as_they_are(tables):
    people = [a_contact(n, variables={"name": f"P{n}"}, zones=("Europe/Berlin",)) for n in range(230)]
    assert tables.contacts.add(people) == 230
    assert tables.contacts.add([replace(people[0], zone="UTC"), a_contact(500)]) == 1
    tables.campaigns.add(a_campaign())
    assert tables.ticks.status("c1").tally.contacts == 231, "a contact named twice counts once"
    found = {item.contact_id: item for item in tables.contacts.of_campaign("c1")}
    assert len(found) == 231
    assert found[people[0].contact_id] == people[0]
    assert list(tables.contacts.of_campaign("c2")) == []


def test_a_suppression_is_kept_once_and_found_by_each_campaign_it_stops(tables):
    phone = "+12125550000"
    everywhere = Suppression(phone, SuppressionScope.GLOBAL, "", "regulator", NOW)
    ours = Suppression(phone, SuppressionScope.COMPANY, "acme", "a call", NOW)
    here = Suppression(phone, SuppressionScope.CAMPAIGN, "c1", "api", NOW)
    for item in (everywhere, ours, here, replace(ours, source="again")):
        tables.suppressions.add(item)
    reaches = lambda *of: sorted(item.reach for item in tables.suppressions.of(phone, *of))  # noqa: E731
    assert reaches("acme", "c1") == ["campaign", "company", "global"]
    assert reaches("acme", "c2") == ["company", "global"]
    assert reaches("other", "c3") == ["global"]
    assert list(tables.suppressions.of_company("acme")) == [ours]
    assert [tables.suppressions.remove(ours), tables.suppressions.remove(ours)] == [True, False]
    assert reaches("acme", "c2") == ["global"]


# -- a tick


def test_one_tick_is_at_work_at_a_time_and_one_that_died_is_followed(tables):
    started(tables)
    later = NOW + timedelta(seconds=90)
    assert tables.ticks.begin("c1", NOW, later)
    assert not tables.ticks.begin("c1", NOW + MINUTE, later + MINUTE)
    assert tables.ticks.begin("c1", later, later + 2 * MINUTE)
    tables.ticks.end("c1", later, None)  # the dead one's lease is not this one's
    assert tables.ticks.status("c1").busy_until == later + 2 * MINUTE
    assert tables.ticks.begin("c1", NOW - timedelta(days=1), NOW)  # a clock was wrong


def test_what_a_tick_notes_is_there_for_the_next(tables):
    started(tables)
    tables.ticks.begin("c1", NOW, NOW + MINUTE)
    tables.ticks.pay("c1", NOW + 2 * MINUTE)
    tables.ticks.end("c1", NOW + MINUTE, NOW)
    status = tables.ticks.status("c1")
    assert (status.paid_until, status.busy_until, status.empty_since) == (NOW + 2 * MINUTE, None, NOW)
    tables.ticks.begin("c1", NOW, NOW + MINUTE)
    tables.ticks.end("c1", NOW + MINUTE, None)
    assert tables.ticks.status("c1").empty_since is None
    assert tables.ticks.status("unknown") is None


def test_those_whose_turn_is_soonest_come_first_and_no_more_than_asked_for(tables):
    tables.campaigns.add(a_campaign())
    tables.contacts.add([a_contact(n, due_at=NOW + n * MINUTE) for n in range(12)])
    tables.contacts.add([a_contact(1, "c2"), a_contact(99, state=ContactState.DONE, due_at=None)])
    found = tables.ticks.waiting("c1", 5)
    assert [item.due_at for item in found] == [NOW + n * MINUTE for n in range(5)]
    assert tables.ticks.waiting("c3", 5) == []


def test_a_contact_is_claimed_once(tables):
    started(tables)
    first, second = claim(tables), claim(tables)
    assert tables.ticks.claim(first)
    assert not tables.ticks.claim(second)
    assert tables.ticks.waiting("c1", 5) == []
    [contact] = tables.contacts.of_campaign("c1")
    assert (contact.state, contact.attempts, contact.due_at) == (ContactState.IN_HAND, 1, None)
    assert list(tables.attempts.of_campaign("c1")) == [first.attempt]
    assert tables.ticks.status("c1").tally == CampaignCounters(contacts=1, live=1)


def test_refusals_stand_for_those_who_are_as_they_were_read(tables):
    started(tables, people=60)
    people = tables.ticks.waiting("c1", 60)
    later, never = (
        Eligibility(IneligibleReason.HOURS, NOW + MINUTE, "night"),
        Eligibility(IneligibleReason.SUPPRESSED, None, "company"),
    )
    refusals = [
        Refused(item, decision_about(item, Step.REFUSED, NOW, KEY, verdict), verdict.until)
        for item, verdict in zip(people, [later, never] * 30, strict=True)
    ]
    assert tables.ticks.claim(claim(tables, 7))
    assert tables.ticks.refuse(refusals) == 59
    found = list(tables.contacts.of_campaign("c1"))
    done = [item for item in found if item.state is ContactState.DONE]
    assert {item.reason for item in done} == {"suppressed"}
    tally = tables.ticks.status("c1").tally
    assert (tally.refused, tally.done, tally.live) == (59, len(done), 1)
    assert {item.due_at for item in tables.ticks.waiting("c1", 60)} == {NOW + MINUTE}


def test_facts_of_many_contacts_are_read_for_each(tables):
    started(tables, people=30)
    campaign, people = tables.campaigns.find("c1"), tables.ticks.waiting("c1", 30)
    stop = Suppression(people[0].phone, SuppressionScope.COMPANY, "acme", "a call", NOW)
    tables.suppressions.add(stop)
    known = tables.ticks.facts_of(campaign, people)
    assert len(known) == 30
    assert known[people[0].contact_id] == ContactFacts((stop,))
    assert known[people[1].contact_id] == ContactFacts()


# -- a table that is short of room


def test_a_throttled_mark_is_neither_made_nor_taken_for_another(cloud):
    throttled = ShortOfRoom(cloud.dynamodb)
    tables = on_dynamodb(throttled)
    started(tables)
    job = claimed(tables)
    throttled.cancelled = 9
    with pytest.raises(TablesBusy):
        marked(tables, job)
    throttled.cancelled = 1
    assert marked(tables, job)
    throttled.partial = 3
    assert tables.attempting.look_to_dial(job).attempt.state is AttemptState.DIALLING


def test_a_throttled_claim_leaves_the_contact_to_the_next_tick(cloud):
    throttled = ShortOfRoom(cloud.dynamodb)
    tables = on_dynamodb(throttled)
    started(tables)
    wanted = claim(tables)
    throttled.cancelled = 9
    assert not tables.ticks.claim(wanted)
    throttled.cancelled = 0
    assert tables.ticks.claim(wanted)
