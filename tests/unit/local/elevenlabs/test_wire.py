"""The fake vendor over real sockets: authentication, both protocols of the conversation address, and its bad days."""

import asyncio
import base64
import json

import aiohttp
import pytest
from aiohttp import WSMsgType

from local.audio import mulaw
from local.audio.speech import speech
from local.elevenlabs import Agent, Exchange, FakeElevenLabs, RouteFault
from local.world.addresses import AddressBook

KEY = {"xi-api-key": "key"}
HELLO = "Hi."
YES = Exchange("Yes please.", "Bye.", then="end_call")
SOCKET = "/v1/convai/conversation"
INITIATION = {"type": "conversation_initiation_client_data"}
NUMBERS = {"from_number": "+14155550199", "to_number": "+14155550100"}
QUIET = mulaw.SILENCE * mulaw.FRAME_BYTES
PROMPT_OVERRIDE = {**INITIATION, "conversation_config_override": {"agent": {"prompt": {"prompt": "x"}}}}


class Clock:
    now = 1_700_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def vendor(clock):
    keys = {"key": {"convai_read", "convai_write"}}
    fake = FakeElevenLabs(keys, AddressBook(), now_unix_s=clock)
    fake.add_agent(Agent("agent_open", HELLO, [YES], ping_period_s=0.1))
    fake.add_agent(Agent("agent_private", HELLO, [YES], enable_auth=True))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def http(vendor):
    async with aiohttp.ClientSession(vendor.base_url) as session:
        yield session


async def everything(ws):
    """All frames up to the close."""
    return [json.loads(message.data) async for message in ws if message.type is WSMsgType.TEXT]


async def start(http, agent_id="agent_open", first=INITIATION):
    ws = await http.ws_connect(f"{SOCKET}?agent_id={agent_id}")
    await ws.send_json(first)
    return ws


async def signed_url(http, agent_id="agent_private", **query):
    wanted = {"agent_id": agent_id, **query}
    async with http.get(f"{SOCKET}/get-signed-url", params=wanted, headers=KEY) as answer:
        return (await answer.json())["signed_url"]


class TestTheDoor:
    async def test_a_private_agent_refuses_a_client_without_credentials(self, http):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await http.ws_connect(f"{SOCKET}?agent_id=agent_private")
        assert refusal.value.status == 403

    async def test_refusal_may_also_be_an_accepted_socket_closed_with_1008(self, http, vendor):
        vendor.faults.socket.refuse_by_closing = True
        ws = await http.ws_connect(f"{SOCKET}?agent_id=agent_private")
        assert await everything(ws) == []
        assert ws.close_code == 1008

    async def test_a_signed_url_opens_a_private_agent(self, http):
        ws = await http.ws_connect(await signed_url(http))
        await ws.send_json(INITIATION)
        assert (await ws.receive_json())["type"] == "conversation_initiation_metadata"
        await ws.close()

    async def test_a_signed_url_is_stale_after_a_quarter_of_an_hour(self, http, clock):
        url = await signed_url(http)
        clock.now += 901
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)

    async def test_a_signed_url_with_a_conversation_id_opens_once(self, http):
        url = await signed_url(http, include_conversation_id="true")
        await (await http.ws_connect(url)).close()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)

    async def test_a_key_in_the_handshake_is_accepted_too(self, http):
        ws = await http.ws_connect(f"{SOCKET}?agent_id=agent_private", headers=KEY)
        await ws.close()


