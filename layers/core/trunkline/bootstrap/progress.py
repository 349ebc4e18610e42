"""The door `call_progress`, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.bootstrap.carriers import twilio_control
from trunkline.bootstrap.common import retention, settings, utc_now, vendor_secrets
from trunkline.ports.calls import CallControl, CallRecords
from trunkline.ports.engine import Attempting
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.campaign_attempts import CampaignAttempts
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.secrets import SecretCache
from trunkline.storage.signed_requests import SignedRequests
from trunkline.use_cases.follow_attempt import Following
from trunkline.use_cases.settle_attempt import Settling


@dataclass(frozen=True, slots=True)
class ProgressServices:
    """What the door `call_progress` needs."""

    calls: CallRecords
    carrier: CallControl
    public_base_url: str
    secrets: SecretCache
    attempts: Attempting
    now: Callable[[], datetime] = utc_now

    def following(self) -> Following:
        return Following(Settling(self.attempts), self.calls, self.carrier)


def progress_services() -> ProgressServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))
    calls, attempts = (
        CallsTable(dynamodb, known.calls_table, retention(known)),
        CampaignAttempts(dynamodb, known.campaigns_table),
    )
    carrier = twilio_control(known.twilio_base_url, cache)
    return ProgressServices(calls, carrier, known.public_base_url, cache, attempts)
