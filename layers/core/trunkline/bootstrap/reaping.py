"""`reap_orphans`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.carriers import twilio_control
from trunkline.bootstrap.common import retention, settings, utc_now, vendor_secrets
from trunkline.protocols.twiml import Addresses
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.leases_table import LeasesTable
from trunkline.storage.signed_requests import SignedRequests
from trunkline.use_cases.reap_orphans import Reaping


@dataclass(frozen=True, slots=True)
class ReapingServices:
    """What `reap_orphans` needs."""

    reaping: Reaping
    now: Callable[[], datetime] = utc_now


def reaping_services() -> ReapingServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))
    carrier = twilio_control(known.twilio_base_url, cache)
    leases, calls = LeasesTable(dynamodb, known.calls_table), CallsTable(dynamodb, known.calls_table, retention(known))
    return ReapingServices(Reaping(leases, calls, carrier, Addresses(known.public_base_url, known.relay_base_url)))
