"""Dependencies of the media relay."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from trunkline.accounts.adapters.companies_table import CachedCompanies, CompaniesTable
from trunkline.accounts.ports import Companies
from trunkline.accounts.use_cases.ownership import owns_agent
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDB
from trunkline.aws.s3 import Bucket, SpeechCache
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.bootstrap.file_report import opting_out
from trunkline.bootstrap.shared.carriers import twilio_client
from trunkline.bootstrap.shared.common import aws_client, cached, data_keys, log_stale, retention, utc_now
from trunkline.bootstrap.shared.owners import owners_in
from trunkline.bootstrap.shared.providers import voice_providers
from trunkline.brain.adapters.brain_agents_table import BrainAgentsTable
from trunkline.brain.adapters.scripted_model import ScriptedModel
from trunkline.brain.adapters.stored_brains import StoredBrains
from trunkline.brain.domain.context import BrainContext, CallOnFile, ProviderCall
from trunkline.brain.domain.conversation import TransferCall
from trunkline.brain.domain.scripts import read_scripts
from trunkline.brain.ports import BrainStore, ChatModel, HandOver
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.leases_table import LeasesTable
from trunkline.calls.adapters.queued_commands_table import QueuedCommandsTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.adapters.stream_tickets_table import StreamTicketsTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.routes import Mode
from trunkline.calls.domain.transfers import BRIEFING_LIMIT
from trunkline.calls.ports.live_calls import QueuedCommands
from trunkline.calls.ports.records import CallRecords, Turns
from trunkline.calls.ports.streams import Leases, StreamTickets
from trunkline.calls.use_cases.hold_relay import hold_relay
from trunkline.calls.use_cases.take_from_provider import (
    OVER,
    TakeFromProviderDeps,
    take_from_provider,
    transfer_ordered,
)
from trunkline.campaigns.use_cases.opt_out import OptOut, opt_out
from trunkline.conversations.adapters.brain_reports import keep_report
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.domain.brain_conversations import BrainConversation
from trunkline.conversations.ports import ConversationRecords, ReportedIds
from trunkline.errors import Conflict
from trunkline.ids import CallId
from trunkline.realtime.voice_vendor import RealtimeVendor
from trunkline.settings import SharedSettings
from trunkline.vendors.openai.chat_model import OpenAiChatModel
from trunkline.vendors.twilio.twiml import AFTER_STREAM

SCRIPTED = "scripted:"
MODEL_SECRETS = "model"  # `model_api_key` in the secret


@dataclass(frozen=True, slots=True)
class MediaRelayDeps:
    """Dependencies of the relay. Fargate keeps credentials out of the environment, so boto3 reads even the secret."""

    tickets: StreamTickets
    calls: CallRecords
    conversations: ConversationRecords
    stories: Turns
    leases: Leases
    companies: Companies
    waiting: QueuedCommands
    opt_out: Callable[[OptOut], None]
    owns_agent: Callable[[str, str], bool]  # agent and company
    find_call: Callable[[CallId], CallSummary | None]
    recordings: Bucket
    secrets: SecretCache
    hold_fleet: Callable[[], bool]
    relay_base_url: str
    voice_vendors: Mapping[str, RealtimeVendor]
    speech: SpeechCache
    brains: BrainStore
    keep_report: Callable[[BrainConversation], None]
    hand_over: HandOver


def media_relay_deps() -> MediaRelayDeps:
    known = SharedSettings.from_environment(os.environ)
    dynamodb, vault = aws_client("dynamodb"), aws_client("secretsmanager")
    fleets = RelayFleetTable(Directory(dynamodb, known.directory_table))
    secrets = SecretCache(
        lambda: str(vault.get_secret_value(SecretId=known.vendor_secret_id)["SecretString"]), log_stale
    )
    return MediaRelayDeps(
        tickets=StreamTicketsTable(dynamodb, known.directory_table),
        calls=CallsTable(dynamodb, known.calls_table, retention(known)),
        conversations=ConversationsTable(dynamodb, known.calls_table, retention=retention(known)),
        stories=TurnsTable(dynamodb, known.calls_table, retention(known)),
        leases=LeasesTable(dynamodb, known.calls_table),
        companies=CachedCompanies(CompaniesTable(Directory(dynamodb, known.directory_table)), utc_now),
        waiting=QueuedCommandsTable(dynamodb, known.calls_table),
        find_call=CallIndex(dynamodb, known.calls_table).find,
        owns_agent=partial(owns_agent, owners=owners_in(Directory(dynamodb, known.directory_table))),
        opt_out=partial(opt_out, deps=opting_out(dynamodb, known.campaigns_table)),
        recordings=Bucket(aws_client("s3"), known.bucket, data_keys(known)),
        secrets=secrets,
        hold_fleet=lambda: hold_relay(fleets, "program", utc_now()),
        relay_base_url=known.relay_base_url,
        voice_vendors=realtime_vendors(known, secrets),
        speech=SpeechCache(cached(lambda: aws_client("s3")), known.bucket, data_keys(known)),
        brains=stored_brains(known, dynamodb),
        keep_report=partial(keep_report, archive=Bucket(aws_client("s3"), known.bucket, data_keys(known))),
        hand_over=handing_over(known, dynamodb, secrets),
    )


def handing_over(known: SharedSettings, dynamodb: DynamoDB, secrets: SecretCache) -> HandOver:
    carrier, find = twilio_client(known.twilio_base_url, secrets), CallIndex(dynamodb, known.calls_table).find
    calls = CallsTable(dynamodb, known.calls_table, retention(known))
    deps = TakeFromProviderDeps(calls, carrier, carrier, known.public_base_url + AFTER_STREAM)

    def hand_over(call: BrainContext, transfer: TransferCall) -> None:
        """Raises Conflict for a call that is over, and what the carrier's client raises."""
        found, now = find(call.call_id), utc_now()
        if found is None:
            raise Conflict(OVER)
        ordered = transfer_ordered("the agent", now.isoformat(), transfer.target, now)
        number = call.agent.transfer_targets[transfer.target]
        take_from_provider(found, transfer.target, transfer.summary[:BRIEFING_LIMIT], ordered, deps, number)

    return hand_over


