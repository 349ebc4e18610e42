"""The queue of due deliveries on SQS. A wait of more than 15 minutes is several messages, one after the other."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from trunkline.aws.sqs import JobQueue
from trunkline.events.domain.deliveries import Delivery, DueDelivery

LONGEST_DELAY_S = 900


class SqsDeliveryQueue:
    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue

    def send(self, delivery: Delivery, now: datetime) -> None:
        job = {
            "company_id": delivery.company_id,
            "endpoint_id": delivery.endpoint_id,
            "delivery_id": delivery.delivery_id,
        }
        job |= {"due_at": delivery.due_at.isoformat()} if delivery.due_at else {}
        self._queue.send(job, _delay_s(delivery.due_at, now))


def read_job(job: Mapping[str, str]) -> DueDelivery:
    due_at = datetime.fromisoformat(job["due_at"]) if "due_at" in job else None
    return DueDelivery(job["company_id"], job["endpoint_id"], job["delivery_id"], due_at)


def _delay_s(due_at: datetime | None, now: datetime) -> int:
    """Whole seconds, rounded up: a message must not come before its time."""
    wait = (due_at or now) - now
    return min(max(0, -(-wait // timedelta(seconds=1))), LONGEST_DELAY_S)
