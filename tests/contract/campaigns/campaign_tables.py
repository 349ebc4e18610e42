"""The Campaigns table in moto, with a campaign, contacts and attempts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.conftest import CAMPAIGNS
from tests.fakes.campaign_world import KEY, MONDAY_NOON, a_campaign, a_contact
from tests.fakes.campaigns import InMemoryAttempts, InMemoryCampaigns, InMemoryContacts, InMemorySuppressions
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import AttemptsTable, CampaignsTable, ContactsTable, SuppressionsTable
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.attempts import Attempt, AttemptState, attempt_id
from trunkline.campaigns.domain.audit_log import Step
from trunkline.campaigns.ports import Claim, Person
from trunkline.campaigns.use_cases.cancel_attempt import decision_about

NOW = MONDAY_NOON

MINUTE = timedelta(minutes=1)


@dataclass
class Tables:
    campaigns: Any
    contacts: Any
    attempts: Any
    suppressions: Any
    ticks: Any
    attempting: Any
    decisions: Callable[[str], list]


def in_memory() -> Tables:
    store = InMemoryCampaigns(NOW)
    lists = (InMemoryContacts(store), InMemoryAttempts(store), InMemorySuppressions(store))
    return Tables(store, *lists, store, store, lambda contact_id: store.decisions["c1", contact_id])


def on_dynamodb(dynamodb: Any) -> Tables:
    attempts = AttemptsTable(dynamodb, CAMPAIGNS)
    return Tables(
        CampaignsTable(dynamodb, CAMPAIGNS, lambda: NOW),
        ContactsTable(dynamodb, CAMPAIGNS),
        attempts,
        SuppressionsTable(dynamodb, CAMPAIGNS),
        TicksTable(dynamodb, CAMPAIGNS),
        CampaignAttempts(dynamodb, CAMPAIGNS),
        lambda contact_id: attempts.decisions("c1", contact_id),
    )


@pytest.fixture(params=["in memory", "boto3", "lean"])
def tables(request) -> Tables:
    match request.param:
        case "in memory":
            return in_memory()
        case "boto3":
            return on_dynamodb(request.getfixturevalue("cloud").dynamodb)
    return on_dynamodb(request.getfixturevalue("lean_dynamodb"))


def started(tables: Tables, people: int = 1, **more: Any) -> None:
    tables.campaigns.add(a_campaign(**more))
    tables.contacts.add([a_contact(n) for n in range(people)])


def claim(tables: Tables, number: int = 0) -> Claim:
    contact = next(item for item in tables.ticks.waiting("c1", 100) if item.phone == a_contact(number).phone)
    attempt = Attempt(
        attempt_id("c1", contact.contact_id, contact.attempts + 1), "c1", "acme", contact.contact_id,
        contact.attempts + 1, contact.phone, AttemptState.QUEUED, NOW + 10 * MINUTE,
    )  # fmt: skip
    return Claim(contact, attempt, decision_about(contact, Step.CLAIMED, NOW, KEY))


def claimed(tables: Tables, number: int = 0) -> Job:
    made = claim(tables, number)
    assert tables.ticks.claim(made)
    return Job("c1", "acme", made.contact.contact_id, made.attempt.number, made.contact.phone, NOW)


def marked(tables: Tables, job: Job, seen: Any = None) -> bool:
    seen = seen or tables.attempting.look_to_dial(job)
    attempt = replace(seen.attempt, state=AttemptState.DIALLING, dialled_at=NOW, lease_until=NOW + 3 * MINUTE)
    person = Person((*seen.known.person.rang_at, NOW), seen.known.person.version + 1)
    return tables.attempting.mark(seen, attempt, decision_about(seen.contact, Step.DIALLED, NOW, KEY), person)