class TestTheAgentSocket:
    async def test_metadata_comes_before_a_refused_override(self, http, vendor):
        ws = await start(http, first=PROMPT_OVERRIDE)
        frames = await everything(ws)
        assert [f["type"] for f in frames] == ["conversation_initiation_metadata", "error"]
        text = "Override for field 'prompt' is not allowed by config."
        assert frames[1]["error_event"]["message"] == text
        assert ws.close_code == 1008
        await vendor.settled(2)
        (conversation,) = vendor.conversations.values()
        assert (conversation.status, conversation.termination_reason) == ("failed", text)

    async def test_a_refusal_may_come_without_an_error_frame(self, http, vendor):
        vendor.faults.socket.silent_errors = True
        ws = await start(http, first=PROMPT_OVERRIDE)
        assert len(await everything(ws)) == 1
        assert ws.close_code == 1008

    async def test_a_binary_message_is_refused(self, http):
        ws = await start(http)
        await ws.send_bytes(QUIET)
        frames = await everything(ws)
        assert frames[-1]["error_event"]["error_type"] == "invalid_message"
        assert ws.close_code == 1008

    async def test_a_client_that_starts_with_audio_gets_the_defaults(self, http):
        ws = await start(http, first={"user_audio_chunk": base64.b64encode(QUIET).decode()})
        kinds = [(await ws.receive_json())["type"] for _ in range(2)]
        assert kinds == ["conversation_initiation_metadata", "audio"]
        await ws.close()

    async def test_pings_count_from_zero_and_pongs_are_timed(self, http, vendor):
        ws = await start(http)
        pings = []
        while len(pings) < 2:
            frame = await ws.receive_json()
            if frame["type"] == "ping":
                pings.append(frame["ping_event"])
                await ws.send_json({"type": "pong", "event_id": frame["ping_event"]["event_id"]})
        assert pings[0] == {"event_id": 0, "ping_ms": None}
        assert pings[1]["event_id"] == 1
        assert 0 <= pings[1]["ping_ms"] < 100
        await ws.close()
        (conversation,) = vendor.conversations.values()
        assert conversation.pings[0].answered_at is not None

    async def test_a_client_that_leaves_ends_the_conversation(self, http, vendor):
        ws = await start(http)
        await ws.receive_json()
        await ws.close()
        await vendor.settled(2)
        (conversation,) = vendor.conversations.values()
        assert (conversation.status, conversation.termination_reason) == ("done", "Client disconnected: 1000")

    async def test_stopping_the_vendor_ends_running_conversations(self, http, vendor):
        ws = await start(http)
        await ws.receive_json()
        await asyncio.gather(vendor.stop(), everything(ws))
        assert ws.close_code == 1001

    async def test_stopping_the_vendor_does_not_wait_for_a_client_that_never_answers(self, http, vendor):
        ws = await start(http)
        await ws.receive_json()
        async with asyncio.timeout(3):
            await vendor.stop()


