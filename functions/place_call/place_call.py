"""One message, one attempt, at most one call: looks again at everything that may stand in its way, marks it, dials."""

from functools import cache
from typing import Any

from trunkline.bootstrap.campaigns import PlaceServices, place_services
from trunkline.calls.domain.dial_jobs import order_in, read_job
from trunkline.calls.use_cases.order_voice_call import place_waiting_call
from trunkline.campaigns.use_cases.place_attempt import place_attempt
from trunkline.telemetry import count, log


@cache  # not made at the start: it reads a secret, and nobody waits on the line for this function
def services() -> PlaceServices:
    return place_services()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, services())


def respond(event: dict[str, Any], services: PlaceServices) -> dict[str, Any]:
    failed = [message["messageId"] for message in event["Records"] if not _placed(message, services)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _placed(message: dict[str, Any], services: PlaceServices) -> bool:
    """A message may come again without harm: what it asks for is done once."""
    try:
        if order_id := order_in(message["body"]):
            return _visited(order_id, services)
        job = read_job(message["body"])
        placement = place_attempt(job, services.placing, services.now())
    except Exception:  # noqa: BLE001 - the outermost line of this edge: the message comes again, the attempt has a lease
        log.exception("call not placed", message_id=message["messageId"])
        count("PlaceCallFailed")
        return False
    log.info(
        "attempt", campaign_id=job.campaign_id, contact_id=job.contact_id, number=job.number, result=placement.value
    )
    count("AttemptMade", result=placement.value)
    return True


def _visited(order_id: str, services: PlaceServices) -> bool:
    visited = place_waiting_call(order_id, services.ordering, services.now())
    log.info("ordered call", order_id=order_id, result=visited.value)
    count("OrderVisited", result=visited.value)
    return True
