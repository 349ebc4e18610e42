"""DynamoDB as the tables use it: boto3's client has this shape, and so has a lean one for the webhooks.

Both speak wire-format items, so a table does not know which of the two it was given.
"""

import json
import secrets
import time
from collections.abc import Callable
from typing import Any, Protocol

from trunkline.aws.sigv4 import FIRST_PAUSE_S, AwsRefused, SigV4Client


class DynamoDB(Protocol):
    """The actions our tables use, by boto3's names."""

    @property
    def exceptions(self) -> Any: ...

    def get_item(self, **arguments: Any) -> Any: ...

    def put_item(self, **arguments: Any) -> Any: ...

    def update_item(self, **arguments: Any) -> Any: ...

    def delete_item(self, **arguments: Any) -> Any: ...

    def query(self, **arguments: Any) -> Any: ...

    def batch_get_item(self, **arguments: Any) -> Any: ...

    def transact_write_items(self, **arguments: Any) -> Any: ...


ATTEMPTS = 4
PASSING = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}  # another attempt may succeed


class TablesBusy(Exception):
    """DynamoDB kept turning a request away for lack of room. It is no answer: the whole may be tried again later."""


def transact(dynamodb: DynamoDB, writes: list[Any], pause: Callable[[float], None] = time.sleep) -> None:
    """All or nothing. Another transaction at the same item, or throttling, is tried again and in the end TablesBusy;
    a condition that does not hold is DynamoDB's own exception at once."""
    for attempt in range(ATTEMPTS):
        try:
            dynamodb.transact_write_items(TransactItems=writes)
        except dynamodb.exceptions.TransactionCanceledException as cancelled:
            codes = {reason.get("Code") for reason in cancelled.response.get("CancellationReasons", [])}
            if not codes & PASSING or codes - PASSING - {"None", None}:
                raise
            if attempt == ATTEMPTS - 1:
                raise TablesBusy("a transaction was not written") from cancelled
        else:
            return
        pause(FIRST_PAUSE_S * 2**attempt)


class ConditionalCheckFailedException(Exception):
    """The item was not as the request demanded. Like boto3's: `response` holds it, if it was asked for."""

    def __init__(self, response: dict[str, Any]) -> None:
        super().__init__(str(response.get("Message", "")))
        self.response = response


class TransactionCanceledException(Exception):
    """Like boto3's: `response` holds the reasons, one per action."""

    def __init__(self, response: dict[str, Any]) -> None:
        super().__init__(str(response.get("Message", "")))
        self.response = response


class DynamoDBClient:
    """No SDK: each action is one signed request. Every action we use may be repeated without harm."""

    class exceptions:  # noqa: N801 - boto3's name for it
        ConditionalCheckFailedException = ConditionalCheckFailedException
        TransactionCanceledException = TransactionCanceledException

    def __init__(self, requests: SigV4Client) -> None:
        self._requests = requests

    def get_item(self, **arguments: Any) -> Any:
        return self._call("GetItem", arguments)

    def put_item(self, **arguments: Any) -> Any:
        return self._call("PutItem", arguments)

    def update_item(self, **arguments: Any) -> Any:
        return self._call("UpdateItem", arguments)

    def delete_item(self, **arguments: Any) -> Any:
        return self._call("DeleteItem", arguments)

    def query(self, **arguments: Any) -> Any:
        return self._call("Query", arguments)

    def batch_get_item(self, **arguments: Any) -> Any:
        return self._call("BatchGetItem", arguments)

    def transact_write_items(self, **arguments: Any) -> Any:
        """With a token, as boto3 sends one: a repetition for lack of an answer is then not refused by its own first."""
        return self._call("TransactWriteItems", {"ClientRequestToken": secrets.token_hex(16), **arguments})

    def _call(self, action: str, arguments: dict[str, Any]) -> Any:
        try:
            return self._requests.call(f"DynamoDB_20120810.{action}", arguments, version="1.0")
        except AwsRefused as refusal:
            raise _named(refusal) from refusal


def _named(refusal: AwsRefused) -> Exception:
    """The two refusals that mean something to a table; any other stays what it is."""
    match refusal.code:
        case "ConditionalCheckFailedException":
            return ConditionalCheckFailedException(json.loads(refusal.body))
        case "TransactionCanceledException":
            return TransactionCanceledException(json.loads(refusal.body))
    return refusal
