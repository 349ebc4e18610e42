"""Erasing a person from campaign lists: contacts, attempts, decisions, files, and times of calls."""

from datetime import timedelta
from typing import Any

import pytest

from tests.contract.conftest import BUCKET, CAMPAIGNS, DIRECTORY, Cloud
from tests.contract.privacy.erasing import PERSON, STRANGER, Vendor, desk, receipt
from tests.fakes.campaign_world import KEY, MONDAY_NOON, a_campaign, a_contact
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable, SuppressionsTable
from trunkline.campaigns.adapters.imports_table import ImportsTable
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.attempts import Attempt, AttemptEnd, AttemptState, Outcome, attempt_id
from trunkline.campaigns.domain.audit_log import Step
from trunkline.campaigns.domain.contact_imports import ContactImport, uploaded_key
from trunkline.campaigns.domain.contacts import Contact, ContactState, contact_id
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.ports import Claim
from trunkline.campaigns.use_cases.cancel_attempt import decision_about
from trunkline.campaigns.use_cases.settle_attempt import closing_of
from trunkline.errors import Conflict
from trunkline.privacy.adapters.contact_erasure import ErasablePeople
from trunkline.privacy.use_cases.erase_person import erase_person

NOW = MONDAY_NOON
LEASE = timedelta(minutes=2)


def order(cloud: Cloud, campaign_id: str = "c1", company_id: str = "acme") -> None:
    """A campaign that calls the person and a stranger."""
    CampaignsTable(cloud.dynamodb, CAMPAIGNS, lambda: NOW).add(a_campaign(campaign_id, company_id=company_id))
    people = [a_contact(1, campaign_id, phone=phone, company_id=company_id) for phone in (PERSON, STRANGER)]
    ContactsTable(cloud.dynamodb, CAMPAIGNS).add(people)


def imported(cloud: Cloud, *, is_over: bool = True) -> ContactImport:
    runs = ImportsTable(Directory(cloud.dynamodb, DIRECTORY))
    key = uploaded_key("acme", "c1", "i1")
    asked = ContactImport("i1", "acme", "c1", key, "US", NOW)
    runs.add(asked)
    runs.begin(asked, 10, NOW)
    for name in (key, asked.report_key, asked.rejects_key(0), "contacts/acme/c1/results.csv", "contacts/acme/c2/x.csv"):
        cloud.s3.put_object(Bucket=BUCKET, Key=name, Body=PERSON.encode())
    if is_over:
        runs.finish(asked, NOW)
    return asked


def the_contact(cloud: Cloud, campaign_id: str = "c1") -> Contact | None:
    found = ContactsTable(cloud.dynamodb, CAMPAIGNS).of_campaign(campaign_id)
    return next((item for item in found if item.phone == PERSON), None)


def claim(cloud: Cloud) -> Attempt:
    contact = the_contact(cloud)
    assert contact
    name = attempt_id("c1", contact.contact_id, 1)
    attempt = Attempt(name, "c1", "acme", contact.contact_id, 1, PERSON, AttemptState.QUEUED, NOW + LEASE)
    decision = decision_about(contact, Step.CLAIMED, NOW, KEY)
    assert TicksTable(cloud.dynamodb, CAMPAIGNS).claim(Claim(contact, attempt, decision))
    return attempt


def ring(cloud: Cloud, attempt: Attempt) -> None:
    """Claimed, dialled, answered and over."""
    attempts = CampaignAttempts(cloud.dynamodb, CAMPAIGNS)
    seen = attempts.look("c1", attempt.contact_id, 1)
    assert seen
    assert attempts.close(closing_of(seen, AttemptEnd(Outcome.HUMAN, "completed", seconds=30), NOW))


def on_lists(cloud: Cloud) -> str:
    return str(cloud.dynamodb.scan(TableName=CAMPAIGNS)["Items"])


