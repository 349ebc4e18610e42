"""Values as DynamoDB writes them, and the one shape of update every record needs."""

from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
_to, _from = TypeSerializer(), TypeDeserializer()


def to_item(values: Mapping[str, Any]) -> Item:
    """None is left out: unknown is the absence of an attribute."""
    return {name: _to.serialize(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _from.deserialize(value) for name, value in item.items()}


def set_once_or_again(facts: Mapping[str, Any], only_if_absent: frozenset[str] = frozenset()) -> dict[str, Any]:
    """UpdateExpression and friends that set every fact; those in `only_if_absent` keep the value they first got."""
    known = {name: value for name, value in facts.items() if value is not None}
    parts = [f"#{n} = if_not_exists(#{n}, :{n})" if n in only_if_absent else f"#{n} = :{n}" for n in known]
    return {
        "UpdateExpression": "SET " + ", ".join(parts),
        "ExpressionAttributeNames": {f"#{name}": name for name in known},
        "ExpressionAttributeValues": {f":{name}": _to.serialize(value) for name, value in known.items()},
    }