def stored_brains(known: SharedSettings, dynamodb: DynamoDB) -> StoredBrains:
    index, directory = CallIndex(dynamodb, known.calls_table), Directory(dynamodb, known.directory_table)
    conversations = ConversationsTable(dynamodb, known.calls_table, known.directory_table)

    def find_call(call: ProviderCall) -> CallOnFile | None:
        """By the note made when it began, else by the call it names, where both may be one company's."""
        context = conversations.context(ReportedIds(call.conversation_id, call.call_id, call.agent_id))
        named = call.call_id if context.may_join(call.agent_id) else None
        found = index.find(context.conversation.call_id or named or CallId(call.conversation_id))
        return on_file(found) if found else None

    owning = partial(owns_agent, owners=owners_in(directory))
    agents = BrainAgentsTable(directory)
    return StoredBrains(agents, find_call, owning, dynamodb, known.calls_table, retention(known))


def on_file(call: CallSummary) -> CallOnFile:
    other = "from_number" if call.facts.get("direction") == "inbound" else "to_number"
    person, attempt_id = str(call.facts.get(other) or ""), str(call.facts.get("attempt_id") or "")
    is_carriers = call.facts.get("mode") == Mode.REGISTER.value
    return CallOnFile(call.call_id, call.company_id, person, attempt_id, is_carriers)


def chat_model(url: str, secrets: SecretCache) -> ChatModel | None:
    """The model at this URL: an OpenAI-compatible endpoint, or `scripted:` and a file of scripts. None without one."""
    if not url:
        return None
    if url.startswith(SCRIPTED):
        return ScriptedModel(read_scripts(Path(url.removeprefix(SCRIPTED)).read_text(encoding="utf-8")))
    return OpenAiChatModel(url, lambda: secrets.known.of_provider(MODEL_SECRETS).api_key)


def realtime_vendors(known: SharedSettings, secrets: SecretCache) -> dict[str, RealtimeVendor]:
    """The vendors whose agents and voices speak through the relay. Secrets come from the cache: a wait delays calls."""

    def secrets_of(name: str) -> ProviderSecrets:
        return secrets.known.of_provider(name)

    providers = voice_providers(known.provider_base_url, secrets_of)
    offered = {name: provider.realtime() for name, provider in providers.items()}
    return {name: vendor for name, vendor in offered.items() if vendor}
