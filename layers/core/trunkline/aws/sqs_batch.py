"""Batches of SQS messages with partial failures (`ReportBatchItemFailures`): a failed message comes again alone.

Not powertools' BatchProcessor: its import takes longer than the rest of a function's start.
"""

from collections.abc import Callable
from typing import Any

Message = dict[str, Any]


class TryAgain(Exception):
    """Raised by work that has logged what is left, and leaves its message in the queue."""


def process_batch(
    event: dict[str, Any], work: Callable[[Message], None], on_failure: Callable[[Message, Exception], None]
) -> dict[str, Any]:
    """Lambda's answer. `on_failure` runs while the exception is handled, so that it can log it."""
    failed = [message["messageId"] for message in event["Records"] if not _succeeds(message, work, on_failure)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _succeeds(
    message: Message, work: Callable[[Message], None], on_failure: Callable[[Message, Exception], None]
) -> bool:
    try:
        work(message)
    except TryAgain:
        return False
    except Exception as error:  # noqa: BLE001 - the outermost line of six functions: reported, and tried again
        on_failure(message, error)
        return False
    return True
