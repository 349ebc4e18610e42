"""Dependencies of `reap_orphans`."""

from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import retention, settings, utc_now, vendor_secrets
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.use_cases.reap_orphans import ReapOrphansDeps


def reap_orphans_deps() -> ReapOrphansDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    carrier = twilio_client(known.twilio_base_url, cache)
    leases, calls = LeasesTable(dynamodb, known.calls_table), CallsTable(dynamodb, known.calls_table, retention(known))
    return ReapOrphansDeps(leases, calls, carrier, Addresses(known.public_base_url, known.relay_base_url), utc_now)
