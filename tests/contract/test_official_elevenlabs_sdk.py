"""The vendor's own SDK as a second opinion on the fake: what it accepts here it would accept there."""

import asyncio
import threading
import time
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from aiohttp import web
from elevenlabs import ElevenLabs
from elevenlabs.conversational_ai.conversation import AudioInterface, Conversation, ConversationInitiationData
from elevenlabs.core.api_error import ApiError
from elevenlabs.errors import BadRequestError

from local.audio import mulaw
from local.audio.speech import resample, speech
from local.elevenlabs import Agent, Exchange, FakeElevenLabs, Webhook
from local.world.addresses import AddressBook

CALLER = "en-gb+f3"
SECRET = "wsec_0123456789abcdef"
DIALOGUE = [
    Exchange("What are your opening hours?", "Nine to five."),
    Exchange("Thank you, goodbye.", "Goodbye!", then="end_call"),
]
PHONE = Agent("agent_phone", "Hello {{first_name}}.", DIALOGUE, enable_auth=True)
BROWSER = Agent(
    "agent_browser",
    "Hello {{first_name}}.",
    DIALOGUE,
    input_format="pcm_16000",
    output_format="pcm_16000",
    enable_auth=True,
)


@pytest.fixture
def addresses():
    return AddressBook()


@pytest.fixture
async def vendor(addresses):
    fake = FakeElevenLabs({"key": {"convai_read", "convai_write"}, "reader": {"convai_read"}}, addresses)
    fake.add_agent(PHONE)
    fake.add_agent(BROWSER)
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def client(vendor):
    return ElevenLabs(api_key="key", base_url=vendor.base_url)


async def register(client, agent_id="agent_phone", **details):
    return await asyncio.to_thread(
        client.conversational_ai.twilio.register_call,
        agent_id=agent_id,
        from_number="+14155550199",
        to_number="+14155550100",
        **details,
    )


async def test_register_call_returns_twiml_text_with_the_conversation_id(client, vendor):
    twiml = await register(client, direction="inbound")
    stream = ET.fromstring(twiml).find("Connect/Stream")
    assert stream.get("url") == "wss://api.elevenlabs.test/v1/convai/conversation"
    assert stream.find("Parameter").get("value") in vendor.conversations


async def test_an_unknown_agent_is_a_404_with_a_machine_code(client):
    with pytest.raises(ApiError) as refusal:
        await register(client, agent_id="agent_unknown")
    assert refusal.value.status_code == 404
    assert refusal.value.body["detail"]["code"] == "agent_not_found"


async def test_an_unknown_key_and_a_missing_scope_are_both_401(vendor):
    for key, code in (("missing", "invalid_api_key"), ("reader", "missing_permissions")):
        stranger = ElevenLabs(api_key=key, base_url=vendor.base_url)
        with pytest.raises(ApiError) as refusal:
            await register(stranger)
        assert refusal.value.status_code == 401
        assert refusal.value.body["detail"]["status"] == code


async def test_a_signed_url_leads_back_to_where_it_was_asked_for(client, vendor):
    ask = client.conversational_ai.conversations.get_signed_url
    answer = await asyncio.to_thread(ask, agent_id="agent_phone")
    start = f"ws://127.0.0.1:{vendor.port}/v1/convai/conversation?agent_id=agent_phone&conversation_signature="
    assert answer.signed_url.startswith(start)


async def test_conversations_are_read_and_listed_page_by_page(client, vendor):
    data = {"user_id": "cust-77", "dynamic_variables": {"call_ref": "c-9f2"}}
    for _ in range(3):
        await register(client, conversation_initiation_client_data=data)
    conversations = client.conversational_ai.conversations
    wanted = next(iter(vendor.conversations))
    found = await asyncio.to_thread(conversations.get, wanted)
    assert (found.status, found.user_id) == ("initiated", "cust-77")
    assert found.conversation_initiation_client_data.dynamic_variables["call_ref"] == "c-9f2"
    first = await asyncio.to_thread(conversations.list, page_size=2)
    second = await asyncio.to_thread(conversations.list, page_size=2, cursor=first.next_cursor)
    listed = [c.conversation_id for c in (*first.conversations, *second.conversations)]
    assert (first.has_more, second.has_more) == (True, False)
    assert sorted(listed) == sorted(vendor.conversations)


async def test_the_formats_of_an_agent_can_be_read(client):
    agent = await asyncio.to_thread(client.conversational_ai.agents.get, "agent_phone")
    assert agent.conversation_config.asr.user_input_audio_format == "ulaw_8000"
    assert agent.conversation_config.tts.agent_output_audio_format == "ulaw_8000"


