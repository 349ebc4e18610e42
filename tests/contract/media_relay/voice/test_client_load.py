"""Abuse by clients: of peers without a call, and at the endpoint between relays."""

import asyncio
import json
import time
from contextlib import asynccontextmanager, suppress
from secrets import token_hex

import aiohttp
import pytest

from media_relay.clients.client_socket import FRAME_LIMIT_BYTES, FRAMES_PER_S_LIMIT
from media_relay.clients.remote_client import WAITING_AT_MOST, Outbox, path_of
from tests.fakes.relays import Relay
from tests.fakes.voice_calls import CALL, RACHEL, Client, calling, client, order, speaking, until
from tests.fakes.webhooks import COMMAND_KEY
from trunkline.relay_api.commands import sign
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.speech.domain.voices import VoiceChoice


async def test_a_peer_that_floods_is_refused_and_another_goes_on(relay):
    relay.companies.set_voice_profiles("acme", VoiceProfiles(usual=VoiceChoice(RACHEL)))
    async with client(relay, "peer123") as quiet, client(relay, "peer666") as loud:
        await quiet.receives("connection_established")
        with suppress(ConnectionError):  # it may be shut out before it has said all
            for _ in range(3 * FRAMES_PER_S_LIMIT):  # more than two seconds' worth, whenever a second begins
                await loud.ws.send_str('{"type": "ping"}')
        await until_closed(loud)
        await quiet.say(type="ping")
        await quiet.receives("pong")


async def test_a_peers_frame_may_not_be_larger_than_any_of_a_client(relay):
    async with client(relay, "peer123") as seat:
        await seat.receives("connection_established")
        await seat.ws.send_str(json.dumps({"type": "audio", "data": "A" * FRAME_LIMIT_BYTES}))
        assert (await seat.ws.receive()).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
    async with client(relay, "peer123") as again:
        await again.receives("connection_established")


@asynccontextmanager
async def from_another_relay(relay: Relay, signed_s: float, company: str = "acme"):
    """What another relay does at the private API, at some distance of time."""
    path = path_of(CALL, company, "x", token_hex(8))
    headers = {"X-Trunkline-Signature": sign("GET", path, b"", COMMAND_KEY, signed_s)}
    url = f"http://127.0.0.1:{relay.server.private_port}{path}"
    async with aiohttp.ClientSession() as http, http.ws_connect(url, headers=headers) as ws:
        yield Client(ws)


@pytest.mark.parametrize("ago_s", [3600, -3600])
async def test_a_signature_of_another_hour_is_refused_between_relays(relay, ago_s):
    async with calling(relay):
        await speaking(relay)
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            async with from_another_relay(relay, time.time() - ago_s):
                pass


async def test_the_endpoint_between_relays_bounds_a_frame_and_answers_garbage(relay):
    async with calling(relay):
        await speaking(relay)
        async with from_another_relay(relay, time.time()) as seat:
            await seat.receives("connection_established")
            await seat.ws.send_str("not json")
            assert "not a message" in (await seat.receives("error"))["error"]
            await seat.ws.send_str("x" * (FRAME_LIMIT_BYTES + 1))
            await until_closed(seat)
            assert seat.ws.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        assert len(relay.server._find(CALL).listeners) == 0


async def until_closed(seat: Client) -> None:
    while not seat.ws.closed:
        await asyncio.wait_for(seat.ws.receive(), 10)


async def test_another_relay_that_does_not_read_is_let_go_and_the_call_goes_on(relay, capsys):
    async with calling(relay) as caller:
        await speaking(relay)
        async with from_another_relay(relay, time.time()) as seat:
            await seat.receives("connection_established")
            call = relay.server._find(CALL)
            [remote] = call.listeners
            for _ in range(WAITING_AT_MOST + 1):  # at once: nothing of it can have been sent meanwhile
                remote.speech(b"A" * 40)
            await until(lambda: remote not in call.listeners)
        assert '"ProgramDropped":[1.0]' in capsys.readouterr().out
        await order(relay, command="speak", text="Still here.")
        await until(lambda: caller.of("mark"))


def test_a_goodbye_finds_room_behind_everything_that_waits():
    async def emptied() -> list[bytes | None]:
        outbox = Outbox()
        assert all(outbox.put(b"%d" % n) for n in range(WAITING_AT_MOST))
        outbox.close()
        outbox.close()
        assert outbox.put(b"too late")
        return [await outbox.next() for _ in range(WAITING_AT_MOST + 1)]

    payload = asyncio.run(emptied())
    assert payload == [*(b"%d" % n for n in range(WAITING_AT_MOST)), None]
