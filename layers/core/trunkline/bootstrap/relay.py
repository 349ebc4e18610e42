"""The media relay, put together."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from trunkline.bootstrap.common import aws_client, data_keys, retention, tell_stale, utc_now
from trunkline.bootstrap.filing import opting_out
from trunkline.bootstrap.owners import owners_in
from trunkline.domain.call_views import CallView
from trunkline.domain.calls import CallId
from trunkline.ports.calls import CallRecords, Leases, Stories, StreamTickets, WaitingOrders
from trunkline.ports.companies import Companies
from trunkline.ports.reports import ConversationRecords
from trunkline.settings import SharedSettings
from trunkline.storage.bucket import Bucket
from trunkline.storage.call_views import CallViews
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.conversations_table import ConversationsTable
from trunkline.storage.directory import Directory
from trunkline.storage.kept_keys import RememberingCompanies
from trunkline.storage.leases_table import LeasesTable
from trunkline.storage.secrets import SecretCache
from trunkline.storage.stories_table import StoriesTable
from trunkline.storage.stream_tickets import StreamTicketsTable
from trunkline.storage.waiting_orders import WaitingOrdersTable
from trunkline.use_cases.hear_opt_out import OptOut, hear_opt_out
from trunkline.use_cases.ownership import owns_agent


@dataclass(frozen=True, slots=True)
class RelayServices:
    """What the media relay needs. Fargate keeps credentials out of the environment, so boto3 reads even the secret."""

    tickets: StreamTickets
    calls: CallRecords
    conversations: ConversationRecords
    stories: Stories
    leases: Leases
    companies: Companies
    waiting: WaitingOrders
    opt_out: Callable[[OptOut], None]
    owns_agent: Callable[[str, str], bool]  # agent and company
    find_call: Callable[[CallId], CallView | None]
    recordings: Bucket
    secrets: SecretCache
    relay_base_url: str
    elevenlabs_base_url: str


def relay_services() -> RelayServices:
    known = SharedSettings.from_environment(os.environ)
    dynamodb, vault = aws_client("dynamodb"), aws_client("secretsmanager")
    return RelayServices(
        tickets=StreamTicketsTable(dynamodb, known.directory_table),
        calls=CallsTable(dynamodb, known.calls_table, retention(known)),
        conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
        stories=StoriesTable(dynamodb, known.calls_table, retention(known)),
        leases=LeasesTable(dynamodb, known.calls_table),
        companies=RememberingCompanies(CompaniesTable(Directory(dynamodb, known.directory_table)), utc_now),
        waiting=WaitingOrdersTable(dynamodb, known.calls_table),
        find_call=CallViews(dynamodb, known.calls_table).find,
        owns_agent=partial(owns_agent, owners=owners_in(Directory(dynamodb, known.directory_table))),
        opt_out=partial(hear_opt_out, with_=opting_out(dynamodb, known.campaigns_table)),
        recordings=Bucket(aws_client("s3"), known.bucket, data_keys(known)),
        secrets=SecretCache(
            lambda: str(vault.get_secret_value(SecretId=known.vendor_secret_id)["SecretString"]), tell_stale
        ),
        relay_base_url=known.relay_base_url,
        elevenlabs_base_url=known.elevenlabs_base_url,
    )
