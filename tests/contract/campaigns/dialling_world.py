"""Both diallers over the fake vendors, with a person who can be called."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
from aiohttp import web

from local.elevenlabs import Agent, FakeElevenLabs, Webhook
from local.twilio import FakeTwilio
from local.world.addresses import AddressBook
from trunkline.campaigns.domain.attempts import Attempt, AttemptState, attempt_id
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.dialling import DialRequest
from trunkline.campaigns.use_cases.dial_by_carrier import CarrierDialler, variables_of
from trunkline.vendors.elevenlabs.dialler import ElevenLabsDialler
from trunkline.vendors.twilio.client import Account, TwilioClient
from trunkline.web.vendor_client import VendorClient

ACCOUNT, TOKEN, KEY = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef", "key"

OURS, ANA = "+15005550006", "+14155550123"

BASE = "https://customer.test"

ATTEMPT = attempt_id("c1", "p1", 1)


@dataclass
class Plans:
    added: dict = field(default_factory=dict)

    def add(self, plan_id, route, now):
        self.added[plan_id] = (route, now)


class Customer:
    """The webhooks as the carrier sees them: keeps what arrives, answers a document that ends the call."""

    def __init__(self):
        self.requests = []
        self.document = "<Response><Hangup/></Response>"

    async def answer(self, request):
        self.requests.append((request.path, dict(await request.post()) if request.can_read_body else {}))
        return web.Response(text=self.document, content_type="text/xml")

    def forms_of(self, beginning):
        return [form for path, form in self.requests if path.startswith(beginning)]


@dataclass
class World:
    twilio: FakeTwilio
    vendor: FakeElevenLabs
    customer: Customer
    plans: Plans
    linked: list
    carrier: CarrierDialler
    provider: ElevenLabsDialler
    phone_number_id: str

    async def dial(self, order):
        return await asyncio.to_thread(self._of(order.campaign).dial, order)

    async def resolve(self, attempt, campaign, now=None):
        return await asyncio.to_thread(self._of(campaign).resolve, attempt, campaign, now or datetime.now(UTC))

    def _of(self, campaign):
        return self.provider if campaign.channel is Channel.PROVIDER else self.carrier

    async def settled(self):
        await self.twilio.settled(20)
        await self.vendor.settled(20)


@pytest.fixture
async def world():
    addresses, customer = AddressBook(), Customer()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", customer.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    addresses.publish("customer.test", runner.addresses[0][1])
    twilio = FakeTwilio(ACCOUNT, TOKEN, addresses, speak=lambda text, voice: b"\x9f\x1f" * 80, calls_per_second=1000)
    await twilio.start()
    twilio.own_number(OURS, f"{BASE}/voice")
    vendor = FakeElevenLabs({KEY: {"convai_read", "convai_write"}}, addresses)
    await vendor.start()
    vendor.add_agent(Agent("agent_1", first_message="Hello {{first_name}}."))
    vendor.webhook = Webhook(
        f"{BASE}/reports", "wsec", {"transcript", "call_initiation_failure", "answering_machine_detection"}, delay_s=0
    )
    number = {"phone_number": OURS, "label": "ours", "provider": "twilio", "sid": ACCOUNT, "token": TOKEN}
    async with httpx.AsyncClient(base_url=vendor.base_url, headers={"xi-api-key": KEY}) as client:
        imported = (await client.post("/v1/convai/phone-numbers", json=number)).json()["phone_number_id"]
    plans, linked = Plans(), []
    carrier = TwilioClient(twilio.base_url, lambda: Account(ACCOUNT, [TOKEN]))
    provider = ElevenLabsDialler(
        VendorClient(vendor.base_url),
        lambda: KEY,
        variables_of,
        lambda _of, _one, dialled: linked.append(dialled),
    )
    yield World(twilio, vendor, customer, plans, linked, CarrierDialler(carrier, plans, BASE), provider, imported)
    await vendor.stop()
    await twilio.stop()
    await runner.cleanup()


def campaign(channel=Channel.RELAY, **more) -> Campaign:
    details = {"agent_id": "agent_1", "ring_s": 1, "dynamic_variables": {"clinic": "North", "first_name": "you"}}
    return Campaign("c1", "acme", "Recall", channel, OURS, datetime(2026, 11, 1, tzinfo=UTC), **details | more)


def order(of: Campaign, to=ANA, **more) -> DialRequest:
    now = datetime.now(UTC)
    attempt = Attempt(ATTEMPT, "c1", "acme", "p1", 1, to, AttemptState.DIALLING, now, dialled_at=now, **more)
    return DialRequest(attempt, of, {"first_name": "Ana"})
