"""The API in this process: real tables (moto), the fake carrier and the fake voice provider over real sockets."""

import functools
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.app import create_app
from local.elevenlabs import Agent, FakeElevenLabs
from local.twilio import FakeTwilio, Person
from local.world.addresses import AddressBook
from tests.contract.conftest import AUDIT, BUCKET, CALLS, CAMPAIGNS, DIRECTORY, PATIENTS, create_tables, empty_aws
from tests.contract.table_copies import beginning_with
from tests.fakes.alarms import InMemoryAlarms
from tests.fakes.campaigns import InMemorySchedules
from tests.fakes.certificates import trusted
from tests.fakes.dead_letters import InMemoryDeadLetters
from tests.fakes.kms import FakeKms, sealing_with
from tests.fakes.webhooks import secret_text
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.adapters.idempotency_table import IdempotencyTable
from trunkline.accounts.adapters.phone_numbers_table import PhoneNumbersTable
from trunkline.accounts.adapters.prompts_table import PromptsTable
from trunkline.accounts.adapters.rate_limit_table import RateTable
from trunkline.accounts.adapters.sessions_table import SessionsTable
from trunkline.accounts.domain.companies import Scope
from trunkline.accounts.domain.number_setup import OurAddresses
from trunkline.accounts.use_cases.check_numbers import CheckNumbersDeps
from trunkline.accounts.use_cases.manage_brain_agents import ManageBrainAgentsDeps
from trunkline.accounts.use_cases.manage_companies import Secrets, add_company, add_key
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3 import SpeechCache
from trunkline.aws.secrets import ProviderSecrets, SecretCache
from trunkline.bootstrap.rest_api import absent_secrets
from trunkline.bootstrap.shared.api_deps import ApiDeps
from trunkline.bootstrap.shared.common import aws_client, new_id, new_token
from trunkline.bootstrap.shared.events import new_seed
from trunkline.bootstrap.shared.ordering import is_holiday, located
from trunkline.bootstrap.shared.owners import owners_in
from trunkline.bootstrap.shared.patients import files_in
from trunkline.brain.adapters.brain_agents_table import BrainAgentBook, BrainAgentsTable
from trunkline.calls.adapters.answers_table import AnswersTable
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.call_plans_table import PlansTable
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.adapters.queued_commands_table import QueuedCommandsTable
from trunkline.calls.adapters.relay_fleet_table import RelayFleetTable
from trunkline.calls.adapters.routes_table import RoutesTable
from trunkline.calls.adapters.turns_table import TurnsTable
from trunkline.calls.adapters.waiting_calls_table import WaitingCallsTable
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.public_urls import Addresses
from trunkline.calls.use_cases.answer_call import AnswerCallDeps
from trunkline.calls.use_cases.order_voice_call import OrderVoiceCallDeps
from trunkline.calls.use_cases.place_voice_call import PlaceVoiceCallDeps
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, ContactsTable, SuppressionsTable
from trunkline.campaigns.adapters.contact_files import ContactFiles
from trunkline.campaigns.adapters.imports_table import ImportsTable, NotesTable
from trunkline.campaigns.adapters.people_table import PeopleTable
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.ports import AgentDialler
from trunkline.campaigns.use_cases.check_person import PersonGates
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps
from trunkline.campaigns.use_cases.place_agent_call import PlaceAgentCallDeps
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.costs.adapters.daily_costs_table import DailyCostsTable
from trunkline.costs.adapters.daily_counts_table import DailyCountsTable
from trunkline.encryption.adapters.sealed_objects import SealedObjects
from trunkline.errors import Conflict
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.domain.standard_webhooks import signing_secret
from trunkline.events.use_cases.manage_endpoints import ManageEndpointsDeps
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps
from trunkline.exports.adapters.exports_table import ExportsTable
from trunkline.ids import CallId
from trunkline.privacy.adapters.erasure_tables import ReceiptsTable
from trunkline.privacy.domain.erasures import person_fingerprint
from trunkline.speech.domain.voices import SIP, AgentFormats
from trunkline.speech.use_cases.synthesize_speech import SynthesizeSpeechDeps
from trunkline.vendors.elevenlabs.calls_client import ElevenLabsRegistrar
from trunkline.vendors.elevenlabs.dialler import ElevenLabsAgentDialler
from trunkline.vendors.elevenlabs.workspace_client import ElevenLabsWorkspace
from trunkline.vendors.retell.provider import RetellProvider
from trunkline.vendors.twilio import twiml
from trunkline.vendors.twilio.client import Account, TwilioClient
from trunkline.web.vendor_client import VendorClient

