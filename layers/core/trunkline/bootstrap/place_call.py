"""Dependencies of `place_call`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.campaigns import minute_price, seal_key
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.dialling import dialler
from trunkline.bootstrap.shared.ordering import ordering
from trunkline.bootstrap.shared.providers import known_providers
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps


@dataclass(frozen=True, slots=True)
class PlaceCallDeps:
    """Dependencies of `place_call`."""

    placing: PlaceAttemptDeps
    ordering: OrderAgentCallDeps
    now: Callable[[], datetime] = utc_now


def place_call_deps() -> PlaceCallDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    carrier = twilio_client(known.twilio_base_url, cache)
    return PlaceCallDeps(
        ordering=ordering(known, carrier, dynamodb, known_providers(known, cache)),
        placing=PlaceAttemptDeps(
            attempts=CampaignAttempts(dynamodb, known.campaigns_table),
            dialler=dialler(known, cache, dynamodb, retention(known)),
            seal_key=seal_key(known),
            is_holiday=is_public_holiday,
            usd_per_minute=minute_price(),
        ),
    )