class Telephone(AudioInterface):
    """A caller for the SDK: says one line after each answer of the agent, and is quiet otherwise."""

    CHUNK_S = 0.1
    HASTE = 2  # audio per second of wall clock; turns are counted in audio

    def __init__(self, lines):
        self.lines = list(lines)
        self.heard = bytearray()
        self._line = b""
        self._agent_done_at = 0.0
        self._stopped = threading.Event()

    def start(self, input_callback):
        self._mouth = threading.Thread(target=self._speak, args=(input_callback,))
        self._mouth.start()

    def stop(self):
        self._stopped.set()

    def hung_up(self):
        """The SDK may notice the end in this thread, and says so there after its own has ended."""
        self._mouth.join()

    def output(self, audio):
        self.heard += audio
        self._agent_done_at = max(self._agent_done_at, time.monotonic()) + len(audio) / 32000

    def interrupt(self):
        pass

    def answered(self):
        if self.lines:
            words = mulaw.decode(speech(self.lines.pop(0), CALLER)).astype(float)
            self._line = resample(words, 8000, 16000).astype("<i2").tobytes()

    def _speak(self, send):
        size = int(32000 * self.CHUNK_S)
        while not self._stopped.wait(self.CHUNK_S / self.HASTE):
            chunk = b""
            if time.monotonic() > self._agent_done_at:
                chunk, self._line = self._line[:size], self._line[size:]
            send(chunk + bytes(size - len(chunk)))


def converse(client, vendor_events):
    """A whole conversation through the SDK, in its own thread. Returns what the telephone heard."""
    telephone = Telephone(exchange.hears for exchange in DIALOGUE)

    def agent_said(text):
        vendor_events.append(("agent", text))
        telephone.answered()

    conversation = Conversation(
        client,
        "agent_browser",
        requires_auth=True,
        audio_interface=telephone,
        config=ConversationInitiationData(dynamic_variables={"first_name": "Ana"}, user_id="cust-77"),
        callback_agent_response=agent_said,
        callback_user_transcript=lambda text: vendor_events.append(("caller", text)),
        callback_disconnect=lambda details: vendor_events.append((details.reason, details.close_code)),
    )
    conversation.start_session()
    conversation_id = conversation.wait_for_session_end()
    telephone.hung_up()
    return conversation_id, bytes(telephone.heard)


async def test_the_sdk_completes_a_spoken_conversation_and_can_read_it_afterwards(client, vendor):
    happened = []
    conversation_id, heard = await asyncio.to_thread(converse, client, happened)
    assert happened == [
        ("agent", "Hello Ana."),
        ("caller", DIALOGUE[0].hears),
        ("agent", DIALOGUE[0].says),
        ("caller", DIALOGUE[1].hears),
        ("agent", DIALOGUE[1].says),
        ("agent", 1000),
    ]
    said = sum(len(speech(text, "en-us")) for who, text in happened if who == "agent" and text != 1000)
    assert len(heard) == pytest.approx(said * 4, rel=0.01)  # twice the rate, twice the width
    assert np.abs(np.frombuffer(heard, "<i2")).max() > 1000
    await vendor.settled(5)
    stored = await asyncio.to_thread(client.conversational_ai.conversations.get, conversation_id)
    assert (stored.status, stored.metadata.conversation_initiation_source) == ("done", "python_sdk")
    assert stored.metadata.termination_reason == "end_call tool was called."
    assert [t.message for t in stored.transcript if t.message] == [text for _, text in happened[:-1]]
    recording = await asyncio.to_thread(
        lambda: b"".join(client.conversational_ai.conversations.audio.get(conversation_id))
    )
    assert recording[:2] == b"\xff\xe3"


@pytest.fixture
async def inbox(vendor, addresses):
    """A webhook receiver under a public name; holds (signature header, raw body) pairs."""
    received = []

    async def receive(request):
        received.append((request.headers["ElevenLabs-Signature"], await request.text()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhooks/elevenlabs", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    addresses.publish("voice.trunkline.test", runner.addresses[0][1])
    url = "https://voice.trunkline.test/webhooks/elevenlabs"
    vendor.webhook = Webhook(url, SECRET, {"call_initiation_failure"}, delay_s=0)
    yield received
    await runner.cleanup()


async def test_the_sdk_verifies_a_report_and_rejects_a_tampered_one(client, vendor, inbox):
    vendor.report_initiation_failure("agent_phone", "conv_1", "busy", {"CallStatus": "busy"})
    await vendor.settled(5)
    header, body = inbox[0]
    event = client.webhooks.construct_event(body, header, SECRET)
    assert (event["type"], event["data"]["failure_reason"]) == ("call_initiation_failure", "busy")
    for tampered in (body.replace("busy", "lazy"), body + " "):
        with pytest.raises(BadRequestError):
            client.webhooks.construct_event(tampered, header, SECRET)


@pytest.mark.parametrize("fault", [{"wrong_secret": True}, {"age_s": 1805}, {"blank_after_comma": True}])
async def test_the_sdk_rejects_a_report_signed_wrong_on_purpose(client, vendor, inbox, fault):
    for name, value in fault.items():
        setattr(vendor.faults.webhook, name, value)
    vendor.report_initiation_failure("agent_phone", "conv_1", "busy")
    await vendor.settled(5)
    with pytest.raises(BadRequestError):
        client.webhooks.construct_event(inbox[0][1], inbox[0][0], SECRET)
