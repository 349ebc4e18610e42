"""The queue between a tick and the dialling. Its delay is what spreads a tick's calls over the minute."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from trunkline.calls.domain.outbound.dial_jobs import Job, job_text

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

IN_A_BATCH = 10
LONGEST_DELAY_S = 900


class SqsDialQueue:
    """`on_unsent` gets the number of rejected messages; their attempts are withdrawn when their lease runs out."""

    def __init__(self, sqs: Callable[[], "SQSClient"], url: str, on_unsent: Callable[[int], None]) -> None:
        self._sqs, self._url, self._on_unsent = sqs, url, on_unsent

    def send(self, jobs: Iterable[Job], now: datetime) -> None:
        waiting = list(jobs)
        for begin in range(0, len(waiting), IN_A_BATCH):
            batch = waiting[begin : begin + IN_A_BATCH]
            entries: list[Any] = [_entry(str(n), job, now) for n, job in enumerate(batch)]
            answer = self._sqs().send_message_batch(QueueUrl=self._url, Entries=entries)
            if unsent := len(answer.get("Failed", [])):
                self._on_unsent(unsent)


def _entry(name: str, job: Job, now: datetime) -> dict[str, Any]:
    delay = int((job.starts_at - now).total_seconds())
    return {"Id": name, "MessageBody": job_text(job), "DelaySeconds": min(max(delay, 0), LONGEST_DELAY_S)}
