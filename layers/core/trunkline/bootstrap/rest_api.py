"""Dependencies of the REST API. Parts that few requests use (S3) are made when the first one does."""

import time
from collections.abc import Mapping
from datetime import datetime
from functools import partial

import httpx

from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.companies_table import CachedCompanies, CompaniesTable
from trunkline.accounts.adapters.idempotency_table import IdempotencyTable
from trunkline.accounts.adapters.phone_numbers_table import PhoneNumbersTable
from trunkline.accounts.adapters.prompts_table import PromptsTable
from trunkline.accounts.adapters.rate_limit_table import RateTable
from trunkline.accounts.adapters.sessions_table import SessionsTable
from trunkline.accounts.domain.number_setup import OurAddresses
from trunkline.accounts.use_cases.check_numbers import CheckNumbersDeps
from trunkline.accounts.use_cases.manage_brain_agents import ManageBrainAgentsDeps
from trunkline.accounts.use_cases.manage_companies import Secrets as NewSecrets
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.s3 import SpeechCache
from trunkline.aws.secrets import SecretCache, VendorSecrets
from trunkline.aws.sigv4 import SigV4Client
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.shared.api_deps import ApiDeps
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import (
    aws_client,
    cached,
    data_keys,
    new_id,
    new_token,
    retention,
    settings,
    utc_now,
    vendor_secrets,
)
from trunkline.bootstrap.shared.encryption import encryption
from trunkline.bootstrap.shared.events import event_deliveries, new_seed, signing_secrets
from trunkline.bootstrap.shared.ordering import ordering
from trunkline.bootstrap.shared.owners import owners_in
from trunkline.bootstrap.shared.patients import patient_files
from trunkline.bootstrap.shared.providers import (
    agents_of,
    default_workspace,
    known_providers,
    live_calls_of,
    registrars_of,
)
from trunkline.brain.adapters.brain_agents_table import BrainAgentBook, BrainAgentsTable
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.adapters.queued_commands_table import QueuedCommandsTable
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.client_tools import missing_secrets
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable, SuppressionsTable
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import ImportsTable, NotesTable
from trunkline.campaigns.adapters.schedules import EventBridgeSchedules, ScheduleTarget
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.costs.adapters.daily_costs_table import DailyCostsTable
from trunkline.costs.adapters.daily_counts_table import DailyCountsTable
from trunkline.encryption.adapters.sealed_objects import SealedObjects
from trunkline.events.adapters.event_bridge import SOURCE
from trunkline.events.domain.endpoint_addresses import EndpointAddresses
from trunkline.events.use_cases.manage_endpoints import ManageEndpointsDeps
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.ids import BRAIN
from trunkline.operations.adapters.cloudwatch_alarms import CloudWatchAlarms
from trunkline.operations.adapters.dead_letter_queue import DeadLetterQueue
from trunkline.privacy.adapters.erasure_tables import ReceiptsTable
from trunkline.privacy.domain.erasures import person_fingerprint
from trunkline.relay_api import client_socket
from trunkline.relay_api.client import RelayedCalls
from trunkline.speech.use_cases.synthesize_speech import SynthesizeSpeechDeps
from trunkline.vendors.twilio import twiml
from trunkline.vendors.twilio.twiml import AFTER_STREAM

API_REQUESTS_PER_MINUTE = 600  # of one key


