"""Our diallers against the fake vendors over real sockets: one call each, and whatever is unclear is asked about."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from aiohttp import web
from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError

from local.elevenlabs import Agent, FakeElevenLabs, RouteFault, Webhook
from local.twilio import FakeTwilio, Person
from local.world.addresses import AddressBook
from trunkline.calls.domain.routes import Mode
from trunkline.campaigns.domain.attempts import AnsweredBy, Attempt, AttemptState, Outcome, attempt_id
from trunkline.campaigns.domain.campaigns import Campaign, Channel, MachinePolicy
from trunkline.campaigns.domain.dialling import NEVER_PLACED, DialRequest, DialState, PlacedDial
from trunkline.campaigns.use_cases.dial_by_carrier import CarrierDialler, plan_of, variables_of
from trunkline.errors import CarrierError, NotConfigured, OutcomeUnknown, ProviderError
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.vendors.elevenlabs.dialler import ElevenLabsDialler
from trunkline.vendors.elevenlabs.outbound_api import ending_of
from trunkline.vendors.twilio.client import Account, TwilioClient
from trunkline.web.vendor_client import VendorClient

ACCOUNT, TOKEN, KEY = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef", "key"
OURS, ANA = "+15005550006", "+14155550123"
BASE = "https://customer.test"
ATTEMPT = attempt_id("c1", "p1", 1)

pytestmark = pytest.mark.enable_socket


@dataclass
class Plans:
    added: dict = field(default_factory=dict)

    def add(self, plan_id, route, now):
        self.added[plan_id] = (route, now)


class Customer:
    """Our doors, as far as the carrier sees them: keeps what arrives, answers a document that ends the call."""

    def __init__(self):
        self.requests = []
        self.document = "<Response><Hangup/></Response>"

    async def answer(self, request):
        self.requests.append((request.path, dict(await request.post()) if request.can_read_body else {}))
        return web.Response(text=self.document, content_type="text/xml")

    def told(self, beginning):
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


# --- the carrier ------------------------------------------------------------------------------------------------------


async def test_the_carrier_rings_once_and_every_address_names_the_attempt(world):
    world.twilio.people[ANA] = Person()
    dialled = await world.dial(order(campaign()))
    await world.settled()
    assert list(world.twilio.calls) == [dialled.call_id]
    route, _ = world.plans.added[ATTEMPT]
    assert (route.mode, route.agent_id, route.attempt_id) == (Mode.RELAY, "agent_1", ATTEMPT)
    assert route.dynamic_variables == {"clinic": "North", "first_name": "Ana", "attempt_id": ATTEMPT}
    assert world.customer.told(f"/twilio/voice/plan/{ATTEMPT}")
    values = [form["CallStatus"] for form in world.customer.told(f"/api/v1/twilio/call-status/{ATTEMPT}")]
    assert sorted(values) == ["completed", "in-progress", "initiated", "ringing"]


@pytest.mark.parametrize(
    ("machines", "verdicts"),
    [
        ({AnsweredBy.MACHINE: MachinePolicy.HANG_UP}, ["machine_start"]),
        ({AnsweredBy.MACHINE: MachinePolicy.LEAVE_MESSAGE}, ["machine_start"]),  # the fake says what its person is
        ({AnsweredBy.MACHINE: MachinePolicy.CONTINUE}, []),
    ],
)
async def test_who_answered_is_found_out_beside_the_call_if_any_policy_asks(world, machines, verdicts):
    world.twilio.people[ANA] = Person(answered_by="machine_start")
    await world.dial(order(campaign(machines=machines)))
    await world.settled()
    assert [form["AnsweredBy"] for form in world.customer.told(f"/twilio/amd/{ATTEMPT}")] == verdicts
    assert world.customer.told("/twilio/voice/plan/")[0].get("AnsweredBy") is None, "nobody waits for the verdict"


def test_a_plan_speaks_the_contacts_own_words_and_only_in_a_voice_campaign():
    of = campaign(Channel.VOICE, voice=VoiceChoice("voice_1"), text="Hello {{first_name}}.", opt_out_key="9")
    plan = plan_of(order(of))
    assert (plan.mode, plan.opening, plan.opt_out_key) == (Mode.VOICE, "Hello Ana.", "9")
    assert plan_of(order(campaign(text="Hello"))).opening == ""
    assert plan_of(order(campaign(Channel.REGISTER))).mode is Mode.REGISTER


async def test_a_refusal_of_the_carrier_is_no_unknown_outcome_and_rings_nobody(world):
    with pytest.raises(CarrierError) as refused:
        await world.dial(order(campaign(), to="+1415555"))
    assert not isinstance(refused.value, OutcomeUnknown)
    assert not world.twilio.calls


async def test_a_lost_answer_of_the_carrier_is_asked_about_and_found(world):
    world.twilio.people[ANA] = Person(answers=False)
    world.twilio.faults.drop_create_responses = 1
    asked = order(campaign())
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    going = await world.resolve(asked.attempt, asked.campaign)
    assert going.whereabouts is DialState.GOING_ON
    assert going.dialled == PlacedDial(next(iter(world.twilio.calls)))
    await world.settled()
    over = await world.resolve(asked.attempt, asked.campaign)
    assert (over.whereabouts, over.ending.outcome) == (DialState.OVER, Outcome.NO_ANSWER)
    assert len(world.twilio.calls) == 1


@pytest.mark.parametrize(
    ("person", "outcome", "answered_by"),
    [
        (Person(), Outcome.HUMAN, AnsweredBy.HUMAN),
        (Person(answered_by="machine_start"), Outcome.MACHINE, AnsweredBy.MACHINE),
        (Person(answered_by="fax"), Outcome.FAX, AnsweredBy.FAX),
        (Person(busy=True), Outcome.BUSY, None),
        (Person(answers=False), Outcome.NO_ANSWER, None),
        (Person(unreachable=True), Outcome.FAILED, None),
    ],
)
async def test_what_the_carrier_remembers_of_a_call_is_its_outcome(world, person, outcome, answered_by):
    world.twilio.people[ANA] = person
    asked = order(campaign())
    dialled = await world.dial(asked)
    await world.settled()
    known = replace(asked.attempt, call_id=dialled.call_id)
    found = await world.resolve(known, asked.campaign)
    assert (found.whereabouts, found.dialled) == (DialState.OVER, dialled)
    assert (found.ending.outcome, found.ending.answered_by) == (outcome, answered_by)


async def test_a_call_the_carrier_never_placed_is_not_there_once_its_list_must_know(world):
    asked = order(campaign())
    early = await world.resolve(asked.attempt, asked.campaign)
    assert early.whereabouts is DialState.GOING_ON
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, asked.campaign, later) == NEVER_PLACED


async def test_an_earlier_call_to_the_same_person_is_not_taken_for_this_one(world):
    world.twilio.people[ANA] = Person(busy=True)
    await world.dial(order(campaign()))
    await world.settled()
    later = order(campaign()).attempt
    later = replace(later, dialled_at=later.dialled_at + timedelta(hours=4))
    found = await world.resolve(later, campaign(), later.dialled_at + timedelta(minutes=10))
    assert found == NEVER_PLACED


async def test_a_call_that_the_carrier_has_forgotten_is_over(world):
    gone = order(campaign(), call_id=CallId("CA" + "0" * 32)).attempt
    found = await world.resolve(gone, campaign())
    assert (found.whereabouts, found.ending.outcome) == (DialState.OVER, Outcome.FAILED)


async def test_a_carrier_that_cannot_be_asked_gives_no_answer_at_all(world):
    world.twilio.faults.refuse_rest_requests = 2
    with pytest.raises(CarrierError):
        await world.resolve(order(campaign()).attempt, campaign())
    with pytest.raises(CarrierError) as refused:
        await world.dial(order(campaign()))
    assert refused.value.code == "20429"


# --- the voice provider -----------------------------------------------------------------------------------------------


def provided(world, **more) -> Campaign:
    return campaign(Channel.PROVIDER, phone_number_id=world.phone_number_id, **more)


async def test_the_provider_rings_once_and_its_report_names_the_attempt(world):
    world.twilio.people[ANA] = Person(play=listens)
    dialled = await world.dial(order(provided(world)))
    await world.settled()
    assert list(world.twilio.calls) == [dialled.call_id]
    assert world.linked == [dialled]
    conversation = world.vendor.conversations[dialled.conversation_id]
    assert conversation.client_data["user_id"] == ATTEMPT
    assert conversation.variables.items() >= {"attempt_id": ATTEMPT, "first_name": "Ana", "clinic": "North"}.items()
    [report] = [delivery for delivery in world.vendor.deliveries if delivery.type == "post_call_transcription"]
    phone = json.loads(report.body)["data"]["metadata"]["phone_call"]
    assert phone["external_number"] == ANA
    assert (phone["direction"], phone["phone_number_id"]) == ("outbound", world.phone_number_id)


async def listens(caller):
    await caller.agent_finishes()


@pytest.mark.parametrize(
    ("person", "reason", "outcome"),
    [
        (Person(busy=True), "busy", Outcome.BUSY),
        (Person(answers=False), "no-answer", Outcome.NO_ANSWER),
        (Person(unreachable=True), "unknown", Outcome.FAILED),
    ],
)
async def test_somebody_the_provider_does_not_reach_is_reported_and_remembered(world, person, reason, outcome):
    world.twilio.people[ANA] = person
    asked = order(provided(world))
    dialled = await world.dial(asked)
    await world.settled()
    [report] = [delivery for delivery in world.vendor.deliveries if delivery.type == "call_initiation_failure"]
    data = json.loads(report.body)["data"]
    assert (data["failure_reason"], data["metadata"]["body"]["CallSid"]) == (reason, dialled.call_id)
    for known in (asked.attempt, replace(asked.attempt, conversation_id=dialled.conversation_id)):
        found = await world.resolve(known, asked.campaign)
        assert (found.whereabouts, found.ending.outcome) == (DialState.OVER, outcome)


async def test_the_provider_hangs_up_on_machines_and_tells_by_webhook(world):
    world.twilio.people[ANA] = Person(answered_by="machine_start", detection_s=0.2, play=waits)
    dialled = await world.dial(order(provided(world)))
    await world.settled()
    assert "answering_machine_detection" in [delivery.type for delivery in world.vendor.deliveries]
    kinds = [kind for _, kind, _ in world.twilio.calls[dialled.call_id].events]
    assert "rest-hang-up" in kinds


async def waits(caller):
    await caller.line_drops()


async def test_a_lost_answer_of_the_provider_is_asked_about_and_found(world):
    world.twilio.people[ANA] = Person(busy=True)
    world.vendor.faults.lose_outbound_answers = {ANA}
    asked = order(provided(world))
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    await world.settled()
    found = await world.resolve(asked.attempt, asked.campaign)
    assert found.ending.outcome is Outcome.BUSY
    assert len(world.twilio.calls) == 1
    assert world.linked == [found.dialled]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_error_of_the_provider_leaves_open_whether_it_rings(world, status):
    world.vendor.faults.fail("outbound_call", status=status)
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


@pytest.mark.parametrize("status", [0, 400])
async def test_a_refusal_of_the_providers_carrier_is_a_clear_no_in_either_form(world, status):
    world.vendor.faults.outbound_refusal_status = status
    with pytest.raises(ProviderError):
        await world.dial(order(provided(world), to="+1415555"))
    assert not world.twilio.calls


async def test_a_yes_without_a_name_leaves_it_open(world):
    world.vendor.faults.outbound_without_ids = True
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


@pytest.mark.parametrize("shape", ["html", "empty"])
async def test_a_success_that_cannot_be_read_leaves_it_open(world, shape):
    world.vendor.faults.routes["outbound_call"] = RouteFault(status=200, shape=shape)
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


async def test_a_provider_that_knows_nothing_of_it_is_believed_once_its_list_must_know(world):
    asked = order(provided(world))
    assert (await world.resolve(asked.attempt, asked.campaign)).whereabouts is DialState.GOING_ON
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, asked.campaign, later) == NEVER_PLACED
    world.vendor.faults.fail("list_conversations")
    with pytest.raises(ProviderError):
        await world.resolve(asked.attempt, asked.campaign, later)


async def test_a_conversation_of_another_agent_is_not_the_attempts_whatever_it_calls_its_user(world):
    """A company may write any attempt's id into what its own agent learns of a caller."""
    world.twilio.people[ANA] = Person(busy=True)
    world.vendor.faults.lose_outbound_answers = {ANA}
    asked = order(provided(world))
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    await world.settled()
    others = replace(asked.campaign, agent_id="agent_of_another_company")
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, others, later) == NEVER_PLACED
    assert await world.resolve(asked.attempt, asked.campaign, later) != NEVER_PLACED


