"""Writes that happen once. Each names its writer: a client sends a request again when the answer is lost, and the
repetition must not be refused by what the first one wrote."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.aws.table_keys import Key

UNSPENT_AND_FRESH = "attribute_exists(pk) AND (attribute_not_exists(spent_at) OR spent_by = :us) AND expires_at > :now"


def put_once(dynamodb: DynamoDB, table: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """None: written now. Else the item that was there before."""
    us = token_hex(8)
    once = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    try:
        dynamodb.put_item(TableName=table, Item=to_item({**values, "by": us}), **once)
    except dynamodb.exceptions.ConditionalCheckFailedException as known:
        before = from_item(known.response.get("Item", {}))
        return None if before.get("by") == us else before
    return None


def spend(
    dynamodb: DynamoDB, table: str, key: Key, now_s: int, owner: Mapping[str, str] | None = None
) -> dict[str, Any] | None:
    """The item, once: None when it is unknown, expired, spent already, or has another `owner` (attribute and value)."""
    owned = "".join(f" AND {name} = :{name}" for name in owner or {})
    values = {":now": now_s, ":us": token_hex(8)} | {f":{name}": value for name, value in (owner or {}).items()}
    try:
        spent = dynamodb.update_item(
            TableName=table,
            Key=to_item(key),
            UpdateExpression="SET spent_at = :now, spent_by = :us",
            ConditionExpression=UNSPENT_AND_FRESH + owned,
            ExpressionAttributeValues=to_item(values),
            ReturnValues="ALL_NEW",
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return None
    return from_item(spent["Attributes"])
