"""Campaigns, their lists and who must not be called, on the Campaigns table."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4
from zlib import crc32

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import from_item, to_attribute, to_item
from trunkline.aws.table_reads import pages, read_all
from trunkline.campaigns.adapters.counter_items import change_counts
from trunkline.campaigns.adapters.items import (
    attempt_from,
    campaign_from,
    campaign_values,
    contact_from,
    contact_values,
    decision_from,
    millis,
)
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope, scopes

BY_OWNER, BY_DUE = "by_owner", "by_due"
SHARDS = 4  # one index partition takes 1,000 writes a second; a tick asks each of them
IN_A_TRANSACTION = 99  # and their count
REFUSED = "ConditionalCheckFailed"


def due(campaign_id: str, contact_id: str) -> str:
    """The partition of the index in which a contact waits."""
    return f"{campaign_id}#{crc32(contact_id.encode()) % SHARDS}"


def owned(dynamodb: DynamoDB, table: str, owner: str) -> Iterator[dict[str, Any]]:
    """Eventually consistent, as an index is."""
    values = {":owner": to_attribute(owner)}
    asked = {"KeyConditionExpression": "#owner = :owner", "ExpressionAttributeNames": {"#owner": "owner"}}
    yield from pages(dynamodb, TableName=table, IndexName=BY_OWNER, ExpressionAttributeValues=values, **asked)


class CampaignsTable:
    def __init__(self, dynamodb: DynamoDB, table: str, now: Callable[[], datetime]) -> None:
        self._dynamodb, self._table, self._now = dynamodb, table, now

    def add(self, campaign: Campaign) -> bool:
        owner = {"owner": f"{campaign.company_id}#campaign"}
        item = to_item(table_keys.campaign(campaign.campaign_id) | campaign_values(campaign) | owner)
        return self._when(self._dynamodb.put_item, Item=item, ConditionExpression="attribute_not_exists(pk)")

    def find(self, campaign_id: str) -> Campaign | None:
        key = to_item(table_keys.campaign(campaign_id))
        found = self._dynamodb.get_item(TableName=self._table, Key=key, ConsistentRead=True).get("Item")
        return campaign_from(from_item(found)) if found else None

    def of_company(self, company_id: str) -> list[Campaign]:
        found = owned(self._dynamodb, self._table, f"{company_id}#campaign")
        return sorted(map(campaign_from, found), key=lambda item: item.created_at)

    def move(self, campaign_id: str, to: CampaignState, from_: Iterable[CampaignState], reason: str = "") -> bool:
        before = {f":from{n}": state.value for n, state in enumerate(sorted(from_))}
        return self._when(
            self._dynamodb.update_item,
            Key=to_item(table_keys.campaign(campaign_id)),
            UpdateExpression="SET #state = :to, state_reason = :reason, moved_at = :now",
            ConditionExpression=f"#state IN ({', '.join(before)})",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item(
                before | {":to": to.value, ":reason": reason, ":now": self._now().isoformat()}
            ),
        )

    def _when(self, write: Callable[..., Any], **arguments: Any) -> bool:
        try:
            write(TableName=self._table, **arguments)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


class ContactsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def add(self, contacts: Iterable[Contact]) -> int:
        """A transaction for every 99, and another one where some of them were there. They count in the same one."""
        added, batch = 0, dict[str, Contact]()
        for contact in contacts:
            batch[contact.contact_id] = contact
            if len(batch) == IN_A_TRANSACTION:
                added, batch = added + self._add(list(batch.values())), {}
        return added + self._add(list(batch.values()))

    def _add(self, contacts: list[Contact]) -> int:
        if not contacts:
            return 0
        try:
            transact(self._dynamodb, [*({"Put": self._put(contact)} for contact in contacts), *self._counted(contacts)])
        except self._dynamodb.exceptions.TransactionCanceledException as cancelled:
            reasons = [reason.get("Code") for reason in cancelled.response["CancellationReasons"]]
            if REFUSED not in reasons:
                raise
            return self._add([item for item, why in zip(contacts, reasons, strict=False) if why != REFUSED])
        return len(contacts)

    def _counted(self, contacts: list[Contact]) -> Iterator[Any]:
        for campaign_id, many in Counter(contact.campaign_id for contact in contacts).items():
            yield change_counts(self._table, campaign_id, contacts[0].contact_id, {"contacts": many}, None)

    def _put(self, contact: Contact) -> dict[str, Any]:
        item = table_keys.contact(contact.campaign_id, contact.contact_id) | contact_values(contact)
        item |= {"owner": f"{contact.campaign_id}#contact"}
        if contact.state is ContactState.WAITING and contact.due_at:
            item |= {"due": due(contact.campaign_id, contact.contact_id), "due_at": millis(contact.due_at)}
        return {"TableName": self._table, "Item": to_item(item), "ConditionExpression": "attribute_not_exists(pk)"}

    def of_campaign(self, campaign_id: str) -> Iterator[Contact]:
        return map(contact_from, owned(self._dynamodb, self._table, f"{campaign_id}#contact"))


class AttemptsTable:
    """Attempts and decisions as people look at them."""

    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def of_campaign(self, campaign_id: str) -> Iterator[Attempt]:
        return map(attempt_from, owned(self._dynamodb, self._table, f"{campaign_id}#attempt"))

    def decisions(self, campaign_id: str, contact_id: str) -> list[Decision]:
        """In the order they were made."""
        pk = table_keys.contact(campaign_id, contact_id)["pk"]
        found = pages(
            self._dynamodb,
            TableName=self._table,
            ConsistentRead=True,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :decision)",
            ExpressionAttributeValues=to_item({":pk": pk, ":decision": "DECISION#"}),
        )
        return list(map(decision_from, found))


class SuppressionsTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def add(self, suppression: Suppression) -> None:
        """The first suppression stays, with its time and source."""
        values = {name: getattr(suppression, name) for name in ("phone", "reach", "source")}
        values |= {"at": suppression.at.isoformat(), "stops": suppression.owner, "suppression_id": uuid4().hex}
        item = _stop(suppression) | values | {"owner": f"{suppression.owner}#stop"}
        try:
            self._dynamodb.put_item(
                TableName=self._table, Item=to_item(item), ConditionExpression="attribute_not_exists(pk)"
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return

    def remove(self, suppression: Suppression) -> bool:
        key = to_item(_stop(suppression))
        gone = self._dynamodb.delete_item(TableName=self._table, Key=key, ReturnValues="ALL_OLD")
        return bool(gone.get("Attributes"))

    def of(self, phone: str, company_id: str, campaign_id: str) -> list[Suppression]:
        wanted = [table_keys.suppression(reach, owner, phone) for reach, owner in scopes(company_id, campaign_id)]
        found = read_all(self._dynamodb, self._table, wanted)
        return list(map(suppression_from, found))

    def of_company(self, company_id: str) -> Iterator[Suppression]:
        return map(suppression_from, owned(self._dynamodb, self._table, f"{company_id}#stop"))


def _stop(suppression: Suppression) -> table_keys.Key:
    return table_keys.suppression(suppression.reach, suppression.owner, suppression.phone)


def suppression_from(values: dict[str, Any]) -> Suppression:
    at = datetime.fromisoformat(values["at"])
    scope, suppression_id = SuppressionScope(values["reach"]), values.get("suppression_id", "")
    return Suppression(values["phone"], scope, values["stops"], values["source"], at, suppression_id)
