"""Orders of calls that wait for the relay, on the Directory table; their messages, in the dial queue."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.calls.domain.outbound.dial_jobs import order_text
from trunkline.calls.domain.outbound.waiting_calls import WaitingCall, WaitingState

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

LIFETIME = timedelta(days=1)
ENDS = {WaitingState.PLACED, WaitingState.FAILED}


class WaitingCallsTable:
    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def add(self, call: WaitingCall) -> None:
        expires = {"expires_at": int((call.ordered_at + LIFETIME).timestamp())}
        values = {
            "order_id": call.order_id,
            "company_id": call.company_id,
            "state": call.state.value,
            "ordered_at": call.ordered_at.isoformat(),
            "changed_at": call.changed_at.isoformat(),
            "order": call.order,
        }
        self._directory.put_new(table_keys.waiting_call(call.order_id) | values | expires)

    def find(self, order_id: str) -> WaitingCall | None:
        found = self._directory.get(table_keys.waiting_call(order_id))
        return _call(found) if found else None

    def move(
        self, call: WaitingCall, state: WaitingState, now: datetime, *, call_id: str = "", reason: str = ""
    ) -> bool:
        facts: dict[str, Any] = {
            "state": state.value,
            "changed_at": now.isoformat(),
            "call_id": call_id,
            "reason": reason,
        }
        if state in ENDS:
            facts |= {"order": {}}  # it holds a person's number, which is no longer needed
        return self._directory.update_where(table_keys.waiting_call(call.order_id), facts, {"state": call.state.value})


class SqsLaterJobs:
    def __init__(self, sqs: Callable[[], "SQSClient"], url: str) -> None:
        self._sqs, self._url = sqs, url

    def send_later(self, order_id: str, seconds: int) -> None:
        self._sqs().send_message(QueueUrl=self._url, MessageBody=order_text(order_id), DelaySeconds=seconds)


def _call(item: Mapping[str, Any]) -> WaitingCall:
    return WaitingCall(
        order_id=item["order_id"],
        company_id=item["company_id"],
        state=WaitingState(item["state"]),
        ordered_at=datetime.fromisoformat(item["ordered_at"]),
        order=item["order"],
        changed_at=datetime.fromisoformat(item["changed_at"]),
        call_id=item.get("call_id", ""),
        reason=item.get("reason", ""),
    )
