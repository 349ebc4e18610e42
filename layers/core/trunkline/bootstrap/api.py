"""The REST API, put together. Parts that few requests use (S3) are made when the first one does."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import httpx

from trunkline.bootstrap.carriers import twilio_carrier
from trunkline.bootstrap.common import (
    aws_client,
    data_keys,
    lazily,
    new_name,
    new_token,
    retention,
    settings,
    utc_now,
    vendor_secrets,
)
from trunkline.bootstrap.owners import owners_in
from trunkline.domain.call_instructions import CallInstruction
from trunkline.domain.destinations import Destinations
from trunkline.domain.erasures import person_fingerprint
from trunkline.domain.standings import Standing
from trunkline.domain.tools import missing_secrets
from trunkline.ports.calls import CallRecords, LiveCalls, WaitingOrders
from trunkline.ports.campaigns import Campaigns, Schedules, Suppressions
from trunkline.ports.carriers import Carrier
from trunkline.ports.companies import Callers, Companies, CostBook, Phones, RateLimit, Requests, Routes
from trunkline.ports.contact_lists import ImportRuns, Notes
from trunkline.ports.exports import CallCatalogue, ExportRuns, Jobs
from trunkline.ports.voices import VoiceWorkspace
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.providers.elevenlabs import ElevenLabsLine
from trunkline.providers.elevenlabs_workspace import ElevenLabsWorkspace
from trunkline.providers.live_calls import RelayedCalls
from trunkline.providers.vendor_client import VendorClient
from trunkline.storage.bucket import Shelf
from trunkline.storage.call_views import CallViews
from trunkline.storage.callers_table import CallersTable
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.campaign_ticks import TicksTable
from trunkline.storage.campaigns_table import CampaignsTable, SuppressionsTable
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.cost_book import CostBookTable
from trunkline.storage.directory import Directory
from trunkline.storage.dynamodb import LeanDynamoDB
from trunkline.storage.erasing import ReceiptsTable
from trunkline.storage.exports_table import ExportsTable
from trunkline.storage.imports_table import ImportsTable, NotesTable
from trunkline.storage.jobs import JobQueue
from trunkline.storage.kept_keys import RememberingCompanies
from trunkline.storage.leases_table import LeasesTable
from trunkline.storage.list_files import ListShelf
from trunkline.storage.owned import OnceTable, PhonesTable, PlansTable, RoutesTable
from trunkline.storage.rates import RateTable
from trunkline.storage.schedules import Clockwork, SchedulerSchedules
from trunkline.storage.secrets import SecretCache, VendorSecrets
from trunkline.storage.signed_requests import SignedRequests
from trunkline.storage.switchboard import DynamoSwitchboard
from trunkline.storage.waiting_orders import WaitingOrdersTable
from trunkline.use_cases.answer_call import Answering
from trunkline.use_cases.manage_companies import MissingSecrets
from trunkline.use_cases.manage_companies import Secrets as NewSecrets
from trunkline.use_cases.ownership import Owners
from trunkline.use_cases.place_voice_call import Placing
from trunkline.use_cases.speak_text import Speaking


@dataclass(frozen=True, slots=True)
class ApiServices:
    """What the REST API needs. Parts that few requests use (S3) are made when the first one does."""

    workspace: VoiceWorkspace
    carrier: Carrier
    companies: Companies
    routes: Routes
    phones: Phones
    callers: Callers
    requests: Requests
    calls: CallRecords
    catalogue: CallCatalogue
    live: LiveCalls
    waiting: WaitingOrders
    rate: RateLimit
    answering: Answering
    render: Callable[[CallInstruction], str]
    placing: Placing
    speaking: Speaking
    new_secrets: NewSecrets
    transcripts: Callable[[str], dict[str, Any]]
    link: Callable[[str, int], str]
    exports: ExportRuns
    export_jobs: Jobs
    costs: CostBook
    receipts: ReceiptsTable
    erasure_jobs: Jobs
    person_fingerprint: Callable[[str], str]
    campaigns: Campaigns
    suppressions: Suppressions
    schedules: Schedules
    standings: Callable[[str], Standing | None]
    imports: ImportRuns
    notes: Notes
    list_jobs: Jobs
    upload_link: Callable[[str, int], str]
    missing_secrets: MissingSecrets
    owners: Owners
    destinations: Destinations
    now: Callable[[], datetime] = utc_now


API_REQUESTS_PER_MINUTE = 600  # of one key


def api_services() -> ApiServices:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = LeanDynamoDB(SignedRequests.from_environment("dynamodb"))
    directory = Directory(dynamodb, known.directory_table)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    leases = LeasesTable(dynamodb, known.calls_table)

    def current() -> VendorSecrets:
        return cache.current(time.time())

    def live_now(now: datetime) -> int:
        return sum(lease.until > now for lease in leases.live())

    destinations = Destinations.parse(known.allowed_destinations)
    workspace = ElevenLabsWorkspace(VendorClient(known.elevenlabs_base_url), lambda: current().elevenlabs_api_key)
    carrier = twilio_carrier(known.twilio_base_url, cache)
    shelf = Shelf(lazily(lambda: aws_client("s3")), known.bucket, data_keys(known))
    relay_client = httpx.Client(base_url=known.relay_orders_url)
    line = ElevenLabsLine(known.elevenlabs_base_url, lambda: current().elevenlabs_api_key)
    render = partial(twiml.render, addresses=addresses)
    switchboard = DynamoSwitchboard(dynamodb, known.calls_table, known.directory_table, render, retention(known))
    clockwork = Clockwork(known.campaign_schedule_group, known.campaign_tick_arn, known.campaign_clock_role_arn)
    return ApiServices(
        workspace=workspace,
        carrier=carrier,
        companies=RememberingCompanies(CompaniesTable(directory), utc_now),
        routes=RoutesTable(directory),
        phones=PhonesTable(directory),
        callers=CallersTable(directory),
        requests=OnceTable(directory),
        calls=calls,
        catalogue=CallViews(dynamodb, known.calls_table),
        live=RelayedCalls(relay_client, lambda: current().relay_command_key, live_now),
        waiting=WaitingOrdersTable(dynamodb, known.calls_table),
        rate=RateTable(dynamodb, known.directory_table, API_REQUESTS_PER_MINUTE),
        answering=Answering(switchboard, line, new_token, destinations),
        render=render,
        placing=Placing(carrier, PlansTable(directory), calls, known.public_base_url, new_plan_id=new_name),
        speaking=Speaking(workspace, shelf, pause=time.sleep),
        new_secrets=NewSecrets(key_id=new_name, secret=new_token),
        transcripts=shelf.transcript,
        link=shelf.link,
        exports=ExportsTable(directory, utc_now),
        export_jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.exports_queue_url),
        costs=CostBookTable(dynamodb, known.calls_table),
        receipts=ReceiptsTable(directory, utc_now),
        erasure_jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.erasures_queue_url),
        person_fingerprint=lambda number: person_fingerprint(number, current().relay_command_key),
        campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
        suppressions=SuppressionsTable(dynamodb, known.campaigns_table),
        schedules=SchedulerSchedules(lazily(lambda: aws_client("scheduler")), clockwork),
        standings=TicksTable(dynamodb, known.campaigns_table).standing,
        imports=ImportsTable(directory),
        notes=NotesTable(directory, utc_now),
        list_jobs=JobQueue(lazily(lambda: aws_client("sqs")), known.lists_queue_url),
        upload_link=ListShelf(lazily(lambda: aws_client("s3")), known.bucket).upload_link,
        missing_secrets=partial(absent_secrets, cache),
        owners=owners_in(directory),
        destinations=destinations,
    )


def absent_secrets(cache: SecretCache, company_id: str, headers: Mapping[str, str]) -> list[str]:
    """Of the names that headers use, those the company does not own; looked up afresh before one is called missing."""
    absent = missing_secrets(headers, cache.current(time.time()).tool_secrets_of(company_id))
    fresh = cache.after_mismatch(time.time()) if absent else None
    return missing_secrets(headers, fresh.tool_secrets_of(company_id)) if fresh else absent