def api_deps() -> ApiDeps:
    known, cache = settings(), vendor_secrets(settings())
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    directory = Directory(dynamodb, known.directory_table)
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    addresses = Addresses(known.public_base_url, known.relay_base_url)
    leases = LeasesTable(dynamodb, known.calls_table)

    def current() -> VendorSecrets:
        return cache.current(time.time())

    def live_now(now: datetime) -> int:
        return sum(lease.until > now for lease in leases.live())

    destinations = Destinations.parse(known.allowed_destinations)
    providers = known_providers(known, cache)
    workspace, registrars = default_workspace(providers), registrars_of(providers)
    carrier = twilio_client(known.twilio_base_url, cache)
    speech_cache = SpeechCache(cached(lambda: aws_client("s3")), known.bucket, data_keys(known))
    relay_client = httpx.Client(base_url=known.relay_orders_url)
    orders = ordering(known, carrier, dynamodb, providers)
    render = partial(twiml.render, addresses=addresses)
    sqs = cached(lambda: aws_client("sqs"))
    queues = {"deliveries": known.deliveries_queue_url, "erasures": known.erasures_queue_url}
    queues |= {"exports": known.exports_queue_url, "lists": known.lists_queue_url}
    answers = AnswersTable(dynamodb, known.calls_table, known.directory_table, render, retention(known))
    target = ScheduleTarget(known.campaign_schedule_group, known.campaign_tick_arn, known.campaign_clock_role_arn)
    audit = AuditTable(dynamodb, known.audit_table)
    agents = {**agents_of(providers), BRAIN: BrainAgentBook(BrainAgentsTable(directory))}
    at_carrier = OurAddresses(addresses.public("/twilio/voice"), addresses.public("/api/v1/twilio/call-status"))
    return ApiDeps(
        audit=audit,
        audit_chains=audit,
        workspace=workspace,
        carrier=carrier,
        companies=CachedCompanies(CompaniesTable(directory), utc_now),
        sessions=SessionsTable(directory),
        routes=RoutesTable(directory),
        phones=PhoneNumbersTable(directory),
        callers=CallersTable(directory),
        requests=IdempotencyTable(directory),
        calls=calls,
        call_search=CallIndex(dynamodb, known.calls_table),
        live=RelayedCalls(relay_client, lambda: current().relay_command_key, live_now),
        waiting=QueuedCommandsTable(dynamodb, known.calls_table),
        rate=RateTable(dynamodb, known.directory_table, API_REQUESTS_PER_MINUTE),
        answering=AnswerCallDeps(answers, registrars, new_token, destinations),
        render=render,
        ordering=orders.ordering,
        agent_calls=orders,
        prompts=PromptsTable(directory, retention(known)),
        redirect=carrier,
        after_stream_url=addresses.public(AFTER_STREAM),
        provider_calls=live_calls_of(providers),
        speaking=SynthesizeSpeechDeps(workspace, speech_cache, pause=time.sleep, clock=time.monotonic),
        new_secrets=NewSecrets(key_id=new_id, secret=new_token),
        transcripts=speech_cache.transcript,
        link=speech_cache.link,
        sidecar=speech_cache.sidecar,
        audio_files=SealedObjects(
            cached(lambda: aws_client("s3")), known.bucket, cached(lambda: encryption(known, directory).files)
        ),
        exports=ExportsTable(directory, utc_now),
        export_jobs=JobQueue(sqs, known.exports_queue_url),
        costs=DailyCostsTable(dynamodb, known.calls_table),
        counts=DailyCountsTable(dynamodb, known.calls_table),
        checkpoints=TurnsTable(dynamodb, known.calls_table).checkpoints,
        receipts=ReceiptsTable(directory, utc_now),
        erasure_jobs=JobQueue(sqs, known.erasures_queue_url),
        person_fingerprint=lambda number: person_fingerprint(number, current().relay_command_key),
        campaigns=CampaignsTable(dynamodb, known.campaigns_table, utc_now),
        contacts=ContactsTable(dynamodb, known.campaigns_table),
        suppressions=SuppressionsTable(dynamodb, known.campaigns_table),
        schedules=EventBridgeSchedules(cached(lambda: aws_client("scheduler")), target),
        campaign_status=TicksTable(dynamodb, known.campaigns_table).status,
        imports=ImportsTable(directory),
        notes=NotesTable(directory, utc_now),
        list_jobs=JobQueue(sqs, known.lists_queue_url),
        upload_link=ContactFiles(cached(lambda: aws_client("s3")), known.bucket).upload_link,
        agents=agents,
        number_checks=CheckNumbersDeps(carrier, agents, at_carrier),
        by_phone_id=[name for name, provider in providers.items() if provider.workspace()],
        missing_secrets=partial(absent_secrets, cache),
        programs_url=known.programs_base_url + client_socket.ADDRESS,
        owners=owners_in(directory),
        brain_agents=ManageBrainAgentsDeps(BrainAgentsTable(directory), owners_in(directory)),
        patients=cached(lambda: patient_files(known, dynamodb)),
        destinations=destinations,
        dead_letters={name: DeadLetterQueue(sqs, url) for name, url in queues.items()},
        alarms=CloudWatchAlarms(cached(lambda: aws_client("cloudwatch")), f"trunkline-{known.stage}-"),
        event_addresses=EndpointAddresses(known.event_endpoint_addresses),
        endpoints=ManageEndpointsDeps(
            event_deliveries(dynamodb, known), new_id, new_seed, f"{SOURCE}/{known.stage}", signing_secrets(known)
        ),
    )


def absent_secrets(cache: SecretCache, company_id: str, headers: Mapping[str, str]) -> list[str]:
    """Of the names that headers use, those the company does not own; looked up afresh before one is called missing."""
    absent = missing_secrets(headers, cache.current(time.time()).tool_secrets_of(company_id))
    fresh = cache.after_mismatch(time.time()) if absent else None
    return missing_secrets(headers, fresh.tool_secrets_of(company_id)) if fresh else absent
