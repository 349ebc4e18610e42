"""Calls whose words come from programs, over real sockets: a carrier, a program, and the fake vendor's voices."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex

import aiohttp
import pytest
import pytest_asyncio

from local.elevenlabs import Agent, FakeElevenLabs
from local.world.addresses import AddressBook
from tests.contract.relay_world import Relay, mark, media, relay_to, signed, start, stop
from tests.fakes.doors import COMMAND_KEY, NOW
from tests.fakes.tables import InMemoryWaitingOrders
from trunkline.accounts.domain.companies import ApiKey, Scope
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.relay_api.commands import sign
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice

CALL, STREAM, KEY = "CA" + "1" * 32, "MZ" + "1" * 32, "tk_1_secret"
RACHEL, ADA = "IKne3meq5aSn9XLyUdCD", "new-voice-id"
SILENCE = b"\xff" * 160


@dataclass
class Caller:
    """What a carrier does with one stream: sends frames, keeps what it is sent, echoes marks when told to."""

    ws: aiohttp.ClientWebSocketResponse
    heard: list[dict] = field(default_factory=list)
    frames: int = 0

    @property
    def audio(self) -> bytes:
        return b"".join(base64.b64decode(item["media"]["payload"]) for item in self.heard if item["event"] == "media")

    def of(self, event: str) -> list[dict]:
        return [item for item in self.heard if item["event"] == event]

    async def listen(self) -> None:
        async for message in self.ws:
            body = json.loads(message.data)
            self.heard.append(body)
            if body["event"] == "mark":
                await self.ws.send_str(mark(body["mark"]["name"], STREAM))

    async def breathe(self) -> None:
        while not self.ws.closed:
            await self.ws.send_str(media(self.frames, SILENCE, STREAM))
            self.frames += 1
            await asyncio.sleep(0.02)


async def until(is_true, limit_s: float = 20.0) -> None:
    deadline = time.monotonic() + limit_s
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


@pytest_asyncio.fixture
async def vendor() -> AsyncIterator[FakeElevenLabs]:
    fake = FakeElevenLabs({"xi-key": {"convai_read", "convai_write", "text_to_speech", "voices_read"}}, AddressBook())
    await fake.start()
    yield fake
    await fake.stop()


@pytest_asyncio.fixture
async def relay(vendor: FakeElevenLabs) -> AsyncIterator[Relay]:
    async with relay_to(vendor.base_url) as relay:
        relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL))
        for company, key in (("acme", KEY), ("other", "tk_2_other")):
            known = ApiKey(key[3], fingerprint(key), company, Scope.OPERATE, "test", NOW)
            relay.companies.add_key(known)
        relay.companies.agents.add(("acme", "agent456"))
        yield relay


@asynccontextmanager
async def calling(relay: Relay) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http, http.ws_connect(relay.url, headers=signed()) as ws:
        caller = Caller(ws)
        await ws.send_str(start("token", CALL, STREAM))
        jobs = [asyncio.create_task(caller.listen()), asyncio.create_task(caller.breathe())]
        try:
            await until(lambda: relay.server._find(CALL) is not None)  # a program that is quicker is told: not found
            yield caller
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            if not ws.closed:
                await ws.send_str(stop(STREAM))


@dataclass
class Program:
    ws: aiohttp.ClientWebSocketResponse
    got: list[dict] = field(default_factory=list)

    async def say(self, **message) -> None:
        await self.ws.send_str(json.dumps(message))

    async def hears(self, kind: str, limit_s: float = 20.0) -> dict:
        while True:
            message = await asyncio.wait_for(self.ws.receive(), limit_s)
            assert message.type is aiohttp.WSMsgType.TEXT, message
            self.got.append(json.loads(message.data))
            if self.got[-1]["type"] == kind:
                return self.got[-1]


@asynccontextmanager
async def program(relay: Relay, peer: str = f"twilio_{CALL}_1", key: str = KEY) -> AsyncIterator[Program]:
    url = f"http://127.0.0.1:{relay.server.port}/api/v1/webrtc/twilio-elevenlabs-stream/{peer}/{key}/agent456"
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as ws:
        yield Program(ws)


async def order(relay: Relay, **payload) -> tuple[int, dict]:
    path, body = f"/internal/calls/{CALL}/commands", json.dumps(payload | {"nonce": token_hex(8)}).encode()
    headers = {"X-Trunkline-Signature": sign("POST", path, body, COMMAND_KEY, time.time())}
    url = f"http://127.0.0.1:{relay.server.private_port}{path}"
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def speaking(relay: Relay) -> None:
    call = relay.server._find(CALL)
    await until(lambda: call.session.speaker.is_connected)


async def test_a_text_pushed_by_order_is_heard_and_reported_until_it_was_heard(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        status, payload = await order(relay, command="speak", text="Hello! How can I help you today?")
        assert (status, payload["audio_queue_size"]) == (200, 1)
        await until(lambda: caller.of("mark"))
        assert len(caller.audio) > 8000
        await until(lambda: relay.server._find(CALL).session.speaker.queue_size == 0)
    await until(lambda: relay.outcome(CALL) == "caller-hung-up")
    assert relay.tables.records[CALL]["texts_spoken"] == 1


async def test_a_voice_with_an_opening_says_it_and_ends_the_call(relay):
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL), opening="Your visit is on Friday.")
    async with calling(relay) as caller:
        await until(lambda: caller.of("mark"))
        assert len(caller.audio) > 8000
        await until(lambda: relay.outcome(CALL) == "agent-ended")
    assert relay.tables.records[CALL]["texts_spoken"] == 1


@pytest.mark.parametrize("person", ["+14155550123", "anonymous"])
async def test_the_key_of_a_campaign_puts_whoever_presses_it_on_the_list(relay, person):
    terms = {"opt_out_key": "9", "person": person, "attempt_id": "c1-p1-1"}
    relay.ticket("token", CALL, agent_id="", voice=VoiceChoice(RACHEL), opening="Press nine to opt out.", **terms)
    async with calling(relay) as caller:
        await speaking(relay)
        pressed = {"event": "dtmf", "streamSid": STREAM, "sequenceNumber": "5"}
        await caller.ws.send_str(json.dumps(pressed | {"dtmf": {"track": "inbound_track", "digit": "9"}}))
        await until(lambda: relay.outcome(CALL) == "agent-ended")
        is_known = person.startswith("+")
        await until(lambda: bool(relay.tables.opt_outs) == is_known)
    assert [(out.company_id, out.phone, out.attempt_id) for out in relay.tables.opt_outs] == (
        [("acme", person, "c1-p1-1")] if is_known else []
    )


async def test_a_stop_silences_at_once_and_what_was_stopped_stays_silent(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        await order(relay, command="speak", text="This is a long sentence. " * 20)
        await until(lambda: len(caller.of("media")) >= 3)
        await order(relay, command="stop_speaking")
        await until(lambda: caller.of("clear"))
        cut = caller.heard.index(caller.of("clear")[0])
        await asyncio.sleep(0.5)
        assert not [item for item in caller.heard[cut:] if item["event"] == "media"]
        await order(relay, command="speak", text="Something new.")
        await until(lambda: [item for item in caller.heard[cut:] if item["event"] == "media"])


async def test_another_voice_speaks_from_the_next_text_on(relay, vendor):
    async with calling(relay) as caller:
        await speaking(relay)
        status, payload = await order(
            relay, command="change_voice", voice_id=ADA, voice_settings={"stability": 0.9, "similarity_boost": 0.95}
        )
        assert (status, payload["voice"]["voice_id"]) == (200, ADA)
        await order(relay, command="speak", text="Hello.")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Hello."]


@pytest.mark.parametrize("voice_id", ["nobody", "../../v1/user", "a b", "x" * 65])
async def test_a_voice_that_is_not_there_is_refused_and_the_call_keeps_its_own(relay, vendor, voice_id):
    async with calling(relay) as caller:
        await speaking(relay)
        async with program(relay) as seat:
            await seat.hears("connection_established")
            await seat.say(type="control", action="update_voice", voice_id=voice_id)
            await seat.say(type="text", text="Still me.")
            answer = await seat.hears("control_response")
            assert (answer["success"], answer["voice_id"]) == (False, RACHEL)
            assert answer["error"].startswith("Invalid voice ID: ")
            await seat.hears("synthesis_started")
            await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Still me."]


async def test_a_voice_that_cannot_be_looked_up_is_refused_with_the_reason(relay, vendor):
    async with calling(relay), program(relay) as seat:
        await seat.hears("connection_established")
        vendor._workspace.api_keys["xi-key"].discard("voices_read")
        await seat.say(type="control", action="update_voice", voice_id=ADA)
        answer = await seat.hears("control_response")
        assert (answer["success"], answer["error"]) == (False, "the voice could not be looked up; try again")


@pytest.mark.parametrize("fault", ["gone", "away"])
async def test_the_fallback_voice_speaks_where_the_calls_own_cannot_be_had(relay, vendor, fault):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(fallback=VoiceChoice(ADA)))
    wanted = VoiceChoice("no-such-voice" if fault == "gone" else RACHEL)
    if fault == "away":
        vendor.faults.speech_away = frozenset({RACHEL})
    relay.ticket("token", CALL, agent_id="", voice=wanted)
    async with calling(relay) as caller, program(relay) as seat:
        await seat.hears("connection_established")
        await seat.say(type="text", text="Can you hear me?")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["Can you hear me?"]
        await seat.say(type="control", action="get_call_info")
        assert (await seat.hears("control_response"))["call_info"]["voice"]["voice_id"] == ADA
        assert not [message for message in seat.got if message["type"] == "synthesis_error"]


async def test_personal_data_leaves_no_text_of_a_call_whose_route_says_so(relay, vendor):
    relay.ticket(
        "token", CALL, agent_id="", voice=VoiceChoice(RACHEL), remove_pii=True, dynamic_variables={"name": "Ana"}
    )
    async with calling(relay) as caller, program(relay) as seat:
        await seat.hears("connection_established")
        await seat.say(type="text", text="Ana, call 415 555 0123 or ana@example.com.")
        begun = await seat.hears("synthesis_started")
        await until(lambda: caller.of("mark"))
    redacted = "[name], call [number] or [email]"
    assert (begun["text"], begun["compliance_status"]) == (redacted, "pii_removed")
    assert vendor.spoken == [redacted]


async def test_personal_data_leaves_the_texts_for_which_a_program_asks_it(relay, vendor):
    async with calling(relay) as caller, program(relay) as seat:
        await seat.hears("connection_established")
        await seat.say(type="text", text="Call 415 555 0123.", remove_pii=True)
        await seat.say(type="text", text="Or 415 555 0124.")
        await until(lambda: len(caller.of("mark")) == 2)
    assert vendor.spoken[1] == "Or 415 555 0124."
    assert "0123" not in vendor.spoken[0]


async def test_a_program_that_comes_while_the_call_rings_waits_for_the_pick_up(relay, vendor):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with program(relay) as seat:
        assert (await seat.hears("connection_established"))["call_sid"] == CALL
        await seat.say(type="text", text="Never mind.")
        await seat.say(type="control", action="stop_synthesis")
        await seat.say(type="control", action="update_voice", voice_id=ADA)
        await seat.say(type="text", text="You waited.")
        await seat.say(type="ping")
        await seat.hears("pong")
        async with calling(relay) as caller:
            assert len((await seat.hears("audio"))["data"]) > 160
            await until(lambda: caller.of("mark"))
            await seat.say(type="control", action="get_call_info")
            assert (await seat.hears("control_response"))["call_info"]["voice"]["voice_id"] == ADA
    assert vendor.spoken == ["You waited."]
    assert [message["type"] for message in seat.got].count("connection_established") == 1


async def test_a_ringing_call_keeps_no_more_texts_than_a_live_one(relay):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with program(relay) as seat:
        await seat.hears("connection_established")
        for number in range(101):
            await seat.say(type="text", text=f"Text {number}.")
        refused = await seat.hears("synthesis_error")
        assert (refused["text"], refused["error"]) == ("Text 100.", "too many texts are waiting")
        await until(lambda: len(relay.tables.waiting.get(CALL, {})) == 100)
        await seat.say(type="control", action="stop_synthesis")
        await seat.hears("control_response")
        await seat.say(type="text", text="Room again.")
        await until(lambda: [order.text for order in relay.tables.waiting.get(CALL, {}).values()] == ["Room again."])


async def test_a_call_that_ends_unanswered_lets_its_program_go(relay):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with program(relay) as seat:
        await seat.hears("connection_established")
        relay.tables.flat[CALL] |= {"status": "no-answer", "progress": 4}
        await seat.hears("call_ended")


@pytest.mark.parametrize(
    "record",
    [
        {"company_id": "other", "mode": "voice"},
        {"company_id": "acme", "mode": "relay"},
        {"company_id": "acme", "mode": "voice", "progress": 4},
    ],
)
async def test_a_ringing_call_that_is_not_the_programs_is_not_there(relay, record):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", **record}
    async with program(relay) as seat:
        assert (await seat.hears("error"))["error"] == "Call not found"


async def test_an_order_for_an_agent_is_refused_with_the_reason(relay):
    async with calling(relay):
        await speaking(relay)
        status, payload = await order(relay, command="say_context", context="x")
        assert (status, payload["detail"]) == (409, "no agent is in this call: its words come from programs")


async def test_a_program_steers_its_call_with_every_message_there_is(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        async with program(relay) as seat:
            hello = await seat.hears("connection_established")
            assert (hello["call_sid"], hello["peer_id"]) == (CALL, f"twilio_{CALL}_1")
            assert hello["timestamp"].endswith("Z")
            await seat.say(type="ping")
            await seat.hears("pong")
            await seat.say(type="text", text="Hello! How can I help you today?")
            assert (await seat.hears("synthesis_started"))["text"] == "Hello! How can I help you today?"
            piece = await seat.hears("audio")
            assert base64.b64decode(piece["data"]) in caller.audio or not caller.audio
            await seat.say(type="control", action="get_call_info")
            info = (await seat.hears("control_response"))["call_info"]
            assert info["voice"]["voice_id"] == RACHEL
            await seat.say(type="control", action="update_voice", voice_id=ADA, voice_settings={"stability": 0.8})
            changed = await seat.hears("control_response")
            assert (changed["action"], changed["success"], changed["voice_id"]) == ("update_voice", True, ADA)
            await seat.say(type="control", action="stop_synthesis")
            stopped = await seat.hears("control_response")
            assert (stopped["action"], stopped["success"]) == ("stop_synthesis", True)
            await until(lambda: caller.of("clear"))


async def test_a_program_that_comes_back_under_its_name_finds_its_call(relay):
    async with calling(relay):
        await speaking(relay)
        async with program(relay) as seat:
            await seat.hears("connection_established")
        async with program(relay) as again:
            assert (await again.hears("connection_established"))["call_sid"] == CALL
            await again.say(type="text", text="Still here.")
            await again.hears("audio")


@pytest.mark.parametrize(
    ("peer", "key", "says"),
    [
        (f"twilio_{CALL}_1", "tk_9_unknown", "API key missing, unknown or revoked"),
        (f"twilio_{CALL}_1", "tk_2_other", "Call not found"),
        (f"twilio_CA{'9' * 32}_1", KEY, "Call not found"),
    ],
)
async def test_a_stranger_is_told_why_and_let_go(relay, peer, key, says):
    async with calling(relay):
        await speaking(relay)
        async with program(relay, peer, key) as seat:
            assert (await seat.hears("error"))["error"] == says
            assert (await seat.ws.receive()).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
            assert seat.ws.close_code == 1008


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        ("not json", "not a message"),
        ("[]", "not a message"),
        ('{"type": "dance"}', "type is one of"),
        ('{"type": "text", "text": ""}', "1 to 5000"),
        ('{"type": "control", "action": "fly"}', "action is one of"),
        ('{"type": "control", "action": "update_voice", "voice_settings": {"stability": 7}}', "between"),
        ('{"type": "control", "action": "update_voice", "voice_settings": {"x": 1}}', "nobody knows"),
    ],
)
async def test_what_is_no_message_is_answered_and_costs_nothing(relay, frame, says):
    async with calling(relay):
        await speaking(relay)
        async with program(relay) as seat:
            await seat.hears("connection_established")
            await seat.ws.send_str(frame)
            assert says in (await seat.hears("error"))["error"]
            await seat.say(type="ping")
            await seat.hears("pong")


async def test_a_vendor_that_breaks_is_told_and_tried_again(relay, vendor):
    vendor.faults.speech_drop_after_s = 0.3
    async with calling(relay) as caller:
        await speaking(relay)
        async with program(relay) as seat:
            await seat.hears("connection_established")
            await asyncio.sleep(0.5)
            vendor.faults.speech_drop_after_s = None
            await seat.say(type="text", text="Are you there?")
            await seat.hears("audio")
            await until(lambda: caller.of("media"))


async def test_what_was_to_be_said_before_anybody_picked_up_is_said_first(relay, vendor):
    relay.tables.waiting[CALL] = {
        "1": LiveCallCommand("speak", "You waited."),
        "2": LiveCallCommand("speak", "So did we."),
    }
    async with calling(relay) as caller:
        await until(lambda: len(caller.of("mark")) == 2)
        assert vendor.spoken == ["You waited.", "So did we."]
        relay.tables.waiting[CALL] = {"3": LiveCallCommand("speak", "And this.")}
        await order(relay, command="collect_texts")
        await until(lambda: len(caller.of("mark")) == 3)


async def test_a_stop_withdraws_texts_that_are_being_collected_but_not_the_voice(relay, vendor, monkeypatch):
    read, may_go_on, collect = threading.Event(), threading.Event(), InMemoryWaitingOrders.collect

    def slowly(orders: InMemoryWaitingOrders, call_id: str) -> list[LiveCallCommand]:
        found = collect(orders, call_id)
        read.set()
        assert may_go_on.wait(20)
        return found

    monkeypatch.setattr(InMemoryWaitingOrders, "collect", slowly)
    relay.tables.waiting[CALL] = {"1": LiveCallCommand("change_voice", ADA), "2": LiveCallCommand("speak", "Too late.")}
    async with calling(relay) as caller:
        await until(read.is_set)
        await order(relay, command="stop_speaking")
        may_go_on.set()
        await order(relay, command="speak", text="In time.")
        await until(lambda: caller.of("mark"))
        assert vendor.spoken == ["In time."]


async def test_words_of_a_zero_retention_company_stay_in_nobodys_history(relay, vendor):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(usual=VoiceChoice(RACHEL), keep_no_record=True))
    async with calling(relay) as caller:
        await speaking(relay)
        async with program(relay, "peer123") as seat:
            await order(relay, command="speak", text="Between us.")
            await until(lambda: caller.of("mark"))
            await seat.say(type="text", text="And us.")
            await seat.hears("audio")
        assert (sorted(vendor.spoken), vendor.history) == (["And us.", "Between us."], [])


# --- peers without a call, and calls on another relay ------------------------------------------------------------


async def test_a_peer_without_a_call_hears_its_texts_in_the_companys_voice(relay):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(usual=VoiceChoice(RACHEL)))
    async with program(relay, "peer123") as seat:
        assert (await seat.hears("connection_established"))["call_sid"] is None
        await seat.say(type="text", text="Hello! How can I help you today?")
        await seat.hears("synthesis_started")
        assert len(base64.b64decode((await seat.hears("audio"))["data"])) > 160
        await seat.say(type="control", action="stop_synthesis")
        await seat.hears("interruption")
        assert (await seat.hears("control_response"))["success"] is True
    async with program(relay, "peer123") as again:
        await again.hears("connection_established")
        await again.say(type="control", action="get_call_info")
        assert (await again.hears("control_response"))["call_info"]["voice"]["voice_id"] == RACHEL


async def test_a_company_without_a_voice_is_told_where_to_set_one(relay):
    async with program(relay, "peer123") as seat:
        await seat.hears("connection_established")
        await seat.say(type="text", text="Hello!")
        refused = await seat.hears("synthesis_error")
        assert (refused["text"], "voice-profiles" in refused["error"]) == ("Hello!", True)
        await seat.say(type="control", action="update_voice", voice_settings={"stability": 0.9})
        assert (await seat.hears("control_response"))["success"] is False


async def test_a_peer_without_a_call_may_bring_its_voice(relay, vendor):
    async with program(relay, "peer123") as seat:
        await seat.hears("connection_established")
        await seat.say(type="control", action="update_voice", voice_id=ADA, voice_settings={"stability": 0.8})
        await seat.say(type="text", text="Hello!")
        answer = await seat.hears("control_response")
        assert (answer["success"], answer["voice_id"], answer["voice_settings"]) == (True, ADA, {"stability": 0.8})
        await seat.hears("audio")
        assert vendor.spoken == ["Hello!"]


async def test_a_peer_without_a_call_talks_to_the_agent_it_names(relay, vendor):
    vendor.add_agent(Agent("agent456", first_message="Welcome.", enable_auth=True))
    async with program(relay, "peer123") as seat:
        await seat.hears("connection_established")
        for _ in range(30):
            await seat.say(type="audio", data=base64.b64encode(SILENCE).decode())
        assert len(base64.b64decode((await seat.hears("audio"))["data"])) > 160
    assert [conversation.agent.agent_id for conversation in vendor.conversations.values()] == ["agent456"]


async def test_a_peers_agent_that_cannot_be_had_is_told(relay):
    async with program(relay, "peer123") as seat:
        await seat.hears("connection_established")
        await seat.say(type="audio", data=base64.b64encode(SILENCE).decode())
        assert "agent456 cannot be reached" in (await seat.hears("error"))["error"]


async def test_a_program_that_came_to_another_relay_steers_its_call_all_the_same(relay, vendor):
    async with relay_to(vendor.base_url, relay.tables) as other, calling(relay) as caller:
        other.companies.keys.update(relay.companies.keys)
        await speaking(relay)
        lease = relay.tables.leases
        await until(lambda: CALL in lease)
        async with program(other) as seat:
            assert (await seat.hears("connection_established"))["call_sid"] == CALL
            await seat.say(type="text", text="Hello from afar.")
            await seat.hears("audio")
            await until(lambda: caller.of("mark"))
        async with program(other, key="tk_2_other") as stranger:
            assert (await stranger.hears("error"))["error"] == "Call not found"


async def test_the_door_between_relays_takes_no_unsigned_program(relay):
    async with calling(relay), aiohttp.ClientSession() as http:
        await speaking(relay)
        url = f"http://127.0.0.1:{relay.server.private_port}/internal/calls/{CALL}/program?company=acme&peer=x"
        async with http.get(url) as answer:
            assert answer.status == 401