ACCOUNT, TOKEN, XI_KEY = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef", "xi-key"
RETELL_KEY = "key_retell"
OURS, CALLEE = "+15005550006", "+14155550199"
ACMES_NUMBERS = (OURS, "+14155550111", "+14155550112", "+14155550120", "+0987654321")
BASE = "https://voice.example.com"
STATUS_URL = f"{BASE}/api/v1/twilio/call-status"
VOICE = "IKne3meq5aSn9XLyUdCD"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOOL_SECRETS = {"acme": {"orders": "s3cret"}, "other": {"others": "foreign"}}
SCOPES = {"convai_read", "convai_write", "text_to_speech", "voices_read"}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: int) -> None:
        self.now += timedelta(**time)


@dataclass
class ScriptedRelay:
    """Relays that carry scripted calls and record commands."""

    carried: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: list[tuple[str, LiveCallCommand]] = field(default_factory=list)

    def command(self, call_id: CallId, order: LiveCallCommand) -> dict[str, Any] | None:
        if call_id not in self.carried:
            return None
        self.orders.append((call_id, order))
        if order.kind == "change_voice" and "voice" not in self.carried[call_id]:
            raise Conflict("this call has an agent; its voice is the agent's")
        return self.carried[call_id]

    def count(self, now: datetime) -> int:
        return len(self.carried)


@dataclass
class Sent:
    """Queues one can look into."""

    jobs: list[dict[str, Any]] = field(default_factory=list)
    later: list[str] = field(default_factory=list)

    def send_later(self, order_id: str, _seconds: int) -> None:
        self.later.append(order_id)

    def send(self, job: Mapping[str, Any], delay_s: int = 0) -> None:
        self.jobs.append(dict(job))


@dataclass
class ApiWorld:
    """The API as a client with a key, and what it did."""

    client: httpx.AsyncClient
    app: FastAPI
    services: ApiDeps
    twilio: FakeTwilio
    vendor: FakeElevenLabs
    relay: ScriptedRelay
    clock: Clock
    keys: dict[str, str]
    credentials: dict[str, str]
    dynamodb: Any
    s3: Any
    pauses: list[float]
    jobs: list[dict[str, Any]]

    async def ask(self, method: str, path: str, key: str | None = "admin", **options: Any) -> httpx.Response:
        headers = {"X-API-Key": self.keys.get(key, key)} if key else {}
        return await self.client.request(method, path, headers=headers | options.pop("headers", {}), **options)

    def has_asked(self, key: str, times: int) -> None:
        """So often in this minute, of 200 times at most."""
        counter = table_keys.rate(self.keys[key].split("_")[1], int(self.clock().timestamp()) // 60)
        self.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(counter | {"asked": times}))


@pytest.fixture
def aws() -> Iterator[tuple[Any, Any]]:
    with empty_aws():
        yield fresh_aws()


def fresh_aws() -> tuple[Any, Any]:
    dynamodb, s3 = aws_client("dynamodb"), aws_client("s3")
    s3.create_bucket(Bucket=BUCKET)
    create_tables(dynamodb)
    return dynamodb, s3


async def vendors() -> tuple[FakeTwilio, FakeElevenLabs]:
    """Carrier and voice provider, started, with a number, a person and two agents."""
    addresses = AddressBook()
    twilio = FakeTwilio(ACCOUNT, TOKEN, addresses)
    vendor = FakeElevenLabs({XI_KEY: SCOPES}, addresses, "api.elevenlabs.test")
    await twilio.start()
    await vendor.start()
    vendor.add_agent(Agent("agent_good"))
    vendor.add_agent(Agent("agent_wrong", output_format="pcm_16000"))
    twilio.own_number(OURS, f"{BASE}/twilio/voice")
    twilio.people[CALLEE] = Person(answers_after_s=60)
    return twilio, vendor


