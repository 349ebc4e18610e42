"""The dial queue: one message is one attempt and at most one call. Checks the gates again, marks the attempt, dials."""

from functools import cache, partial
from typing import Any

from trunkline.aws.sqs_batch import Message, process_batch
from trunkline.bootstrap.place_call import PlaceCallDeps, place_call_deps
from trunkline.calls.domain.outbound.dial_jobs import order_in, read_job
from trunkline.campaigns.use_cases.order_agent_call import visit_order
from trunkline.campaigns.use_cases.place_attempt import place_attempt
from trunkline.telemetry import count, log


@cache  # not built at the start: it reads a secret, and no caller waits for this function
def deps() -> PlaceCallDeps:
    return place_call_deps()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(event: dict[str, Any], deps: PlaceCallDeps) -> dict[str, Any]:
    return process_batch(event, partial(_place, deps=deps), _failed)


def _place(message: Message, deps: PlaceCallDeps) -> None:
    """A message may be delivered twice: its call is placed once."""
    if order_id := order_in(message["body"]):
        _place_order(order_id, deps)
        return
    job = read_job(message["body"])
    placement = place_attempt(job, deps.placing, deps.now())
    log.info(
        "attempt", campaign_id=job.campaign_id, contact_id=job.contact_id, number=job.number, result=placement.value
    )
    count("AttemptMade", result=placement.value)


def _failed(message: Message, _error: Exception) -> None:
    """The message comes again; the attempt has a lease."""
    log.exception("call not placed", message_id=message["messageId"])
    count("PlaceCallFailed")


def _place_order(order_id: str, deps: PlaceCallDeps) -> None:
    visited = visit_order(order_id, deps.ordering, deps.now())
    log.info("ordered call", order_id=order_id, result=visited.value)
    count("OrderVisited", result=visited.value)
