"""Reads and writes of a tick on the Campaigns table."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, TablesBusy, transact
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages, read_all
from trunkline.campaigns.adapters.campaigns_table import BY_DUE, SHARDS, suppression_from
from trunkline.campaigns.adapters.counter_items import ENDINGS_KEPT, change_counts, ended_from, tally_from
from trunkline.campaigns.adapters.items import attempt_from, campaign_from, contact_from, millis, moment_of, read_moment
from trunkline.campaigns.adapters.transactions import LIVE, change, change_contact, new_attempt, new_decision, waits
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.domain.pacing import CampaignStatus, Ended, added
from trunkline.campaigns.domain.suppressions import scopes
from trunkline.campaigns.ports import Claim, ContactFacts, Person, Refused

PEOPLE_IN_A_READ = 25  # four items for each of them, a hundred in one request
REFUSALS_IN_A_WRITE = 25
BUSY_AT_MOST = timedelta(seconds=90)


class TicksTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def status(self, campaign_id: str) -> CampaignStatus | None:
        pk = table_keys.campaign(campaign_id)["pk"]
        found = pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": to_attribute(pk)},
        )
        items = {item["sk"]: item for item in found}
        if "CAMPAIGN" not in items:
            return None
        campaign, pace = campaign_from(items["CAMPAIGN"]), items.get("PACE", {})
        counts = [item for sk, item in items.items() if sk.startswith("COUNT#")]
        moments = {name: moment_of(pace.get(name)) for name in ("paid_until", "busy_until", "empty_since")}
        ended = tuple(entry for item in counts for entry in self._shortened(campaign, item))
        return CampaignStatus(campaign, added(map(tally_from, counts)), ended, **moments)

    def _shortened(self, campaign: Campaign, values: Mapping[str, Any]) -> list[Ended]:
        """Drops old ends that no breaker reads, unless a call has just ended: then the next tick does it."""
        texts = values.get("ended", [])
        if len(texts) > ENDINGS_KEPT:
            kept = texts[-campaign.breaker.of_last :]
            key = {"pk": values["pk"], "sk": values["sk"]}
            self._stands(change(self._table, key, {"ended": kept}, "size(#ended) = :was_n", {}) | _sized(kept, texts))
        return ended_from(values)

    def begin(self, campaign_id: str, now: datetime, busy_until: datetime) -> bool:
        """A lease further ahead than any tick takes is a wrong clock's, and void."""
        values = {":now": millis(now), ":until": millis(busy_until), ":nonsense": millis(now + BUSY_AT_MOST)}
        return self._stands({
            "TableName": self._table,
            "Key": to_item(table_keys.campaign_pace(campaign_id)),
            "UpdateExpression": "SET busy_until = :until",
            "ConditionExpression": (
                "attribute_not_exists(busy_until) OR busy_until <= :now OR busy_until > :nonsense"
            ),
            "ExpressionAttributeValues": to_item(values),
        })  # fmt: skip

    def pay(self, campaign_id: str, paid_until: datetime) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key=to_item(table_keys.campaign_pace(campaign_id)),
            UpdateExpression="SET paid_until = :until",
            ExpressionAttributeValues=to_item({":until": millis(paid_until)}),
        )

    def end(self, campaign_id: str, busy_until: datetime, empty_since: datetime | None) -> None:
        """Ends its own lease only; an expired lease belongs to another tick."""
        values = {":mine": millis(busy_until)} | ({":empty": millis(empty_since)} if empty_since else {})
        empty = "SET empty_since = :empty REMOVE busy_until" if empty_since else "REMOVE busy_until, empty_since"
        self._stands({
            "TableName": self._table,
            "Key": to_item(table_keys.campaign_pace(campaign_id)),
            "UpdateExpression": empty,
            "ConditionExpression": "busy_until = :mine",
            "ExpressionAttributeValues": to_item(values),
        })  # fmt: skip

    def waiting(self, campaign_id: str, at_most: int) -> list[Contact]:
        each = -(-at_most // SHARDS) + 5  # contacts are not spread evenly
        found = [item for shard in range(SHARDS) for item in self._due(f"{campaign_id}#{shard}", each)]
        contacts = [item for item in map(contact_from, found) if item.state is ContactState.WAITING and item.due_at]
        return sorted(contacts, key=lambda item: (item.due_at, item.contact_id))[:at_most]

    def neglected(self, campaign_id: str, now: datetime, at_most: int) -> list[Attempt]:
        found = map(attempt_from, self._due(f"{campaign_id}#{LIVE}", at_most))
        return [item for item in found if item.lease_until <= now]

    def _due(self, place: str, at_most: int) -> Iterator[dict[str, Any]]:
        answer = self._dynamodb.query(
            TableName=self._table,
            IndexName=BY_DUE,
            KeyConditionExpression="#due = :due",
            ExpressionAttributeNames={"#due": "due"},
            ExpressionAttributeValues={":due": to_attribute(place)},
            Limit=at_most,
        )
        return map(from_item, answer["Items"])

    def facts_of(self, campaign: Campaign, contacts: Iterable[Contact]) -> Mapping[str, ContactFacts]:
        asked, known = list(contacts), dict[str, ContactFacts]()
        for begin in range(0, len(asked), PEOPLE_IN_A_READ):
            known |= self._know(campaign, asked[begin : begin + PEOPLE_IN_A_READ])
        return known

    def _know(self, campaign: Campaign, contacts: list[Contact]) -> dict[str, ContactFacts]:
        wanted = [key for contact in contacts for key in about(campaign, contact.phone)]
        found = {item["pk"]: item for item in read_all(self._dynamodb, self._table, wanted, consistent=False)}
        return {contact.contact_id: known_from(campaign, contact.phone, found) for contact in contacts}

    def claim(self, claim: Claim) -> bool:
        contact, attempt, table = claim.contact, claim.attempt, self._table
        facts = {"state": ContactState.IN_HAND.value, "attempts": attempt.number, "due": None, "due_at": None}
        return self._all_stand([
            change_contact(table, contact, claim.decision, facts),
            new_attempt(table, attempt),
            new_decision(table, claim.decision),
            change_counts(table, attempt.campaign_id, attempt.contact_id, {"live": 1}, None),
        ])  # fmt: skip

    def refuse(self, refusals: Iterable[Refused]) -> int:
        waiting = list(refusals)
        batches = range(0, len(waiting), REFUSALS_IN_A_WRITE)
        return sum(self._refuse(waiting[begin : begin + REFUSALS_IN_A_WRITE]) for begin in batches)

    def _refuse(self, refusals: list[Refused]) -> int:
        writes = [write for refusal in refusals for write in self._refusal(refusal)]
        done = sum(refusal.until is None for refusal in refusals)
        first = refusals[0].contact
        counted = change_counts(
            self._table, first.campaign_id, first.contact_id, {"refused": len(refusals), "done": done}, None
        )
        if self._all_stand([*writes, counted]):
            return len(refusals)
        return sum(self._refuse([refusal]) for refusal in refusals) if len(refusals) > 1 else 0

    def _refusal(self, refused: Refused) -> list[Any]:
        contact, decision = refused.contact, refused.decision
        reason = "" if refused.until else decision.refusal
        facts = waits(contact, refused.until) | {"reason": reason}
        return [change_contact(self._table, contact, decision, facts), new_decision(self._table, decision)]

    def _all_stand(self, writes: list[Any]) -> bool:
        """False leaves everything as it was, for the next tick."""
        try:
            transact(self._dynamodb, writes)
        except (self._dynamodb.exceptions.TransactionCanceledException, TablesBusy):
            return False
        return True

    def _stands(self, update: dict[str, Any]) -> bool:
        try:
            self._dynamodb.update_item(**update)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def about(campaign: Campaign, phone: str) -> list[table_keys.Key]:
    """The suppressions and calls of a contact."""
    lists = scopes(campaign.company_id, campaign.campaign_id)
    return [table_keys.suppression(reach, owner, phone) for reach, owner in lists] + [
        table_keys.person(campaign.company_id, phone)
    ]


def known_from(campaign: Campaign, phone: str, found: Mapping[str, Mapping[str, Any]]) -> ContactFacts:
    *stops, person = [found.get(key["pk"]) for key in about(campaign, phone)]
    return ContactFacts(tuple(suppression_from(dict(stop)) for stop in stops if stop), person_from(person or {}))


def person_from(values: Mapping[str, Any]) -> Person:
    rang = [read_moment(text) for text in values.get("rang_at", [])]
    return Person(tuple(at for at in rang if at), values.get("version", 0))


def _sized(kept: list[str], texts: list[str]) -> dict[str, Any]:
    return {"ExpressionAttributeValues": to_item({":ended": kept, ":was_n": len(texts)})}