class TestTheCarrierStream:
    async def registered(self, http):
        body = {"agent_id": "agent_open", **NUMBERS}
        async with http.post("/v1/convai/twilio/register-call", json=body, headers=KEY) as answer:
            assert answer.content_type == "text/html"
            return (await answer.text()).partition('value="')[2].partition('"')[0]

    async def stream(self, http, conversation_id):
        ws = await http.ws_connect(SOCKET)
        await ws.send_json({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        details = {"streamSid": "MZ1", "callSid": "CA1", "customParameters": {"conversation_id": conversation_id}}
        await ws.send_json({"event": "start", "sequenceNumber": "1", "streamSid": "MZ1", "start": details})
        return ws

    async def say(self, ws, audio):
        for start_at in range(0, len(audio), mulaw.FRAME_BYTES):
            payload = base64.b64encode(audio[start_at : start_at + mulaw.FRAME_BYTES]).decode()
            await ws.send_json({"event": "media", "media": {"track": "inbound", "payload": payload}})

    async def until_mark(self, ws):
        audio = b""
        while (message := await ws.receive_json())["event"] == "media":
            assert message["streamSid"] == "MZ1"
            audio += base64.b64decode(message["media"]["payload"])
        return audio, message["mark"]["name"]

    async def test_a_registered_call_speaks_and_hears_over_the_carriers_protocol(self, http, vendor):
        conversation_id = await self.registered(http)
        ws = await self.stream(http, conversation_id)
        greeting, _ = await self.until_mark(ws)
        assert greeting == speech(HELLO, "en-us")
        await asyncio.sleep(len(greeting) / mulaw.RATE_HZ)
        await self.say(ws, speech(YES.hears, "en-gb+f3") + QUIET * 40)
        farewell, mark = await self.until_mark(ws)
        assert farewell == speech(YES.says, "en-us")
        await ws.send_json({"event": "mark", "streamSid": "MZ1", "mark": {"name": mark}})
        assert await everything(ws) == []
        assert ws.close_code == 1000
        await vendor.settled(2)
        conversation = vendor.conversations[conversation_id]
        assert [t.message for t in conversation.transcript] == [HELLO, YES.hears, YES.says, None]
        assert (conversation.phone_call.call_sid, conversation.phone_call.stream_sid) == ("CA1", "MZ1")

    async def test_an_interruption_clears_what_the_carrier_still_has(self, http, vendor):
        long = "We have Monday, Tuesday, Wednesday, Thursday and Friday."
        vendor.add_agent(Agent("agent_open", long, [YES]))
        ws = await self.stream(http, await self.registered(http))
        await self.until_mark(ws)
        await self.say(ws, speech(YES.hears, "en-gb+f3"))
        assert await ws.receive_json() == {"event": "clear", "streamSid": "MZ1"}
        await ws.close()

    async def test_an_unregistered_stream_is_closed(self, http):
        ws = await self.stream(http, "conv_unknown")
        assert await everything(ws) == []
        assert ws.close_code == 1008

    async def test_a_registered_id_serves_one_stream(self, http):
        conversation_id = await self.registered(http)
        first = await self.stream(http, conversation_id)
        await first.receive_json()
        second = await self.stream(http, conversation_id)
        assert await everything(second) == []
        assert second.close_code == 1008
        await first.close()


class TestBadDays:
    async def test_a_dropped_connection_has_no_close_frame(self, http, vendor):
        vendor.faults.socket.drop_after_s = 0.05
        ws = await start(http)
        await everything(ws)
        assert ws.close_code == 1006

    @pytest.mark.parametrize(
        ("switch", "value", "code"),
        [("close_after_metadata", (1008, "Not authorised"), 1008), ("close_after_s", 0.05, 1011)],
    )
    async def test_the_socket_can_be_closed_with_an_error(self, http, vendor, switch, value, code):
        setattr(vendor.faults.socket, switch, value)
        ws = await start(http)
        await everything(ws)
        assert ws.close_code == code

    async def test_a_stalled_agent_says_nothing_more_until_the_client_leaves(self, http, vendor):
        vendor.faults.socket.stall_after_s = 0.02
        ws = await start(http)
        await asyncio.sleep(0.1)
        while True:  # what came before the stall
            try:
                await ws.receive(timeout=0.15)
            except TimeoutError:
                break
        with pytest.raises(TimeoutError):
            await ws.receive(timeout=0.3)
        await ws.close()
        await vendor.settled(2)

    async def test_a_refused_handshake_has_its_status(self, http, vendor):
        vendor.faults.socket.refuse_handshake_status = 503
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await http.ws_connect(f"{SOCKET}?agent_id=agent_open")
        assert refusal.value.status == 503

    async def test_a_route_can_fail_a_number_of_times_in_any_shape(self, http, vendor):
        vendor.faults.routes["get_agent"] = RouteFault(status=502, shape="html", times=1)
        async with http.get("/v1/convai/agents/agent_open", headers=KEY) as answer:
            assert (answer.status, answer.content_type) == (502, "text/html")
        async with http.get("/v1/convai/agents/agent_open", headers=KEY) as answer:
            assert answer.status == 200

    async def test_a_route_can_break_the_connection(self, http, vendor):
        vendor.faults.routes["register_call"] = RouteFault(reset=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.post("/v1/convai/twilio/register-call", json={}, headers=KEY)


class TestRefusals:
    async def test_an_unknown_path_is_a_plain_not_found_with_the_vendors_headers(self, http):
        async with http.get("/v1/convai/twilio/inbound_call") as answer:
            assert (answer.status, await answer.json()) == (404, {"detail": "Not Found"})
            assert {"request-id", "x-trace-id", "x-region"} <= {name.lower() for name in answer.headers}

    async def test_a_bad_body_names_every_wrong_field(self, http):
        body = {"agent_id": 3, "from_number": "+1", "direction": "sideways"}
        async with http.post("/v1/convai/twilio/register-call", json=body, headers=KEY) as answer:
            assert answer.status == 422
            found = {tuple(item["loc"]): item["type"] for item in (await answer.json())["detail"]}
        assert found == {
            ("body", "agent_id"): "string_type",
            ("body", "to_number"): "missing",
            ("body", "direction"): "enum",
        }

    async def test_not_found_can_be_said_in_the_old_shape(self, http, vendor):
        vendor.faults.not_found_shape = "legacy"
        async with http.get("/v1/convai/agents/agent_unknown", headers=KEY) as answer:
            assert set((await answer.json())["detail"]) == {"status", "message"}

    @pytest.mark.parametrize(
        "query", ["page_size=0", "page_size=101", "page_size=x", "sort_direction=up", "call_start_after_unix=x"]
    )
    async def test_a_bad_list_query_is_refused(self, http, query):
        async with http.get(f"/v1/convai/conversations?{query}", headers=KEY) as answer:
            assert answer.status == 422

    async def test_a_bad_cursor_is_refused(self, http):
        async with http.get("/v1/convai/conversations?cursor=abc", headers=KEY) as answer:
            assert (answer.status, (await answer.json())["detail"]["code"]) == (400, "invalid_cursor")
