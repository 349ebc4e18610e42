"""`campaign_tick` and `place_call`, put together."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.carriers import twilio_client
from trunkline.bootstrap.common import aws_client, lazily, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.dialling import dialler
from trunkline.bootstrap.ordering import ordering
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.calls.use_cases.order_voice_call import OrderingDeps
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable
from trunkline.campaigns.adapters.dial_queue import SqsDialQueue
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.adapters.schedules import EventBridgeSchedules, ScheduleTarget
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.use_cases.place_attempt import PlaceAttemptDeps
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps
from trunkline.costs.domain.prices import table_of
from trunkline.errors import NotConfigured
from trunkline.settings import Settings
from trunkline.telemetry import log


@dataclass(frozen=True, slots=True)
class TickServices:
    """What `campaign_tick` needs."""

    ticking: TickCampaignDeps
    now: Callable[[], datetime] = utc_now


@dataclass(frozen=True, slots=True)
class PlaceServices:
    """What `place_call` needs."""

    placing: PlaceAttemptDeps
    ordering: OrderingDeps
    now: Callable[[], datetime] = utc_now


def tick_services() -> TickServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    fleets = RelayFleetTable(Directory(dynamodb, known.directory_table))
    return TickServices(
        TickCampaignDeps(
            ticks=TicksTable(dynamodb, known.campaigns_table),
            attempts=CampaignAttempts(dynamodb, known.campaigns_table),
            campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
            queue=SqsDialQueue(lazily(lambda: aws_client("sqs")), known.dial_queue_url, tell_unsent),
            dialler=dialler(known, cache, dynamodb, retention(known)),
            schedules=schedules(known),
            seal_key=seal_key(known),
            is_holiday=is_public_holiday,
            usd_per_minute=minute_price(),
            relay_is_held=partial(hold_relay, fleets),
        )
    )


def place_services() -> PlaceServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    carrier = twilio_client(known.twilio_base_url, cache)
    return PlaceServices(
        ordering=ordering(known, carrier, dynamodb),
        placing=PlaceAttemptDeps(
            attempts=CampaignAttempts(dynamodb, known.campaigns_table),
            dialler=dialler(known, cache, dynamodb, retention(known)),
            seal_key=seal_key(known),
            is_holiday=is_public_holiday,
            usd_per_minute=minute_price(),
        ),
    )


def schedules(known: Settings) -> EventBridgeSchedules:
    clockwork = ScheduleTarget(known.campaign_schedule_group, known.campaign_tick_arn, known.campaign_clock_role_arn)
    return EventBridgeSchedules(lazily(lambda: aws_client("scheduler")), clockwork)


def seal_key(known: Settings) -> bytes:
    """Read once: a key that changes would break every chain that was begun with it."""
    requests = SigV4Client.from_environment("secretsmanager")
    answer = requests.call("secretsmanager.GetSecretValue", {"SecretId": known.seal_secret_id})
    key = str(json.loads(answer["SecretString"]).get("decision_seal_key", ""))
    if not key:
        raise NotConfigured("decision_seal_key is missing in the seal secret")
    return key.encode()


def minute_price() -> Decimal:
    return usd_per_minute(table_of(utc_now().date()))


def tell_unsent(number: int) -> None:
    log.warning("dial jobs not sent", jobs=number)
