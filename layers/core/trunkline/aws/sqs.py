"""Work handed over through a queue."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class JobQueue:
    def __init__(self, sqs: Callable[[], "SQSClient"], url: str) -> None:
        self._sqs = sqs
        self._url = url

    def send(self, job: Mapping[str, Any], delay_s: int = 0) -> None:
        """`delay_s` is 900 at most."""
        self._sqs().send_message(QueueUrl=self._url, MessageBody=json.dumps(job), DelaySeconds=delay_s)
