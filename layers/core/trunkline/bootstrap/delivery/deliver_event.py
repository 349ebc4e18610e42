"""`deliver_event`, put together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import settings, utc_now
from trunkline.bootstrap.shared.events import event_deliveries, signing_secrets
from trunkline.events.adapters.https_sender import ANSWER_LIMIT_BYTES, BUDGET_S, HttpsSender
from trunkline.events.domain.endpoint_addresses import EndpointAddresses
from trunkline.events.use_cases.deliver_event import DeliverEventDeps
from trunkline.web.public_https import PublicHttps


@dataclass(frozen=True, slots=True)
class DeliverEventHandlerDeps:
    """What `deliver_event` needs."""

    delivering: DeliverEventDeps
    now: Callable[[], datetime] = utc_now


def deliver_event_deps() -> DeliverEventHandlerDeps:
    known = settings()
    stores = event_deliveries(DynamoDBClient(SigV4Client.from_environment("dynamodb")), known)
    sender = HttpsSender(https_to(EndpointAddresses(known.event_endpoint_addresses)))
    delivering = DeliverEventDeps(stores.endpoints, stores.deliveries, stores.queue, sender, signing_secrets(known))
    return DeliverEventHandlerDeps(delivering)


def https_to(addresses: EndpointAddresses) -> PublicHttps:
    public = PublicHttps(BUDGET_S, ANSWER_LIMIT_BYTES)
    if addresses is EndpointAddresses.PUBLIC:
        return public
    return replace(public, is_allowed=lambda _address: True, takes_http=True)
