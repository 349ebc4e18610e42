"""Dependencies of `call_progress`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.secrets import SecretCache
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import retention, settings, utc_now, vendor_secrets
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.ports.carrier import CallControl
from trunkline.calls.ports.records import CallRecords
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.ports import AttemptStore
from trunkline.campaigns.use_cases.apply_call_status import ApplyCallStatusDeps
from trunkline.campaigns.use_cases.settle_attempt import SettleAttemptDeps


@dataclass(frozen=True, slots=True)
class CallProgressDeps:
    """Dependencies of `call_progress`."""

    calls: CallRecords
    carrier: CallControl
    public_base_url: str
    secrets: SecretCache
    attempts: AttemptStore
    now: Callable[[], datetime] = utc_now

    def following(self) -> ApplyCallStatusDeps:
        return ApplyCallStatusDeps(SettleAttemptDeps(self.attempts), self.calls, self.carrier)


def call_progress_deps() -> CallProgressDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    calls, attempts = (
        CallsTable(dynamodb, known.calls_table, retention(known)),
        CampaignAttempts(dynamodb, known.campaigns_table),
    )
    carrier = twilio_client(known.twilio_base_url, cache)
    return CallProgressDeps(calls, carrier, known.public_base_url, cache, attempts)
