"""Parts that `campaign_tick` and `place_call` share."""

import json
from decimal import Decimal

from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import aws_client, cached, utc_now
from trunkline.campaigns.adapters.schedules import EventBridgeSchedules, ScheduleTarget
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.costs.domain.prices import table_of
from trunkline.errors import NotConfigured
from trunkline.settings import Settings


def schedules(known: Settings) -> EventBridgeSchedules:
    target = ScheduleTarget(known.campaign_schedule_group, known.campaign_tick_arn, known.campaign_clock_role_arn)
    return EventBridgeSchedules(cached(lambda: aws_client("scheduler")), target)


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
