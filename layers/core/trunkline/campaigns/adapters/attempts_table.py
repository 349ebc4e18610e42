"""Placing and settling attempts on the Campaigns table: one read, one transaction."""

from datetime import datetime
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.aws.table_reads import read_all
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.adapters.counter_items import PARTS, change_counts, outcome_count, tally_from
from trunkline.campaigns.adapters.items import attempt_from, campaign_from, contact_from, millis, text_of
from trunkline.campaigns.adapters.ticks_table import about, known_from
from trunkline.campaigns.adapters.transactions import (
    absent,
    change,
    change_contact,
    count_call,
    equal,
    looked_after,
    new_decision,
    waits,
)
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.campaigns.domain.pacing import added
from trunkline.campaigns.domain.suppressions import SuppressionScope
from trunkline.campaigns.ports import AttemptContext, AttemptResult, Person
from trunkline.errors import BadRequest
from trunkline.ids import CallId

ASKED = "SET #state = :state, lease_until = :until, due_at = :until"


class CampaignAttempts:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def look(self, campaign_id: str, contact_id: str, number: int) -> AttemptContext | None:
        wanted = _keys(campaign_id, contact_id, number)
        return _situation({_place(item): item for item in read_all(self._dynamodb, self._table, wanted)}, wanted)

    def look_to_dial(self, job: Job) -> AttemptContext | None:
        """One request for all of it: fifteen items."""
        wanted = _keys(job.campaign_id, job.contact_id, job.number)
        counts = [table_keys.campaign_count(job.campaign_id, part) for part in range(PARTS)]
        known = [table_keys.suppression(reach, owner, job.phone) for reach, owner in _scopes(job)]
        known.append(table_keys.person(job.company_id, job.phone))
        items = read_all(self._dynamodb, self._table, [*wanted, *counts, *known])
        found = {_place(item): item for item in items}
        seen = _situation(found, wanted)
        if seen is None:
            return None
        if (seen.contact.phone, seen.campaign.company_id) != (job.phone, job.company_id):
            raise BadRequest("a job whose number is not its contact's")
        tally = added(tally_from(found[_place(key)]) for key in counts if _place(key) in found)
        about_them = known_from(seen.campaign, job.phone, {item["pk"]: item for item in items})
        return AttemptContext(seen.campaign, seen.contact, seen.attempt, about_them, tally)

    def mark(self, seen: AttemptContext, attempt: Attempt, decision: Decision, person: Person) -> bool:
        table, contact, before = self._table, seen.contact, seen.attempt.state.value
        facts = {"state": attempt.state.value, "dialled_at": text_of(attempt.dialled_at)}
        lease = {"lease_until": millis(attempt.lease_until), **looked_after(attempt)}
        *stops, person_key = about(seen.campaign, contact.phone)
        return self._all_stand([
            _running(table, attempt.campaign_id),
            {"Update": change(table, _key(attempt), facts | lease, equal("state"), {"state": before})},
            change_contact(table, contact, decision, {"dialled": contact.dialled + 1}),
            new_decision(table, decision),
            count_call(table, person_key, seen.known.person, person),
            *[absent(table, stop) for stop in stops],
            change_counts(table, attempt.campaign_id, attempt.contact_id, {"dialled": 1}, None),
        ])  # fmt: skip

    def placed(self, attempt: Attempt, call_id: CallId | None, conversation_id: str, lease_until: datetime) -> bool:
        ids = {"call_id": call_id, "conversation_id": conversation_id}
        known = {name: value for name, value in ids.items() if value}
        values = {":state": AttemptState.PLACED.value, ":dialling": AttemptState.DIALLING.value}
        return self._stands(
            Key=to_item(_key(attempt)),
            UpdateExpression=", ".join([ASKED, *(f"{name} = if_not_exists({name}, :{name})" for name in known)]),
            ConditionExpression="#state IN (:state, :dialling)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item(
                values | {":until": millis(lease_until)} | {f":{name}": value for name, value in known.items()}
            ),
        )

    def answered(self, attempt: Attempt, answered_by: AnsweredBy) -> bool:
        states = {":dialling": AttemptState.DIALLING.value, ":placed": AttemptState.PLACED.value}
        return self._stands(
            Key=to_item(_key(attempt)),
            UpdateExpression="SET answered_by = :who",
            ConditionExpression="attribute_not_exists(answered_by) AND #state IN (:dialling, :placed)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item(states | {":who": answered_by.value}),
        )

    def close(self, closing: AttemptResult) -> bool:
        over, contact, table = closing.attempt, closing.contact, self._table
        assert over.outcome
        facts = {
            "state": over.state.value,
            "outcome": over.outcome.value,
            "reason": over.reason,
            "answered_by": over.answered_by.value if over.answered_by else None,
            "ended_at": text_of(over.ended_at),
            "due": None,
            "due_at": None,
        }
        is_done = closing.due_at is None
        values = {"outcome": over.outcome.value, "reason": over.reason if is_done else ""}
        counts = {"live": -1, "done": int(is_done), "billed_s": closing.billed_s, outcome_count(over.outcome): 1}
        decided = [new_decision(table, closing.decision)] if closing.decision else []
        return self._all_stand([
            {"Update": change(table, _key(over), facts, equal("state"), {"state": closing.was.value})},
            change_contact(table, contact, closing.decision, waits(contact, closing.due_at) | values),
            *decided,
            change_counts(table, over.campaign_id, over.contact_id, counts, closing.ended),
        ])  # fmt: skip

    def extend(self, attempt: Attempt, lease_until: datetime) -> bool:
        """Over attempts are out of the index: they have no `due` any more."""
        values = {":until": millis(lease_until), ":seen": millis(attempt.lease_until)}
        return self._stands(
            Key=to_item(_key(attempt)),
            UpdateExpression="SET lease_until = :until, due_at = :until",
            ConditionExpression="lease_until = :seen AND attribute_exists(#due)",
            ExpressionAttributeNames={"#due": "due"},
            ExpressionAttributeValues=to_item(values),
        )

    def _all_stand(self, writes: list[Any]) -> bool:
        try:
            transact(self._dynamodb, writes)
        except self._dynamodb.exceptions.TransactionCanceledException:
            return False
        return True

    def _stands(self, **update: Any) -> bool:
        try:
            self._dynamodb.update_item(TableName=self._table, **update)
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _scopes(job: Job) -> list[tuple[str, str]]:
    return [
        (SuppressionScope.GLOBAL, ""),
        (SuppressionScope.COMPANY, job.company_id),
        (SuppressionScope.CAMPAIGN, job.campaign_id),
    ]


def _keys(campaign_id: str, contact_id: str, number: int) -> list[table_keys.Key]:
    contact = table_keys.contact(campaign_id, contact_id)
    return [table_keys.campaign(campaign_id), contact, table_keys.attempt(campaign_id, contact_id, number)]


def _key(attempt: Attempt) -> table_keys.Key:
    return table_keys.attempt(attempt.campaign_id, attempt.contact_id, attempt.number)


def _place(item: Any) -> tuple[str, str]:
    return item["pk"], item["sk"]


def _situation(found: dict[tuple[str, str], dict[str, Any]], wanted: list[table_keys.Key]) -> AttemptContext | None:
    campaign, contact, attempt = (found.get(_place(key)) for key in wanted)
    if not (campaign and contact and attempt):
        return None
    return AttemptContext(campaign_from(campaign), contact_from(contact), attempt_from(attempt))


def _running(table: str, campaign_id: str) -> Any:
    check = {
        "TableName": table,
        "Key": to_item(table_keys.campaign(campaign_id)),
        "ConditionExpression": "#state = :running",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":running": to_attribute(CampaignState.RUNNING.value)},
    }
    return {"ConditionCheck": check}
