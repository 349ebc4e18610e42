"""Clients of voice calls and peers without a call, over real sockets."""

import base64

import aiohttp
import pytest

from local.elevenlabs import Agent
from tests.fakes.relays import relay_to
from tests.fakes.voice_calls import ADA, CALL, KEY, RACHEL, SILENCE, calling, client, speaking, until
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice


async def test_a_client_that_comes_while_the_call_rings_waits_for_the_pick_up(relay, vendor):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with client(relay) as seat:
        assert (await seat.receives("connection_established"))["call_sid"] == CALL
        await seat.say(type="text", text="Never mind.")
        await seat.say(type="control", action="stop_synthesis")
        await seat.say(type="control", action="update_voice", voice_id=ADA)
        await seat.say(type="text", text="You waited.")
        await seat.say(type="ping")
        await seat.receives("pong")
        async with calling(relay) as caller:
            assert len((await seat.receives("audio"))["data"]) > 160
            await until(lambda: caller.of("mark"))
            await seat.say(type="control", action="get_call_info")
            assert (await seat.receives("control_response"))["call_info"]["voice"]["voice_id"] == ADA
    assert vendor.spoken == ["You waited."]
    assert [message["type"] for message in seat.got].count("connection_established") == 1


async def test_a_ringing_call_keeps_no_more_texts_than_a_live_one(relay):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with client(relay) as seat:
        await seat.receives("connection_established")
        for number in range(101):
            await seat.say(type="text", text=f"Text {number}.")
        refused = await seat.receives("synthesis_error")
        assert (refused["text"], refused["error"]) == ("Text 100.", "too many texts are waiting")
        await until(lambda: len(relay.tables.waiting.get(CALL, {})) == 100)
        await seat.say(type="control", action="stop_synthesis")
        await seat.receives("control_response")
        await seat.say(type="text", text="Room again.")
        await until(lambda: [order.text for order in relay.tables.waiting.get(CALL, {}).values()] == ["Room again."])


async def test_a_call_that_ends_unanswered_closes_its_client(relay):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with client(relay) as seat:
        await seat.receives("connection_established")
        relay.tables.flat[CALL] |= {"status": "no-answer", "progress": 4}
        await seat.receives("call_ended")


@pytest.mark.parametrize(
    "record",
    [
        {"company_id": "other", "mode": "voice"},
        {"company_id": "acme", "mode": "relay"},
        {"company_id": "acme", "mode": "voice", "progress": 4},
    ],
)
async def test_a_ringing_call_of_another_company_is_not_found(relay, record):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", **record}
    async with client(relay) as seat:
        assert (await seat.receives("error"))["error"] == "Call not found"


async def test_a_client_controls_its_call_with_every_message(relay):
    async with calling(relay) as caller:
        await speaking(relay)
        async with client(relay) as seat:
            hello = await seat.receives("connection_established")
            assert (hello["call_sid"], hello["peer_id"]) == (CALL, f"twilio_{CALL}_1")
            assert hello["timestamp"].endswith("Z")
            await seat.say(type="ping")
            await seat.receives("pong")
            await seat.say(type="text", text="Hello! How can I help you today?")
            assert (await seat.receives("synthesis_started"))["text"] == "Hello! How can I help you today?"
            piece = await seat.receives("audio")
            assert base64.b64decode(piece["data"]) in caller.audio or not caller.audio
            await seat.say(type="control", action="get_call_info")
            info = (await seat.receives("control_response"))["call_info"]
            assert info["voice"]["voice_id"] == RACHEL
            await seat.say(type="control", action="update_voice", voice_id=ADA, voice_settings={"stability": 0.8})
            changed = await seat.receives("control_response")
            assert (changed["action"], changed["success"], changed["voice_id"]) == ("update_voice", True, ADA)
            await seat.say(type="control", action="stop_synthesis")
            stopped = await seat.receives("control_response")
            assert (stopped["action"], stopped["success"]) == ("stop_synthesis", True)
            await until(lambda: caller.of("clear"))


async def test_a_client_that_comes_back_under_its_name_finds_its_call(relay):
    async with calling(relay):
        await speaking(relay)
        async with client(relay) as seat:
            await seat.receives("connection_established")
        async with client(relay) as again:
            assert (await again.receives("connection_established"))["call_sid"] == CALL
            await again.say(type="text", text="Still here.")
            await again.receives("audio")


