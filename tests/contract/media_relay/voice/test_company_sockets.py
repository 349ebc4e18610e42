"""Access of a client's socket: tickets of one use, and agents of its own company only."""

import asyncio
import base64
import json
from secrets import token_hex

import pytest

from local.elevenlabs import Agent
from tests.fakes.voice_calls import CALL, KEY, SILENCE, calling, client, speaking
from tests.fakes.webhooks import NOW
from trunkline.accounts.use_cases.manage_companies import Secrets, SocketPlace, add_ticket


async def test_another_companys_agent_cannot_be_reached_by_a_peer(relay, vendor):
    vendor.add_agent(Agent("agent456", first_message="Welcome.", enable_auth=True))
    async with client(relay, "peer123", "tk_2_other") as seat:
        await seat.receives("connection_established")
        await seat.say(type="audio", data=base64.b64encode(SILENCE).decode())
        assert "agent456 cannot be reached" in (await seat.receives("error"))["error"]
    assert not vendor.conversations


@pytest.mark.parametrize(
    ("peer", "place"),
    [(f"twilio_{CALL}_1", SocketPlace(call_id=CALL)), ("peer123", SocketPlace(agent_id="agent456"))],
    ids=["a call", "a peer without a call"],
)
async def test_a_ticket_opens_the_one_socket_it_is_for_and_once(relay, peer, place):
    lender = relay.companies.keys_of("acme")[0]

    def lent(place: SocketPlace) -> str:
        return add_ticket(lender, place, relay.companies, Secrets(lambda: "1", lambda: token_hex(8)), NOW).written

    async with calling(relay):
        await speaking(relay)
        ticket = lent(place)
        async with client(relay, peer, ticket) as seat:
            await seat.receives("connection_established")
        elsewhere = [lent(SocketPlace(call_id="CA" + "9" * 32)), lent(SocketPlace(agent_id="agent_other"))]
        for refused in (ticket, *elsewhere):
            async with client(relay, peer, refused) as seat:
                assert (await seat.receives("error"))["error"] == "API key missing, unknown or revoked"
        orphaned = lent(place)
        relay.companies.end_key(lender, NOW)
        async with client(relay, peer, orphaned) as seat:
            assert (await seat.receives("error"))["error"] == "API key missing, unknown or revoked"


async def test_of_many_sockets_with_one_ticket_at_once_one_is_opened(relay):
    lender, place = relay.companies.keys_of("acme")[0], SocketPlace(agent_id="agent456")
    made = Secrets(lambda: "1", lambda: token_hex(8))
    ticket = add_ticket(lender, place, relay.companies, made, NOW).written

    async def first_word() -> str:
        async with client(relay, "peer123", ticket) as seat:
            return json.loads((await seat.ws.receive()).data)["type"]

    words = await asyncio.gather(*(first_word() for _ in range(8)))
    assert sorted(words) == ["connection_established", *["error"] * 7]


async def test_a_relay_used_by_clients_only_holds_the_fleet(relay, vendor):
    held = asyncio.Event()
    loop = asyncio.get_running_loop()
    relay.server.hold_fleet = lambda: bool(loop.call_soon_threadsafe(held.set))
    async with client(relay, "peer123", KEY) as seat:
        await seat.receives("connection_established")
        hold = asyncio.create_task(relay.server._keep_awake())
        await asyncio.wait_for(held.wait(), 5)
        hold.cancel()