def test_nobody_is_dialled_without_a_key_or_a_host():
    nobody = ElevenLabsDialler(VendorClient("http://127.0.0.1:9"), str, variables_of, lambda *_: None)
    with pytest.raises(NotConfigured):
        nobody.dial(order(campaign(Channel.PROVIDER)))
    unreachable = ElevenLabsDialler(VendorClient("http://127.0.0.1:9"), lambda: KEY, variables_of, print)
    with pytest.raises(ProviderError, match="unreachable"):
        unreachable.dial(order(campaign(Channel.PROVIDER)))


@pytest.mark.parametrize(
    ("call_result", "has_words", "outcome"),
    [
        ("answered", True, Outcome.HUMAN),
        ("answered", False, Outcome.HUMAN),
        ("voicemail", True, Outcome.MACHINE),
        ("busy", False, Outcome.BUSY),
        ("no_answer", False, Outcome.NO_ANSWER),
        ("failed", False, Outcome.FAILED),
        ("", True, Outcome.HUMAN),
        ("", False, Outcome.FAILED),
        ("something_new", False, Outcome.FAILED),
    ],
)
def test_every_result_the_provider_names_is_an_outcome(call_result, has_words, outcome):
    assert ending_of(call_result, has_words, 12).outcome is outcome


# --- the vendor's own client ------------------------------------------------------------------------------------------