@pytest_asyncio.fixture
async def api(aws: tuple[Any, Any]) -> AsyncIterator[ApiWorld]:
    twilio, vendor = await vendors()
    world = build_world(aws, twilio, vendor)
    yield world
    await world.client.aclose()
    await twilio.stop()
    await vendor.stop()


class RetellBook:
    """The agents of a Retell workspace with one agent."""

    def agent(self, agent_id: str) -> AgentFormats | None:
        return AgentFormats(agent_id, SIP, SIP) if agent_id == "agent_good" else None


def build_world(
    aws: tuple[Any, Any],
    twilio: FakeTwilio,
    vendor: FakeElevenLabs,
    per_minute: int = 200,
    retell_url: str = "https://retell.invalid",
) -> ApiWorld:
    dynamodb, s3 = aws
    clock, relay, pauses, sent = Clock(), ScriptedRelay(), [], Sent()
    credentials = {"account": ACCOUNT, "token": TOKEN, "xi": XI_KEY}
    directory = Directory(dynamodb, DIRECTORY)
    companies, calls = CompaniesTable(directory), CallsTable(dynamodb, CALLS)
    workspace = ElevenLabsWorkspace(VendorClient(vendor.base_url, verify=trusted()), lambda: credentials["xi"])
    carrier = TwilioClient(
        twilio.base_url, lambda: Account(credentials["account"], [credentials["token"]]), verify=trusted()
    )
    shelf = SpeechCache(lambda: s3, BUCKET)
    made = Secrets(new_id, new_token)
    line = ElevenLabsRegistrar(vendor.base_url, lambda: credentials["xi"])
    to_twiml = partial(twiml.render, addresses=Addresses(BASE, "wss://relay.example.com"))
    switchboard = AnswersTable(dynamodb, CALLS, DIRECTORY, to_twiml)
    webhooks = CallWebhooksTable(directory, CallIndex(dynamodb, CALLS))
    endpoints = AllEndpoints(EndpointsTable(directory), webhooks, new_seed)
    gates = PersonGates(PeopleTable(dynamodb, CAMPAIGNS), located, is_holiday)
    voice_orders = OrderVoiceCallDeps(
        PlaceVoiceCallDeps(carrier, PlansTable(directory), calls, BASE, new_id, gates),
        RelayFleetTable(directory),
        WaitingCallsTable(directory),
        sent,
    )
    vendor_client = VendorClient(vendor.base_url, verify=trusted())
    at_retell = RetellProvider(retell_url, lambda: ProviderSecrets(RETELL_KEY))
    diallers: dict[str, AgentDialler] = {
        "elevenlabs": ElevenLabsAgentDialler(vendor_client, lambda: credentials["xi"]),
        "retell": at_retell.agent_dialler(),
    }
    audit = AuditTable(dynamodb, AUDIT)
    sealing = sealing_with(FakeKms(), directory, clock)
    files = files_in(dynamodb, PATIENTS, sealing)
    agents = {"elevenlabs": workspace, "retell": RetellBook(), "brain": BrainAgentBook(BrainAgentsTable(directory))}
    services = ApiDeps(
        workspace=workspace,
        carrier=carrier,
        companies=companies,
        sessions=SessionsTable(directory),
        routes=RoutesTable(directory),
        phones=PhoneNumbersTable(directory),
        callers=CallersTable(directory),
        requests=IdempotencyTable(directory),
        calls=calls,
        call_search=CallIndex(dynamodb, CALLS),
        live=relay,
        waiting=QueuedCommandsTable(dynamodb, CALLS),
        rate=RateTable(dynamodb, DIRECTORY, per_minute),
        render=to_twiml,
        answering=AnswerCallDeps(switchboard, {"elevenlabs": line}, new_token),
        ordering=voice_orders,
        redirect=carrier,
        provider_calls={"retell": at_retell.live_calls()},
        prompts=PromptsTable(directory),
        after_stream_url=f"{BASE}/twilio/voice/after-stream",
        agent_calls=OrderAgentCallDeps(
            voice_orders,
            PlaceAgentCallDeps(voice_orders.placing, gates, diallers, ConversationsTable(dynamodb, CALLS)),
        ),
        speaking=SynthesizeSpeechDeps(workspace, shelf, pauses.append, count(0, 0.25).__next__),
        new_secrets=made,
        programs_url="wss://relay.example.com/api/v1/webrtc/twilio-elevenlabs-stream",
        patients=lambda: files,
        transcripts=shelf.transcript,
        sidecar=shelf.sidecar,
        audio_files=SealedObjects(lambda: s3, BUCKET, lambda: sealing.files),
        link=shelf.link,
        audit=audit,
        audit_chains=audit,
        exports=ExportsTable(directory, clock),
        export_jobs=sent,
        costs=DailyCostsTable(dynamodb, CALLS),
        counts=DailyCountsTable(dynamodb, CALLS),
        checkpoints=TurnsTable(dynamodb, CALLS).checkpoints,
        receipts=ReceiptsTable(directory, clock),
        erasure_jobs=sent,
        person_fingerprint=lambda number: person_fingerprint(number, "key"),
        campaigns=CampaignsTable(dynamodb, CAMPAIGNS, clock),
        contacts=ContactsTable(dynamodb, CAMPAIGNS),
        suppressions=SuppressionsTable(dynamodb, CAMPAIGNS),
        schedules=InMemorySchedules(),
        campaign_status=TicksTable(dynamodb, CAMPAIGNS).status,
        imports=ImportsTable(directory),
        notes=NotesTable(directory, clock),
        list_jobs=sent,
        upload_link=ContactFiles(lambda: s3, BUCKET).upload_link,
        owners=owners_in(directory),
        brain_agents=ManageBrainAgentsDeps(BrainAgentsTable(directory), owners_in(directory)),
        destinations=Destinations(),
        dead_letters={name: InMemoryDeadLetters() for name in ("deliveries", "erasures", "exports", "lists")},
        endpoints=ManageEndpointsDeps(
            QueueDeliveriesDeps(endpoints, DeliveriesTable(directory), SqsDeliveryQueue(sent)),
            new_id,
            new_seed,
            "trunkline/test",
            partial(signing_secret, b"signing key"),
        ),
        agents=agents,
        number_checks=CheckNumbersDeps(carrier, agents, OurAddresses(f"{BASE}/twilio/voice", STATUS_URL)),
        alarms=InMemoryAlarms(),
        by_phone_id=["elevenlabs"],
        missing_secrets=partial(absent_secrets, SecretCache(lambda: secret_text(tools=TOOL_SECRETS))),
        now=clock,
    )
    keys = beginning_with("two companies", partial(two_companies, services))
    app = serving(services)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url=BASE)
    jobs = sent.jobs
    return ApiWorld(client, app, services, twilio, vendor, relay, clock, keys, credentials, dynamodb, s3, pauses, jobs)


