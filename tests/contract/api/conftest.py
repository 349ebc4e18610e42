"""The API in this process: real tables (moto), the fake carrier and the fake voice provider over real sockets."""

import functools
import json
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from api.app import create_app
from local.addresses import AddressBook
from local.carrier import FakeTwilio, Person
from local.voice_provider import Agent, FakeElevenLabs
from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY, create_tables, empty_aws
from tests.fakes.campaigns import InMemorySchedules
from tests.fakes.doors import secret_text
from trunkline.bootstrap.api import ApiServices, absent_secrets
from trunkline.bootstrap.common import aws_client, new_name, new_token
from trunkline.bootstrap.owners import owners_in
from trunkline.domain.calls import CallId
from trunkline.domain.companies import Scope
from trunkline.domain.destinations import Destinations
from trunkline.domain.erasures import person_fingerprint
from trunkline.domain.errors import Conflict
from trunkline.domain.orders import Order
from trunkline.protocols import twiml
from trunkline.protocols.twiml import Addresses
from trunkline.providers.elevenlabs import ElevenLabsLine
from trunkline.providers.elevenlabs_workspace import ElevenLabsWorkspace
from trunkline.providers.twilio import TwilioCarrier
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
from trunkline.storage.erasing import ReceiptsTable
from trunkline.storage.exports_table import ExportsTable
from trunkline.storage.imports_table import ImportsTable, NotesTable
from trunkline.storage.list_files import ListShelf
from trunkline.storage.owned import OnceTable, PhonesTable, PlansTable, RoutesTable
from trunkline.storage.rates import RateTable
from trunkline.storage.secrets import SecretCache
from trunkline.storage.switchboard import DynamoSwitchboard
from trunkline.storage.waiting_orders import WaitingOrdersTable
from trunkline.use_cases.answer_call import Answering
from trunkline.use_cases.manage_companies import Secrets, add_company, add_key
from trunkline.use_cases.place_voice_call import Placing
from trunkline.use_cases.speak_text import Speaking

ACCOUNT, TOKEN, XI_KEY = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef", "xi-key"
OURS, SOMEBODY = "+15005550006", "+14155550199"
ACMES_NUMBERS = (OURS, "+14155550111", "+14155550112", "+14155550120", "+0987654321")
BASE = "https://voice.example.com"
VOICE = "IKne3meq5aSn9XLyUdCD"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TOOL_SECRETS = {"acme": {"orders": "s3cret"}, "other": {"others": "foreign"}}
SCOPES = {"convai_read", "convai_write", "text_to_speech", "voices_read"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """schemathesis names each test after its operation, but to this pytest they all have one id."""
    if operation := getattr(item, "operation_label", None):
        item._id = replace(item._id, params=operation)


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: int) -> None:
        self.now += timedelta(**time)


@dataclass
class ScriptedRelay:
    """Relays that carry the calls they are told to, and remember what was ordered."""

    carried: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: list[tuple[str, Order]] = field(default_factory=list)

    def command(self, call_id: CallId, order: Order) -> dict[str, Any] | None:
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

    def send(self, job: Mapping[str, Any]) -> None:
        self.jobs.append(dict(job))


@dataclass
class ApiWorld:
    """Ask as somebody; look at what became of it."""

    client: httpx.AsyncClient
    app: FastAPI
    services: ApiServices
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
    twilio.people[SOMEBODY] = Person(answers_after_s=60)
    return twilio, vendor


@pytest_asyncio.fixture
async def api(aws: tuple[Any, Any]) -> AsyncIterator[ApiWorld]:
    twilio, vendor = await vendors()
    world = build_world(aws, twilio, vendor)
    yield world
    await world.client.aclose()
    await twilio.stop()
    await vendor.stop()


