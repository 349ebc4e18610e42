"""Parts of the engine's transactions: each holds what its asker believed against what is there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_attribute, to_item
from trunkline.campaigns.adapters.campaigns_table import due
from trunkline.campaigns.adapters.items import attempt_values, decision_values, millis
from trunkline.campaigns.domain.attempts import Attempt
from trunkline.campaigns.domain.audit_log import Decision
from trunkline.campaigns.domain.contacts import Contact, ContactState
from trunkline.campaigns.ports import Person

PEOPLE_KEPT = timedelta(days=400)  # longer than any frequency cap looks back
LIVE = "live"
"""The partition of the index that lists attempts by lease."""


def looked_after(attempt: Attempt) -> dict[str, Any]:
    return {"due": f"{attempt.campaign_id}#{LIVE}", "due_at": millis(attempt.lease_until)}


def new_attempt(table: str, attempt: Attempt) -> Any:
    key = table_keys.attempt(attempt.campaign_id, attempt.contact_id, attempt.number)
    item = key | attempt_values(attempt) | looked_after(attempt) | {"owner": f"{attempt.campaign_id}#attempt"}
    return {"Put": {"TableName": table, "Item": to_item(item), "ConditionExpression": "attribute_not_exists(pk)"}}


def new_decision(table: str, decision: Decision) -> Any:
    key = table_keys.decision(decision.campaign_id, decision.contact_id, decision.number)
    item = to_item(key | decision_values(decision))
    return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def change(
    table: str, key: table_keys.Key, facts: Mapping[str, Any], condition: str, believed: Mapping[str, Any]
) -> Any:
    """Facts that are None are removed. `condition` speaks of the believed ones as #name = :was_name."""
    given = {name: value for name, value in facts.items() if value is not None}
    gone = [name for name in facts if name not in given]
    expression = "SET " + ", ".join(f"#{name} = :{name}" for name in given)
    expression += f" REMOVE {', '.join(f'#{name}' for name in gone)}" if gone else ""
    values = {f":{name}": value for name, value in given.items()}
    values |= {f":was_{name}": value for name, value in believed.items()}
    return {
        "TableName": table,
        "Key": to_item(key),
        "UpdateExpression": expression,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": {f"#{name}": name for name in {*facts, *believed}},
        "ExpressionAttributeValues": {name: to_attribute(value) for name, value in values.items()},
    }


def equal(*names: str) -> str:
    return " AND ".join(f"#{name} = :was_{name}" for name in names)


def change_contact(table: str, contact: Contact, decision: Decision | None, facts: Mapping[str, Any]) -> Any:
    """Stands only while the contact is as it was read: its state, its attempts and its latest decision."""
    sealed = {"seal": decision.seal, "decisions": decision.number} if decision else {}
    believed = {"state": contact.state.value, "attempts": contact.attempts, "seal": contact.seal}
    key = table_keys.contact(contact.campaign_id, contact.contact_id)
    return {"Update": change(table, key, {**facts, **sealed}, equal(*believed), believed)}


def waits(contact: Contact, due_at: datetime | None) -> dict[str, Any]:
    """Waiting from then on, in the index of who is due; or done, and out of it."""
    if due_at is None:
        return {"state": ContactState.DONE.value, "due": None, "due_at": None}
    place = due(contact.campaign_id, contact.contact_id)
    return {"state": ContactState.WAITING.value, "due": place, "due_at": millis(due_at)}


def absent(table: str, key: table_keys.Key) -> Any:
    check = {"TableName": table, "Key": to_item(key), "ConditionExpression": "attribute_not_exists(pk)"}
    return {"ConditionCheck": check}


def count_call(table: str, key: table_keys.Key, before: Person, after: Person) -> Any:
    """The condition against calling a person too often: it fails when another run has counted a call meanwhile."""
    forgotten = int((after.rang_at[-1] + PEOPLE_KEPT).timestamp())
    facts = {"rang_at": [at.isoformat() for at in after.rang_at], "version": after.version, "expires_at": forgotten}
    if before.version:
        return {"Update": change(table, key, facts, equal("version"), {"version": before.version})}
    return {"Update": change(table, key, facts, "attribute_not_exists(pk)", {})}
