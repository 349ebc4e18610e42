"""Dependencies of `campaign_tick`."""

from functools import partial

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.campaigns import minute_price, schedules, seal_key
from trunkline.bootstrap.shared.common import aws_client, cached, retention, settings, utc_now, vendor_secrets
from trunkline.bootstrap.shared.dialling import dialler
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable
from trunkline.campaigns.adapters.dial_queue import SqsDialQueue
from trunkline.campaigns.adapters.public_holidays import is_public_holiday
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps
from trunkline.telemetry import log


def campaign_tick_deps() -> TickCampaignDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    fleets = RelayFleetTable(Directory(dynamodb, known.directory_table))
    return TickCampaignDeps(
        ticks=TicksTable(dynamodb, known.campaigns_table),
        attempts=CampaignAttempts(dynamodb, known.campaigns_table),
        campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
        queue=SqsDialQueue(cached(lambda: aws_client("sqs")), known.dial_queue_url, log_unsent),
        dialler=dialler(known, cache, dynamodb, retention(known)),
        schedules=schedules(known),
        seal_key=seal_key(known),
        is_holiday=is_public_holiday,
        usd_per_minute=minute_price(),
        relay_is_held=partial(hold_relay, fleets),
        now=utc_now,
    )


def log_unsent(number: int) -> None:
    log.warning("dial jobs not sent", jobs=number)
