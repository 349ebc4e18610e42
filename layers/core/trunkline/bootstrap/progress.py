"""The door `call_progress`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.carriers import twilio_control
from trunkline.bootstrap.common import retention, settings, utc_now, vendor_secrets
from trunkline.ports.calls import CallControl, CallRecords
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.secrets import SecretCache
from trunkline.storage.signed_requests import SignedRequests


@dataclass(frozen=True, slots=True)
class ProgressServices:
    """What the door `call_progress` needs."""

    calls: CallRecords
    carrier: CallControl
    public_base_url: str
    secrets: SecretCache
    now: Callable[[], datetime] = utc_now


def progress_services() -> ProgressServices:
    known, cache = settings(), vendor_secrets(settings())
    calls = CallsTable(LeanDynamoDB(SignedRequests.from_environment("dynamodb")), known.calls_table, retention(known))
    carrier = twilio_control(known.twilio_base_url, cache)
    return ProgressServices(calls, carrier, known.public_base_url, cache)
