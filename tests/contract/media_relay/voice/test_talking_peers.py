"""Peers that talk with an agent: its words as they come, how long it took, and the end of the conversation."""

import base64

import pytest

from local.agents.dialogue import Exchange
from local.audio.speech import speech
from local.elevenlabs import Agent
from local.scenarios import CALLER_VOICE
from tests.fakes.voice_calls import CALL, KEY, SILENCE, Client, client, until
from trunkline.ids import NO_CALL
from trunkline.relay_api.client_socket import read_path

ASKS, ANSWERS = "Yes please.", "Very well."
PEER = "/api/v1/webrtc/twilio-elevenlabs-stream/peer123/tk_1_secret/agent456"


@pytest.fixture
def agent(vendor):
    made = Agent("agent456", "Welcome.", [Exchange(ASKS, ANSWERS)], caller_voices=(CALLER_VOICE,), enable_auth=True)
    vendor.add_agent(made)
    return made


async def says(seat: Client, sound: bytes) -> None:
    for start in range(0, len(sound), 8000):
        await seat.say(type="audio", data=base64.b64encode(sound[start : start + 8000]).decode())


async def test_a_peer_that_asks_for_turns_reads_the_conversation_as_it_comes(relay, agent, vendor):
    async with client(relay, "peer123", agent="agent456?turns=true") as seat:
        await seat.receives("connection_established")
        await says(seat, SILENCE * 10)
        greeting = await seat.receives("turn")
        assert (greeting["number"], greeting["role"], greeting["message"]) == (1, "agent", "Welcome.")
        [conversation] = vendor.conversations.values()
        assert conversation.variables["call_sid"] == NO_CALL, "its report is not filed"
        await says(seat, speech("Yes please.", CALLER_VOICE) + SILENCE * 40)
        heard = await seat.receives("turn")
        assert (heard["number"], heard["role"], heard["message"]) == (2, "user", ASKS)
        assert 0 < (await seat.receives("latency"))["ms"] < 20_000
        await until_turn(seat, ANSWERS)


async def until_turn(seat: Client, words: str) -> None:
    while words not in [frame.get("message") for frame in seat.got]:
        await seat.receives("turn")


async def test_a_peer_that_does_not_ask_gets_what_it_always_got(relay, agent):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await says(seat, SILENCE * 10)
        await seat.receives("audio")
        await seat.say(type="control", action="end_conversation")
        await seat.receives("control_response")
    assert {frame["type"] for frame in seat.got} == {"connection_established", "audio", "control_response"}


async def test_an_ended_conversation_is_over_at_once_and_late_audio_begins_no_other(relay, agent, vendor):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await says(seat, SILENCE * 10)
        await seat.receives("audio")
        await seat.say(type="control", action="end_conversation")
        await says(seat, SILENCE)
        assert (await seat.receives("control_response"))["success"] is True
        await until(lambda: all(known.close_code for known in vendor.conversations.values()))
        await seat.say(type="control", action="get_call_info")
        assert (await seat.receives("control_response"))["call_info"]["has_agent"] is False
    assert len(vendor.conversations) == 1


async def test_a_ringing_call_is_not_ended_this_way(relay):
    relay.tables.flat[CALL] = {"call_id": CALL, "company_id": "acme", "mode": "voice", "status": "initiated"}
    async with client(relay) as seat:
        await seat.say(type="control", action="end_conversation")
        answer = await seat.receives("control_response")
    assert (answer["success"], "over the API" in answer["error"]) == (False, True)


@pytest.mark.parametrize(
    ("query", "wants"),
    [("", False), ("?turns=true", True), ("?a=b&turns=true", True), ("?turns=false", False), ("?xturns=true", False)],
)
def test_turns_are_asked_for_in_the_address(query, wants):
    handshake = read_path(PEER + query)
    assert handshake is not None
    assert handshake.wants_turns is wants
    assert KEY not in repr(handshake)