CLINICAL_KEYS = [("acme", scope, f"{scope.word}, clinical") for scope in (Scope.READ, Scope.OPERATE)]
CLINICAL_KEYS += [("other", Scope.ADMIN, "other, clinical")]


def two_companies(services: ApiDeps) -> dict[str, str]:
    """Their keys, by what these may do."""
    for agent in ("agent_good", "agent_wrong"):
        services.owners.claims.claim("agent", agent, "acme")
    for number in ACMES_NUMBERS:
        services.owners.claims.claim("number", number, "acme")
    companies, made = services.companies, services.new_secrets
    keys = {"admin": add_company("acme", "Acme", companies, made, NOW).written}
    keys["other"] = add_company("other", "Other", companies, made, NOW).written
    keys["read"] = add_key("acme", Scope.READ, "reader", companies, made, NOW).written
    keys["admin, clinical"] = add_key("acme", Scope.ADMIN, "director", companies, made, NOW, clinical=True).written
    keys["operate"] = add_key("acme", Scope.OPERATE, "operator", companies, made, NOW).written
    for company, scope, name in CLINICAL_KEYS:
        keys[name] = add_key(company, scope, name, companies, made, NOW, clinical=True).written
    return keys


def serving(services: ApiDeps) -> FastAPI:
    """The one application of this process, which has read its hundred routes, in the service of this test."""
    app = _app()
    app.state.deps = services
    return app


@functools.cache
def _app() -> FastAPI:
    return create_app(cast("ApiDeps", None))


def stored(world: ApiWorld, key: str, body: Any) -> None:
    world.s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(body).encode())


from tests.contract.api.two_companies import owned  # noqa: E402, F401 - a fixture; it needs what stands above