async def test_the_official_client_dials_through_the_fake_and_reads_its_answer(world):
    world.twilio.people[ANA] = Person(busy=True)
    client = ElevenLabs(api_key=KEY, base_url=world.vendor.base_url)
    answer = await asyncio.to_thread(
        client.conversational_ai.twilio.outbound_call,
        agent_id="agent_1",
        agent_phone_number_id=world.phone_number_id,
        to_number=ANA,
        conversation_initiation_client_data={"user_id": "u1", "dynamic_variables": {"first_name": "Ana"}},
        telephony_call_config={"ringing_timeout_secs": 20, "twilio_machine_detection": {"mode": "enable"}},
    )
    assert answer.success
    assert answer.call_sid in world.twilio.calls
    listed = await asyncio.to_thread(client.conversational_ai.conversations.list, user_id="u1")
    assert [conversation.conversation_id for conversation in listed.conversations] == [answer.conversation_id]
    await world.settled()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"agent_id": "agent_nobody"}, 404),
        ({"agent_phone_number_id": "phnum_nobody"}, 404),
        ({"telephony_call_config": {"ringing_timeout_secs": 1000}}, 422),
        (
            {
                "telephony_call_config": {
                    "twilio_machine_detection": {
                        "mode": "enable",
                        "actions": [
                            {"action": "hang_up", "answered_by": ["fax"]},
                            {"action": "hang_up", "answered_by": ["fax"]},
                        ],
                    }
                }
            },
            422,
        ),
    ],
)
async def test_the_fake_refuses_what_the_vendor_refuses(world, wrong, status):
    client = ElevenLabs(api_key=KEY, base_url=world.vendor.base_url)
    asked = {"agent_id": "agent_1", "agent_phone_number_id": world.phone_number_id, "to_number": ANA} | wrong
    with pytest.raises(ApiError) as refusal:
        await asyncio.to_thread(client.conversational_ai.twilio.outbound_call, **asked)
    assert refusal.value.status_code == status
    assert not world.twilio.calls
