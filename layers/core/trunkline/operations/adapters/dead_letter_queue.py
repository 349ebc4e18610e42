"""Dead letters on SQS."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from trunkline.operations.domain.dead_letters import DeadLetter

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

AT_ONCE = 10  # messages in one request
HIDDEN_S = 120


class DeadLetterQueue:
    """`dead_url` is read from the queue's redrive policy where it is not given."""

    def __init__(self, sqs: Callable[[], "SQSClient"], url: str, dead_url: str = "") -> None:
        self._sqs, self._url, self._dead_url = sqs, url, dead_url

    def read(self, at_most: int | None = None) -> Iterator[DeadLetter]:
        """A message that comes round again all the same ends the reading."""
        seen: set[str] = set()
        while at_most is None or len(seen) < at_most:
            count = AT_ONCE if at_most is None else min(AT_ONCE, at_most - len(seen))
            new = [message for message in self._received(count) if message["MessageId"] not in seen]
            if not new:
                return
            seen |= {message["MessageId"] for message in new}
            yield from map(_letter, new)

    def seems_empty(self) -> bool:
        counted = ["ApproximateNumberOfMessages"]
        answer = self._sqs().get_queue_attributes(QueueUrl=self._dead(), AttributeNames=counted)  # type: ignore[arg-type]
        return int(answer["Attributes"]["ApproximateNumberOfMessages"]) == 0

    def send_back(self, letter: DeadLetter) -> None:
        self._sqs().send_message(QueueUrl=self._url, MessageBody=letter.body)
        self._sqs().delete_message(QueueUrl=self._dead(), ReceiptHandle=letter.receipt)

    def release(self, letter: DeadLetter) -> None:
        self._sqs().change_message_visibility(QueueUrl=self._dead(), ReceiptHandle=letter.receipt, VisibilityTimeout=0)

    def _received(self, count: int) -> list[dict[str, Any]]:
        answer = self._sqs().receive_message(
            QueueUrl=self._dead(),
            MaxNumberOfMessages=count,
            VisibilityTimeout=HIDDEN_S,
            WaitTimeSeconds=1,  # all of SQS's servers are asked, not a sample of them
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return cast("list[dict[str, Any]]", answer.get("Messages", []))

    def _dead(self) -> str:
        """Both queues are of one account and region: their addresses differ in the name."""
        if not self._dead_url:
            answer = self._sqs().get_queue_attributes(QueueUrl=self._url, AttributeNames=["RedrivePolicy"])
            name = json.loads(answer["Attributes"]["RedrivePolicy"])["deadLetterTargetArn"].rsplit(":", 1)[-1]
            self._dead_url = f"{self._url.rsplit('/', 1)[0]}/{name}"
        return self._dead_url


def _letter(message: dict[str, Any]) -> DeadLetter:
    sent = message.get("Attributes", {}).get("SentTimestamp")
    sent_at = datetime.fromtimestamp(int(sent) / 1000, UTC) if sent else None
    return DeadLetter(message["MessageId"], message["Body"], message["ReceiptHandle"], sent_at)
