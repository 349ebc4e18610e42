"""Values as DynamoDB writes them, and the one shape of update every record needs.

Spelt out here because boto3's own serializer cannot be had without all of boto3, which the webhooks do without
(docs/decisions/0004); held against it in the tests.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Item = dict[str, Any]


def to_item(values: Mapping[str, Any]) -> Item:
    """None is left out: unknown is the absence of an attribute."""
    return {name: to_attribute(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: from_attribute(value) for name, value in item.items()}


def to_attribute(value: Any) -> dict[str, Any]:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case str():
            return {"S": str(value)}  # an enum's value, too
        case Mapping():
            return {"M": {name: to_attribute(inner) for name, inner in value.items()}}
        case list() | tuple():
            return {"L": [to_attribute(inner) for inner in value]}
    raise TypeError(f"no attribute for {type(value).__name__}: floats lose money, bytes have a bucket")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    [(kind, value)] = attribute.items()
    match kind:
        case "N":
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else number
        case "M":
            return from_item(value)
        case "L":
            return [from_attribute(inner) for inner in value]
        case "NULL":
            return None
        case "SS":
            return sorted(value)
    return value


def set_once_or_again(facts: Mapping[str, Any], only_if_absent: frozenset[str] = frozenset()) -> dict[str, Any]:
    """UpdateExpression and friends that set every fact; those in `only_if_absent` keep the value they first got."""
    known = {name: value for name, value in facts.items() if value is not None}
    parts = [f"#{n} = if_not_exists(#{n}, :{n})" if n in only_if_absent else f"#{n} = :{n}" for n in known]
    return {
        "UpdateExpression": "SET " + ", ".join(parts),
        "ExpressionAttributeNames": {f"#{name}": name for name in known},
        "ExpressionAttributeValues": {f":{name}": to_attribute(value) for name, value in known.items()},
    }