@pytest.mark.parametrize(
    ("peer", "key", "says"),
    [
        (f"twilio_{CALL}_1", "tk_9_unknown", "API key missing, unknown or revoked"),
        (f"twilio_{CALL}_1", "tk_2_other", "Call not found"),
        (f"twilio_CA{'9' * 32}_1", KEY, "Call not found"),
    ],
)
async def test_an_unauthenticated_client_gets_the_reason_and_is_closed(relay, peer, key, says):
    async with calling(relay):
        await speaking(relay)
        async with client(relay, peer, key) as seat:
            assert (await seat.receives("error"))["error"] == says
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
        ('{"type": "control", "action": "update_voice", "voice_settings": {"x": 1}}', "unknown field"),
    ],
)
async def test_an_invalid_message_is_answered_and_costs_nothing(relay, frame, says):
    async with calling(relay):
        await speaking(relay)
        async with client(relay) as seat:
            await seat.receives("connection_established")
            await seat.ws.send_str(frame)
            assert says in (await seat.receives("error"))["error"]
            await seat.say(type="ping")
            await seat.receives("pong")


async def test_a_peer_without_a_call_hears_its_texts_in_the_companys_voice(relay):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(usual=VoiceChoice(RACHEL)))
    async with client(relay, "peer123") as seat:
        assert (await seat.receives("connection_established"))["call_sid"] is None
        await seat.say(type="text", text="Hello! How can I help you today?")
        await seat.receives("synthesis_started")
        assert len(base64.b64decode((await seat.receives("audio"))["data"])) > 160
        await seat.say(type="control", action="stop_synthesis")
        await seat.receives("interruption")
        assert (await seat.receives("control_response"))["success"] is True
    async with client(relay, "peer123") as again:
        await again.receives("connection_established")
        await again.say(type="control", action="get_call_info")
        assert (await again.receives("control_response"))["call_info"]["voice"]["voice_id"] == RACHEL


async def test_a_company_without_a_voice_gets_the_place_to_set_one(relay):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await seat.say(type="text", text="Hello!")
        refused = await seat.receives("synthesis_error")
        assert (refused["text"], "voice-profiles" in refused["error"]) == ("Hello!", True)
        await seat.say(type="control", action="update_voice", voice_settings={"stability": 0.9})
        assert (await seat.receives("control_response"))["success"] is False


async def test_a_peer_without_a_call_may_bring_its_voice(relay, vendor):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await seat.say(type="control", action="update_voice", voice_id=ADA, voice_settings={"stability": 0.8})
        await seat.say(type="text", text="Hello!")
        answer = await seat.receives("control_response")
        assert (answer["success"], answer["voice_id"], answer["voice_settings"]) == (True, ADA, {"stability": 0.8})
        await seat.receives("audio")
        assert vendor.spoken == ["Hello!"]


async def test_a_peer_without_a_call_talks_to_the_agent_it_names(relay, vendor):
    vendor.add_agent(Agent("agent456", first_message="Welcome.", enable_auth=True))
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        for _ in range(30):
            await seat.say(type="audio", data=base64.b64encode(SILENCE).decode())
        assert len(base64.b64decode((await seat.receives("audio"))["data"])) > 160
    assert [conversation.agent.agent_id for conversation in vendor.conversations.values()] == ["agent456"]


async def test_an_unreachable_agent_is_reported_to_its_peer(relay):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await seat.say(type="audio", data=base64.b64encode(SILENCE).decode())
        assert "agent456 cannot be reached" in (await seat.receives("error"))["error"]


async def test_a_client_on_another_relay_controls_its_call(relay, vendor):
    async with relay_to(vendor.base_url, relay.tables) as other, calling(relay) as caller:
        other.companies.keys.update(relay.companies.keys)
        await speaking(relay)
        lease = relay.tables.leases
        await until(lambda: CALL in lease)
        async with client(other) as seat:
            assert (await seat.receives("connection_established"))["call_sid"] == CALL
            await seat.say(type="text", text="Hello from afar.")
            await seat.receives("audio")
            await until(lambda: caller.of("mark"))
        async with client(other, key="tk_2_other") as stranger:
            assert (await stranger.receives("error"))["error"] == "Call not found"


async def test_the_endpoint_between_relays_takes_no_unsigned_client(relay):
    async with calling(relay), aiohttp.ClientSession() as http:
        await speaking(relay)
        url = f"http://127.0.0.1:{relay.server.private_port}/internal/calls/{CALL}/program?company=acme&peer=x"
        async with http.get(url) as answer:
            assert answer.status == 401