def listed(cloud: Cloud) -> list[str]:
    return [item["Key"] for item in cloud.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def rung(cloud: Cloud) -> None:
    item = table_keys.person("acme", PERSON) | {"rang_at": [NOW.isoformat()], "version": 1}
    cloud.dynamodb.put_item(TableName=CAMPAIGNS, Item=to_item(item))


def test_an_erasure_removes_the_person_from_every_list_of_the_company_alone(cloud):
    order(cloud, "c1")
    order(cloud, "c2")
    order(cloud, "theirs", "globex")
    imported(cloud)
    rung(cloud)
    ring(cloud, claim(cloud))
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (done.status, done.failures) == ("done", 0)
    assert done.deleted == {"items of campaigns": 3 + 1 + 1, "objects": 4}
    assert (the_contact(cloud), the_contact(cloud, "c2")) == (None, None)
    assert on_lists(cloud).count(PERSON) == 1, "the other company's"
    assert on_lists(cloud).count(STRANGER) == 3
    assert contact_id("c1", PERSON) not in on_lists(cloud)
    assert listed(cloud) == ["contacts/acme/c2/x.csv"]
    assert erase_person(PERSON, receipt(), desk(cloud, Vendor())).deleted == {}


def test_a_second_wait_for_the_same_conversation_ends(cloud):
    order(cloud)
    erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    ticks = TicksTable(cloud.dynamodb, CAMPAIGNS)
    status = ticks.status("c1")
    assert status
    assert status.tally.done == 1
    assert [item.phone for item in ticks.waiting("c1", 10)] == [STRANGER]


def test_a_dry_run_counts_and_touches_nothing(cloud):
    order(cloud)
    imported(cloud)
    rung(cloud)
    before = on_lists(cloud), listed(cloud)
    done = erase_person(PERSON, receipt(dry_run=True), desk(cloud, Vendor()))
    assert (done.status, done.deleted) == ("done", {"items of campaigns": 2})
    assert (on_lists(cloud), listed(cloud)) == before


def test_a_contact_who_is_being_called_is_erased_afterwards(cloud):
    order(cloud)
    rung(cloud)
    attempt = claim(cloud)
    before = on_lists(cloud)
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (done.status, done.failed) == (
        "incomplete", [{"what": "items of campaigns", "campaign": "c1", "why": "Conflict"}],
    )  # fmt: skip
    assert on_lists(cloud) == before
    ring(cloud, attempt)
    assert erase_person(PERSON, done, desk(cloud, Vendor())).status == "done"
    assert PERSON not in on_lists(cloud)


def test_a_list_that_is_being_read_could_bring_them_back(cloud):
    order(cloud)
    asked = imported(cloud, is_over=False)
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (done.status, done.failed) == ("incomplete", [{"what": "lists", "campaign": "c1", "why": "being read"}])
    assert the_contact(cloud), "it is what the list is found by again"
    assert asked.key in listed(cloud)
    ImportsTable(Directory(cloud.dynamodb, DIRECTORY)).finish(asked, NOW)
    assert erase_person(PERSON, done, desk(cloud, Vendor())).status == "done"
    assert asked.key not in listed(cloud)


def test_what_an_erasure_that_was_killed_left_is_found_again(cloud):
    order(cloud)
    ring(cloud, claim(cloud))
    cloud.dynamodb.delete_item(TableName=CAMPAIGNS, Key=to_item(table_keys.contact("c1", contact_id("c1", PERSON))))
    assert erase_person(PERSON, receipt(), desk(cloud, Vendor())).deleted["items of campaigns"] == 2
    assert contact_id("c1", PERSON) not in on_lists(cloud)


def test_a_tick_that_was_quicker_is_not_overtaken(cloud):
    order(cloud)

    class Quicker:
        """A delete finds that a tick has just claimed this contact."""

        def __getattr__(self, name: str) -> Any:
            return getattr(cloud.dynamodb, name)

        def transact_write_items(self, **writes: Any) -> Any:
            claim(cloud)
            return cloud.dynamodb.transact_write_items(**writes)

    with pytest.raises(Conflict):
        ErasablePeople(Quicker(), CAMPAIGNS).take_off("c1", PERSON)
    contact = the_contact(cloud)
    assert contact
    assert contact.state is ContactState.IN_HAND


def test_who_said_no_stays_on_record(cloud):
    order(cloud)
    stops = SuppressionsTable(cloud.dynamodb, CAMPAIGNS)
    stops.add(Suppression(PERSON, SuppressionScope.COMPANY, "acme", "caller", NOW))
    erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert stops.of(PERSON, "acme", "c1")