def build_world(aws: tuple[Any, Any], twilio: FakeTwilio, vendor: FakeElevenLabs, per_minute: int = 200) -> ApiWorld:
    dynamodb, s3 = aws
    clock, relay, pauses, sent = Clock(), ScriptedRelay(), [], Sent()
    credentials = {"account": ACCOUNT, "token": TOKEN, "xi": XI_KEY}
    directory = Directory(dynamodb, DIRECTORY)
    companies, calls = CompaniesTable(directory), CallsTable(dynamodb, CALLS)
    workspace = ElevenLabsWorkspace(VendorClient(vendor.base_url, verify=trusted()), lambda: credentials["xi"])
    carrier = TwilioCarrier(
        VendorClient(twilio.base_url, verify=trusted()), lambda: (credentials["account"], credentials["token"])
    )
    shelf = Shelf(lambda: s3, BUCKET)
    made = Secrets(new_name, new_token)
    line = ElevenLabsLine(vendor.base_url, lambda: credentials["xi"])
    to_twiml = partial(twiml.render, addresses=Addresses(BASE, "wss://relay.example.com"))
    switchboard = DynamoSwitchboard(dynamodb, CALLS, DIRECTORY, to_twiml)
    services = ApiServices(
        workspace=workspace,
        carrier=carrier,
        companies=companies,
        routes=RoutesTable(directory),
        phones=PhonesTable(directory),
        callers=CallersTable(directory),
        requests=OnceTable(directory),
        calls=calls,
        catalogue=CallViews(dynamodb, CALLS),
        live=relay,
        waiting=WaitingOrdersTable(dynamodb, CALLS),
        rate=RateTable(dynamodb, DIRECTORY, per_minute),
        render=to_twiml,
        answering=Answering(switchboard, line, new_token),
        placing=Placing(carrier, PlansTable(directory), calls, BASE, new_name),
        speaking=Speaking(workspace, shelf, pauses.append),
        new_secrets=made,
        transcripts=shelf.transcript,
        link=shelf.link,
        exports=ExportsTable(directory, clock),
        export_jobs=sent,
        costs=CostBookTable(dynamodb, CALLS),
        receipts=ReceiptsTable(directory, clock),
        erasure_jobs=sent,
        person_fingerprint=lambda number: person_fingerprint(number, "key"),
        campaigns=CampaignsTable(dynamodb, CAMPAIGNS, clock),
        suppressions=SuppressionsTable(dynamodb, CAMPAIGNS),
        schedules=InMemorySchedules(),
        standings=TicksTable(dynamodb, CAMPAIGNS).standing,
        imports=ImportsTable(directory),
        notes=NotesTable(directory, clock),
        list_jobs=sent,
        upload_link=ListShelf(lambda: s3, BUCKET).upload_link,
        owners=owners_in(directory),
        destinations=Destinations(),
        missing_secrets=partial(absent_secrets, SecretCache(lambda: secret_text(tools=TOOL_SECRETS))),
        now=clock,
    )
    for agent in ("agent_good", "agent_wrong"):
        services.owners.claims.claim("agent", agent, "acme")
    for number in ACMES_NUMBERS:
        services.owners.claims.claim("number", number, "acme")
    keys = {"admin": add_company("acme", "Acme", companies, made, NOW).written}
    keys["other"] = add_company("other", "Other", companies, made, NOW).written
    keys["read"] = add_key("acme", Scope.READ, "reader", companies, made, NOW).written
    keys["operate"] = add_key("acme", Scope.OPERATE, "operator", companies, made, NOW).written
    app = serving(services)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url=BASE)
    jobs = sent.jobs
    return ApiWorld(client, app, services, twilio, vendor, relay, clock, keys, credentials, dynamodb, s3, pauses, jobs)


@functools.cache  # reading whom to trust takes 30 ms; the fakes speak plain HTTP
def trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def serving(services: ApiServices) -> FastAPI:
    """The one application of this process, which has read its hundred routes, in the service of this test."""
    app = _app()
    app.state.services = services
    return app


@functools.cache
def _app() -> FastAPI:
    return create_app(cast("ApiServices", None))


def stored(world: ApiWorld, key: str, body: Any) -> None:
    world.s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(body).encode())
