"""Dependencies of the REST API's routers, by theme."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trunkline.accounts.ports import Callers, Companies, IdempotencyStore, PhoneNumbers, RateLimit, Routes, Sessions
from trunkline.accounts.use_cases.check_numbers import CheckNumbersDeps
from trunkline.accounts.use_cases.manage_brain_agents import ManageBrainAgentsDeps
from trunkline.accounts.use_cases.manage_companies import MissingSecrets
from trunkline.accounts.use_cases.manage_companies import Secrets as NewSecrets
from trunkline.accounts.use_cases.ownership import Owners
from trunkline.audit.ports import AuditChains, AuditLog
from trunkline.bootstrap.shared.common import (
    utc_now,
)
from trunkline.bootstrap.shared.patients import PatientFiles
from trunkline.calls.domain.call_instructions import CallInstruction
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.ports.carrier import Carrier, CarrierRedirect
from trunkline.calls.ports.live_calls import LiveCalls, ProviderCalls, QueuedCommands
from trunkline.calls.ports.records import CallRecords, CallSearch
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.calls.use_cases.order_voice_call import OrderVoiceCallDeps
from trunkline.campaigns.domain.pacing import CampaignStatus
from trunkline.campaigns.ports import Campaigns, Contacts, ImportRuns, Notes, Schedules, Suppressions
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.conversations.use_cases.read_turns import Checkpoints
from trunkline.costs.ports import DailyCosts, DailyCounts
from trunkline.encryption.adapters.sealed_objects import SealedObjects
from trunkline.events.domain.endpoint_addresses import EndpointAddresses
from trunkline.events.use_cases.manage_endpoints import ManageEndpointsDeps
from trunkline.exports.ports import ExportRuns, Jobs
from trunkline.operations.ports import Alarms, DeadLetters
from trunkline.privacy.adapters.erasure_tables import ReceiptsTable
from trunkline.speech.ports import AgentBook, Prompts, VoiceWorkspace
from trunkline.speech.use_cases.synthesize_speech import SynthesizeSpeechDeps


@dataclass(frozen=True, kw_only=True)
class KeyDeps:
    """Dependencies of authentication, rate limits and idempotency."""

    companies: Companies
    sessions: Sessions
    rate: RateLimit
    requests: IdempotencyStore
    destinations: Destinations
    audit: AuditLog
    person_fingerprint: Callable[[str], str]
    event_addresses: EndpointAddresses = EndpointAddresses.PUBLIC
    now: Callable[[], datetime] = utc_now


@dataclass(frozen=True, kw_only=True)
class OwnerDeps(KeyDeps):
    """Dependencies of routers that check the owners of agents and numbers."""

    owners: Owners


@dataclass(frozen=True, kw_only=True)
class CallDeps(OwnerDeps):
    """Dependencies of calls."""

    workspace: VoiceWorkspace
    carrier: Carrier
    calls: CallRecords
    call_search: CallSearch
    live: LiveCalls
    waiting: QueuedCommands
    answering: AnswerCallDeps
    render: Callable[[CallInstruction], str]
    ordering: OrderVoiceCallDeps
    routes: Routes
    speaking: SynthesizeSpeechDeps
    new_secrets: NewSecrets


@dataclass(frozen=True, kw_only=True)
class PromptDeps(KeyDeps):
    """Dependencies of prompts."""

    workspace: VoiceWorkspace
    prompts: Prompts
    speaking: SynthesizeSpeechDeps


@dataclass(frozen=True, kw_only=True)
class CallOrderDeps(KeyDeps):
    """Dependencies of orders to calls with agents."""

    live: LiveCalls
    calls: CallRecords
    call_search: CallSearch
    carrier: Carrier
    redirect: CarrierRedirect
    after_stream_url: str
    provider_calls: Mapping[str, ProviderCalls]  # by the voice provider that carries them
    new_secrets: NewSecrets


@dataclass(frozen=True, kw_only=True)
class AgentCallDeps(OwnerDeps):
    """Dependencies of single calls with agents."""

    workspace: VoiceWorkspace
    routes: Routes
    phones: PhoneNumbers
    agent_calls: OrderAgentCallDeps
    agents: Mapping[str, AgentBook]  # by the voice provider
    by_phone_id: Collection[str]  # the providers that dial from a number imported there
    new_secrets: NewSecrets


@dataclass(frozen=True, kw_only=True)
class AccessDeps(OwnerDeps):
    """Dependencies of keys and tickets."""

    call_search: CallSearch
    ordering: OrderVoiceCallDeps
    new_secrets: NewSecrets
    programs_url: str  # where programs' sockets are opened


@dataclass(frozen=True, kw_only=True)
class NumberDeps(OwnerDeps):
    """Dependencies of numbers, routes, callers, voices and profiles."""

    workspace: VoiceWorkspace
    routes: Routes
    phones: PhoneNumbers
    callers: Callers
    missing_secrets: MissingSecrets
    agents: Mapping[str, AgentBook]  # by the voice provider


@dataclass(frozen=True, kw_only=True)
class NumberFindingDeps(KeyDeps):
    """Dependencies of the findings about numbers."""

    routes: Routes
    number_checks: CheckNumbersDeps


@dataclass(frozen=True, kw_only=True)
class RecordDeps(KeyDeps):
    """Dependencies of records, conversations and costs."""

    call_search: CallSearch
    transcripts: Callable[[str], dict[str, Any]]
    link: Callable[[str, int], str]
    costs: DailyCosts
    sidecar: Callable[[str], dict[str, Any]]
    audio_files: SealedObjects
    checkpoints: Checkpoints
    counts: DailyCounts


@dataclass(frozen=True, kw_only=True)
class ExportDeps(KeyDeps):
    """Dependencies of exports."""

    exports: ExportRuns
    export_jobs: Jobs
    transcripts: Callable[[str], dict[str, Any]]
    link: Callable[[str, int], str]


@dataclass(frozen=True, kw_only=True)
class ErasureDeps(KeyDeps):
    """Dependencies of erasures."""

    receipts: ReceiptsTable
    erasure_jobs: Jobs


@dataclass(frozen=True, kw_only=True)
class AuditDeps(KeyDeps):
    """Dependencies of the audit log, where it is read."""

    audit_chains: AuditChains


@dataclass(frozen=True, kw_only=True)
class CampaignDeps(OwnerDeps):
    """Dependencies of campaigns, their contacts and suppressions."""

    campaigns: Campaigns
    contacts: Contacts
    routes: Routes
    suppressions: Suppressions
    schedules: Schedules
    campaign_status: Callable[[str], CampaignStatus | None]
    imports: ImportRuns
    notes: Notes
    list_jobs: Jobs
    upload_link: Callable[[str, int], str]
    link: Callable[[str, int], str]
    by_phone_id: Collection[str]  # the providers that dial from a number imported there


@dataclass(frozen=True, kw_only=True)
class PatientDeps(OwnerDeps):
    """Dependencies of patients."""

    patients: Callable[[], PatientFiles]  # raises NotConfigured on a stage without patients
    routes: Routes
    new_secrets: NewSecrets


@dataclass(frozen=True, kw_only=True)
class EventDeps(KeyDeps):
    """Dependencies of event endpoints."""

    endpoints: ManageEndpointsDeps


@dataclass(frozen=True, kw_only=True)
class BrainDeps(KeyDeps):
    """Dependencies of the brain's agents."""

    brain_agents: ManageBrainAgentsDeps
    missing_secrets: MissingSecrets
    new_secrets: NewSecrets


@dataclass(frozen=True, kw_only=True)
class DeadLetterDeps(EventDeps):
    """Dependencies of dead letters: those of the queues whose messages name their company."""

    dead_letters: Mapping[str, DeadLetters]


@dataclass(frozen=True, kw_only=True)
class AlarmDeps(KeyDeps):
    """Dependencies of alarms."""

    alarms: Alarms


@dataclass(frozen=True, kw_only=True)
class ApiDeps(
    CallDeps,
    AgentCallDeps,
    CallOrderDeps,
    PromptDeps,
    AccessDeps,
    NumberDeps,
    NumberFindingDeps,
    RecordDeps,
    ExportDeps,
    ErasureDeps,
    AuditDeps,
    CampaignDeps,
    PatientDeps,
    DeadLetterDeps,
    AlarmDeps,
    BrainDeps,
):
    """Dependencies of the REST API. Each router sees its own part."""
