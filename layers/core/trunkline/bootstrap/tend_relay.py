"""Dependencies of `tend_relay`."""

import time
from datetime import timedelta

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import aws_client, cached, settings, utc_now
from trunkline.calls.adapters.ecs_service import RelayCluster
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.domain.relay_fleet import SleepRules
from trunkline.calls.use_cases.tend_relay import TendRelayDeps
from trunkline.settings import Settings


def tend_relay_deps() -> TendRelayDeps:
    known = settings()
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    fleets = RelayFleetTable(Directory(dynamodb, known.directory_table))
    cluster = RelayCluster(
        cached(lambda: aws_client("ecs")),
        cached(lambda: aws_client("elbv2")),
        cached(lambda: aws_client("application-autoscaling")),
        known.relay_cluster,
    )
    leases = LeasesTable(dynamodb, known.calls_table)
    return TendRelayDeps(fleets, cluster, leases, sleep_rules(known), time.sleep, utc_now)


def sleep_rules(known: Settings) -> SleepRules:
    return SleepRules(known.relay_sleeps == "yes", timedelta(minutes=int(known.relay_sleeps_after_minutes)))
