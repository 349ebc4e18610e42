"""Ticks, dialling and endings of a campaign, one behaviour at a time; tests/properties tries them in every order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.fakes.campaign_world import KEY, CampaignWorld, a_campaign, a_contact
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.domain.attempts import AttemptEnd, AttemptState, Outcome
from trunkline.campaigns.domain.audit_log import first_broken_link
from trunkline.campaigns.domain.campaigns import Breaker, CampaignState, FrequencyCap, Pacing, RetryRule
from trunkline.campaigns.domain.contacts import ContactState
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.use_cases.place_attempt import DIALLING, Placement
from trunkline.campaigns.use_cases.settle_attempt import note_placed, settle
from trunkline.campaigns.use_cases.sweep_attempts import GIVES_UP
from trunkline.ids import CallId

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> CampaignWorld:
    made = CampaignWorld()
    made.add(a_campaign(), a_contact(1))
    return made


def queued(world: CampaignWorld) -> Job:
    world.tick()
    [job] = world.queue.jobs
    return job


def attempt_of(job: Job) -> str:
    return f"{job.campaign_id}-{job.contact_id}-{job.number}"


# -- pace


def test_calls_start_no_closer_together_than_the_pace():
    world = CampaignWorld()
    world.add(a_campaign(pacing=Pacing(Decimal("0.5"), 100)), *map(a_contact, range(60)))
    world.tick()
    starts = [job.starts_at for job in world.queue.jobs]
    assert len(starts) == 30
    assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(seconds=2)}


def test_a_second_tick_in_the_same_minute_hands_out_no_more_time():
    world = CampaignWorld()
    world.add(a_campaign(pacing=Pacing(Decimal("0.5"), 100)), *map(a_contact, range(60)))
    assert [world.tick().claimed, world.tick().claimed] == [30, 0]
    world.pass_(MINUTE / 2)
    assert world.tick().claimed == 15


def test_live_calls_are_never_more_than_allowed():
    world = CampaignWorld()
    world.add(a_campaign(pacing=Pacing(Decimal(10), 3)), *map(a_contact, range(9)))
    assert world.tick().claimed == 3
    world.pass_(MINUTE)
    assert world.tick().claimed == 0
    world.ring_all()
    world.pass_(MINUTE)
    assert world.tick().claimed == 3


def test_two_ticks_at_once_share_the_work_of_none(world):
    seen = []
    world.disturbed(4, world.tick, lambda: seen.append(world.tick().reason))
    assert seen == ["another tick is at work"]
    assert len(world.queue.jobs) == 1


# -- one call for one attempt


def test_a_repeated_message_dials_no_phone(world):
    job = queued(world)
    assert world.place(job) is Placement.DIALLED
    assert world.place(job) is Placement.TAKEN
    assert len(world.vendor.rang) == 1


def test_two_functions_with_one_message_dial_once(world):
    job = queued(world)
    world.disturbed(1, lambda: world.place(job), lambda: world.place(job))
    assert len(world.vendor.rang) == 1


def test_a_lost_answer_is_asked_for_and_the_number_not_dialled_again(world):
    job = queued(world)
    world.vendor.mood = "lost after"
    assert world.place(job) is Placement.UNKNOWN
    world.pass_(DIALLING + MINUTE)
    assert world.tick().swept == 0  # it is ringing
    assert world.over(attempt_of(job)).call_id == f"CA-{attempt_of(job)}"
    world.vendor.calls[attempt_of(job)] = AttemptEnd(Outcome.HUMAN, "completed")
    world.pass_(timedelta(hours=2))
    assert world.tick().swept == 1
    assert world.over(attempt_of(job)).outcome is Outcome.HUMAN
    assert len(world.vendor.rang) == 1


def test_an_attempt_the_vendor_never_saw_failed_and_the_rule_says_when_to_try_again(world):
    job = queued(world)
    world.vendor.mood = "lost before"
    world.place(job)
    world.pass_(DIALLING + MINUTE)
    world.tick()
    assert world.over(attempt_of(job)).reason == "never-placed"
    assert world.contact().due_at == world.now + timedelta(hours=1)


def test_a_refused_number_failed_at_once_with_the_vendors_code(world):
    world.vendor.mood = "refuses"
    job = queued(world)
    assert world.place(job) is Placement.FAILED
    assert world.over(attempt_of(job)).reason == "refused-21211"


def test_a_vendor_that_cannot_be_asked_is_asked_again_and_given_up_after_a_day(world):
    job = queued(world)
    world.vendor.mood = "lost after"
    world.place(job)
    world.vendor.mood = "away"
    world.pass_(DIALLING + MINUTE)
    assert world.tick().swept == 0
    world.pass_(GIVES_UP + timedelta(hours=1))
    assert world.tick().swept == 1
    assert world.over(attempt_of(job)).reason == "outcome-unknown"


def test_a_message_that_was_never_sent_is_taken_back_and_its_contact_called_later(world):
    job = queued(world)
    world.queue.jobs.clear()
    world.pass_(timedelta(minutes=30))
    assert world.tick().swept == 1
    assert world.over(attempt_of(job)).outcome is Outcome.WITHDRAWN
    assert world.place(job) is Placement.TAKEN  # it was only late
    world.pass_(MINUTE)
    world.tick()
    world.ring_all()
    assert len(world.vendor.rang) == 1


# -- stopping


def test_a_paused_campaign_withdraws_what_is_queued_and_resumes_with_the_same_people(world):
    job = queued(world)
    world.store.move("c1", CampaignState.PAUSED, {CampaignState.RUNNING})
    assert world.place(job) is Placement.WITHDRAWN
    assert world.contact().state is ContactState.WAITING
    world.pass_(MINUTE)
    assert world.tick().claimed == 0
    world.store.move("c1", CampaignState.RUNNING, {CampaignState.PAUSED})
    world.tick()
    world.ring_all()
    assert len(world.vendor.rang) == 1


def test_a_pause_between_looking_and_marking_wins(world):
    job = queued(world)
    pause = lambda: world.store.move("c1", CampaignState.PAUSED, {CampaignState.RUNNING})  # noqa: E731
    world.disturbed(1, lambda: world.place(job), pause)
    assert world.vendor.rang == []
    assert world.over(attempt_of(job)).outcome is Outcome.WITHDRAWN


def test_a_cancelled_campaign_keeps_its_clock_until_the_last_call_is_over(world):
    job = queued(world)
    world.place(job)
    world.store.move("c1", CampaignState.CANCELLED, {CampaignState.RUNNING})
    world.pass_(MINUTE)
    world.tick()
    assert world.schedules.ticking == {"c1"}
    world.end(attempt_of(job))
    world.pass_(MINUTE)
    world.tick()
    assert world.schedules.ticking == set()


def test_a_contact_suppressed_after_the_tick_is_not_dialled(world):
    job = queued(world)
    phone = world.contact().phone
    world.store.stops.add(Suppression(phone, SuppressionScope.COMPANY, "acme", "a call", world.now))
    assert world.place(job) is Placement.REFUSED
    assert world.contact().reason == "suppressed"
    assert world.contact().state is ContactState.DONE


def test_hours_that_close_while_the_message_waits_shut_the_gate(world):
    job = queued(world)
    world.pass_(timedelta(hours=9))
    assert world.place(job) is Placement.REFUSED
    assert world.contact().due_at == datetime(2026, 7, 7, 13, tzinfo=UTC)  # nine o'clock in New York


def test_the_breaker_pauses_a_campaign_whose_calls_fail_and_says_why():
    world = CampaignWorld()
    breaker = Breaker(of_last=6, failed=4)
    world.add(a_campaign(breaker=breaker), *map(a_contact, range(20)))
    world.vendor.mood = "refuses"
    world.tick()
    world.place_all()
    world.pass_(MINUTE)
    assert world.tick().reason == "breaker"
    campaign = world.store.find("c1")
    assert (campaign.state, campaign.state_reason) == (CampaignState.PAUSED, "breaker")
    world.pass_(MINUTE)
    world.store.move("c1", CampaignState.RUNNING, {CampaignState.PAUSED})
    assert world.tick().state is CampaignState.RUNNING  # what failed before is forgiven


def test_a_spent_budget_pauses_the_campaign_and_loses_no_contact():
    world = CampaignWorld()
    world.add(a_campaign(budget_usd=Decimal("0.30"), pacing=Pacing(Decimal(1), 3)), *map(a_contact, range(6)))
    world.tick()
    for job in world.queue.jobs[:2]:
        world.place(job)
        world.end(attempt_of(job), seconds=61)  # two begun minutes, twenty cents
        world.queue.jobs = world.queue.jobs[1:]
    assert world.place_all() == [Placement.WITHDRAWN]
    world.pass_(MINUTE)
    assert world.tick().reason == "budget"
    states = [person.state for person in world.store.people.values()]
    assert (states.count(ContactState.DONE), states.count(ContactState.WAITING)) == (2, 4)


def test_the_list_ends_the_campaign_and_its_schedule_a_minute_after_the_last_call(world):
    world.tick()
    world.ring_all()
    for _ in range(2):
        world.pass_(MINUTE)
        assert world.store.find("c1").state is CampaignState.RUNNING
        world.tick()
    assert world.store.find("c1").state is CampaignState.FINISHED
    assert world.schedules.ticking == set()


def test_a_contact_missing_from_the_index_keeps_the_campaign_running_for_an_hour(world):
    world.store.index = []
    for _ in range(60):
        assert world.tick().state is CampaignState.RUNNING
        world.pass_(MINUTE)
    assert world.tick().state is CampaignState.FINISHED


def test_no_contact_is_dialled_before_the_start_or_after_the_end(world):
    world.change(starts_at=world.now + MINUTE)
    assert world.tick().reason == "not yet"
    world.change(starts_at=None, ends_at=world.now)
    assert world.tick().state is CampaignState.FINISHED
    assert world.queue.jobs == []


def test_a_schedule_without_a_campaign_is_removed(world):
    world.schedules.create("gone")
    world.tick("gone")
    assert world.schedules.ticking == {"c1"}


# -- outcomes


def test_the_first_ending_counts_and_the_second_changes_nothing(world):
    job = queued(world)
    world.place(job)
    assert world.end(attempt_of(job), Outcome.BUSY)
    assert not world.end(attempt_of(job), Outcome.HUMAN)
    assert world.over(attempt_of(job)).outcome is Outcome.BUSY
    assert world.store.tallies["c1"].outcomes == {Outcome.BUSY: 1}


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.NO_ANSWER, Outcome.MACHINE, Outcome.FAILED])
def test_a_retry_comes_when_its_rule_says_and_no_more_often(world, outcome):
    world.change(retries={outcome: RetryRule(2, timedelta(hours=1))})
    for _ in range(2):
        world.tick()
        [job] = world.queue.jobs
        world.ring_all(outcome)
        world.pass_(timedelta(hours=1))
    assert world.contact().state is ContactState.DONE
    assert world.contact().outcome == outcome
    assert (world.contact().dialled, job.number) == (2, 2)


def test_a_callback_knows_the_call_before_its_placer_does(world):
    job = queued(world)
    world.vendor.mood = "lost after"
    world.place(job)
    assert note_placed(attempt_of(job), CallId("CA9"), world.settling, world.now)
    assert world.over(attempt_of(job)).state is AttemptState.PLACED
    assert world.over(attempt_of(job)).call_id == "CA9"


def test_the_end_of_an_unknown_attempt_is_ignored(world):
    assert not settle("c1-unknown-1", AttemptEnd(Outcome.HUMAN, "?"), world.settling, world.now)


def test_every_decision_about_a_contact_is_sealed_over_the_one_before(world):
    job = queued(world)
    world.place(job)
    contact = world.contact()
    decisions = world.store.decisions["c1", contact.contact_id]
    assert [decision.step for decision in decisions] == ["claimed", "dialled"]
    assert first_broken_link(decisions, contact.seal, KEY) == ""
    assert "changed" in first_broken_link([replace(decisions[0], detail="x"), *decisions[1:]], contact.seal, KEY)
    assert "missing" in first_broken_link(decisions[1:], contact.seal, KEY)
    assert "missing" in first_broken_link(decisions[:1], contact.seal, KEY)
    assert "changed" in first_broken_link(decisions, contact.seal, b"another key")


# -- the person whom one production dialler rang 51 times


@pytest.mark.parametrize("cap", [1, 3])
def test_a_person_on_many_lists_of_a_dialler_that_forgets_is_rung_as_often_as_the_cap_allows(cap):
    """Five campaigns with the same number, every answer lost, every message delivered three times, for a week."""
    world = CampaignWorld()
    campaigns = [f"c{n}" for n in range(5)]
    for name in campaigns:
        rules = {Outcome.FAILED: RetryRule(60, MINUTE), Outcome.NO_ANSWER: RetryRule(60, MINUTE)}
        world.add(
            a_campaign(name, retries=rules, breaker=Breaker(100, 100), cap=FrequencyCap(cap, 8)), a_contact(1, name)
        )
    for minute in range(7 * 24 * 6):  # every ten minutes
        world.vendor.mood = ("lost after", "well", "lost before")[minute % 3]
        for name in campaigns:
            world.disturbed(minute % 23, lambda name=name: world.tick(name))
            world.tick(name)
        jobs, world.queue.jobs = world.queue.jobs, []
        for job in jobs * 3:
            world.disturbed(minute % 7, lambda job=job: world.place(job))
            world.place(job)
        for name, ending in world.vendor.calls.items():
            world.vendor.calls[name] = ending or AttemptEnd(Outcome.NO_ANSWER, "no-answer")
        world.pass_(timedelta(minutes=10))
    dialled = sum(person.dialled for person in world.store.people.values())
    assert dialled == cap  # those whose answer was lost before it rang count, too: they may have rung
    assert 1 <= len(world.vendor.rang) <= cap
