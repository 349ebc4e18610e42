"""A DynamoDB client that is short of room: batches come back in part, and transactions are turned away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ShortOfRoom:
    """Wraps a client. The next `partial` batches hold one item at most, the next `cancelled` transactions fail."""

    client: Any
    partial: int = 0
    cancelled: int = 0
    reason: str = "ThrottlingError"
    requests: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        self.requests.append("batch_get_item")
        if self.partial <= 0:
            answer: dict[str, Any] = self.client.batch_get_item(RequestItems=RequestItems)
            return answer
        self.partial -= 1
        first, *others = _single_keys(RequestItems)
        answer = self.client.batch_get_item(RequestItems=first)
        return answer | {"UnprocessedKeys": _together(others)}

    def transact_write_items(self, *, TransactItems: list[Any]) -> Any:  # noqa: N803 - boto3's name
        self.requests.append("transact_write_items")
        if self.cancelled <= 0:
            return self.client.transact_write_items(TransactItems=TransactItems)
        self.cancelled -= 1
        raise self._cancelled(len(TransactItems))

    def _cancelled(self, writes: int) -> Exception:
        reasons = [{"Code": "None"}] * (writes - 1) + [{"Code": self.reason}]
        kind = self.client.exceptions.TransactionCanceledException
        try:
            cancelled: Exception = kind({"CancellationReasons": reasons})
        except TypeError:  # boto3's takes the operation's name as well
            cancelled = kind({"CancellationReasons": reasons}, "TransactWriteItems")
        return cancelled


def _single_keys(request_items: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for table, wanted in request_items.items():
        for key in wanted["Keys"]:
            yield {table: wanted | {"Keys": [key]}}


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in parts:
        for table, wanted in part.items():
            found.setdefault(table, wanted | {"Keys": []})["Keys"] += wanted["Keys"]
    return found
