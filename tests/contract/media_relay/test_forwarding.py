"""Command forwarding: a command reaches its call through any relay. Two relays, one set of tables, real sockets."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

import aiohttp
import httpx
import pytest_asyncio
from aiohttp import web

from local.elevenlabs import Agent, FakeElevenLabs
from local.world.addresses import AddressBook
from tests.fakes.relays import Relay, relay_to, signed, start
from tests.fakes.tables import InMemoryLeases
from tests.fakes.webhooks import COMMAND_KEY, NOW
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.ids import CallId
from trunkline.relay_api.commands import FORWARDED_HEADER, SIGNATURE_HEADER, path_of, sign, write_order

CALL, STREAM = "CA1", "MZ" + "0" * 32


@dataclass
class Pair:
    """The call is on `carrying`; `asked` shares its tables and nothing else."""

    carrying: Relay
    asked: Relay

    def owner(self, address: str) -> None:
        lease = Lease(CallId(CALL), STREAM, address, NOW + timedelta(seconds=30), NOW + timedelta(seconds=600))
        InMemoryLeases(self.carrying.tables).take(lease)


@pytest_asyncio.fixture
async def pair() -> AsyncIterator[Pair]:
    vendor = FakeElevenLabs({"xi-key": {"convai_read", "convai_write"}}, AddressBook())
    await vendor.start()
    vendor.add_agent(Agent("agent_1", first_message="Hello.", enable_auth=True))
    try:
        async with relay_to(vendor.base_url) as carrying, relay_to(vendor.base_url, carrying.tables) as asked:
            carrying.ticket("t1", CALL)
            async with stream(carrying) as socket:
                await socket.send_str(start("t1", CALL, STREAM))
                await until(lambda: InMemoryLeases(carrying.tables).owner(CallId(CALL), NOW) != "")
                yield Pair(carrying, asked)
    finally:
        await vendor.stop()


@asynccontextmanager
async def stream(relay: Relay) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    async with aiohttp.ClientSession() as http, http.ws_connect(relay.url, headers=signed()) as socket:
        yield socket


async def until(condition: Callable[[], bool], limit_s: float = 5.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await asyncio.sleep(0.01)


async def order(relay: Relay, kind: str = "query", call: str = CALL, **headers: str) -> tuple[int, dict]:
    path, body = path_of(call), write_order(LiveCallCommand(kind), token_hex(8))
    headers = {SIGNATURE_HEADER: sign("POST", path, body, COMMAND_KEY, time.time()), **headers}
    async with httpx.AsyncClient() as http:
        url = f"http://127.0.0.1:{relay.server.private_port}{path}"
        answer = await http.post(url, content=body, headers=headers, timeout=10)
    return answer.status_code, answer.json()


@asynccontextmanager
async def stranger(handler: Callable[[web.Request], object]) -> AsyncIterator[str]:
    """A stranger's server at the address on the lease."""
    app = web.Application()
    app.add_routes([web.post("/{path:.*}", handler)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_the_lease_of_a_live_call_names_host_and_port_of_its_relay(pair):
    address = f"127.0.0.1:{pair.carrying.server.private_port}"
    assert InMemoryLeases(pair.carrying.tables).owner(CallId(CALL), NOW) == address


async def test_a_command_is_forwarded_to_the_relay_that_carries_the_call(pair):
    status, snapshot = await order(pair.asked)
    assert (status, snapshot["call_id"]) == (200, CALL)
    assert (await order(pair.asked, "hang_up"))[0] == 200
    await until(lambda: pair.carrying.outcome(CALL) == "agent-ended")
    await until(lambda: InMemoryLeases(pair.carrying.tables).owner(CallId(CALL), NOW) == "")
    assert await order(pair.asked) == (404, {"detail": "no relay carries that call"})


async def test_a_command_is_performed_once_even_if_sent_again_to_any_relay(pair):
    path, body = path_of(CALL), write_order(LiveCallCommand("stop_speaking"), "n1")
    headers = {SIGNATURE_HEADER: sign("POST", path, body, COMMAND_KEY, time.time())}
    statuses = []
    async with httpx.AsyncClient() as http:
        for relay in (pair.asked, pair.asked, pair.carrying, pair.carrying):
            url = f"http://127.0.0.1:{relay.server.private_port}{path}"
            statuses.append((await http.post(url, content=body, headers=headers, timeout=10)).status_code)
    assert statuses == [200, 409, 409, 409]


async def test_a_command_that_reached_its_relay_is_not_performed_again_through_another(pair):
    path, body = path_of(CALL), write_order(LiveCallCommand("stop_speaking"), "n1")
    headers = {SIGNATURE_HEADER: sign("POST", path, body, COMMAND_KEY, time.time())}
    async with httpx.AsyncClient() as http:
        answers = [
            await http.post(f"http://127.0.0.1:{relay.server.private_port}{path}", content=body, headers=headers)
            for relay in (pair.carrying, pair.asked)
        ]
    assert [answer.status_code for answer in answers] == [200, 409]


async def test_the_owners_refusal_comes_back_as_it_is(pair):
    path, body = path_of(CALL), b'{"command": "dance"}'
    # The relay that was asked reads the order itself: nonsense is not passed on, and neither are unsigned bodies.
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{pair.asked.server.private_port}") as http:
        nonsense = await http.post(
            path, content=body, headers={SIGNATURE_HEADER: sign("POST", path, body, COMMAND_KEY, time.time())}
        )
        unsigned = await http.post(path, content=write_order(LiveCallCommand("hang_up")))
    assert (nonsense.status_code, unsigned.status_code) == (400, 401)
    assert pair.carrying.outcome(CALL) is None


async def test_a_forwarded_command_goes_no_further(pair):
    assert (await order(pair.asked, **{FORWARDED_HEADER: "10.0.0.9:8081"}))[0] == 404


async def test_two_relays_that_each_take_the_other_for_the_owner_do_not_play_ping_pong(pair):
    pair.owner(f"127.0.0.1:{pair.asked.server.private_port}")  # an outdated lease that names the wrong one
    assert (await order(pair.asked))[0] == 404
    other = f"127.0.0.1:{pair.carrying.server.private_port}"
    InMemoryLeases(pair.asked.tables).take(
        Lease(CallId("CA9"), STREAM, other, NOW + timedelta(seconds=30), NOW + timedelta(seconds=60))
    )
    assert (await order(pair.asked, call="CA9"))[0] == 404  # asked, passed on once, refused there


async def test_an_owner_that_is_gone_is_502_and_a_silent_owner_504(pair, monkeypatch):
    monkeypatch.setattr("media_relay.server.command_forwarding.OWNER_LIMIT_S", 0.2)
    pair.owner("127.0.0.1:1")
    assert (await order(pair.asked, call=CALL))[0] == 502

    async def sleeps(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async def drips(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(50):
            await answer.write(b" ")
            await asyncio.sleep(0.05)
        return answer

    for slow in (sleeps, drips):
        async with stranger(slow) as address:
            pair.owner(address)
            assert (await order(pair.asked))[0] == 504


async def test_a_table_that_does_not_answer_is_503(pair, monkeypatch, capsys):
    def away(*_: object) -> str:
        raise OSError("no route to the table")

    monkeypatch.setattr(InMemoryLeases, "owner", away)
    assert (await order(pair.asked))[0] == 503
    assert "OrderForwarded" in capsys.readouterr().out


async def test_a_call_can_be_claimed_by_a_socket_but_only_a_spent_token_makes_it_reachable(pair):
    async with stream(pair.asked) as thief:
        await thief.send_str(start("no such token", CALL, "MZ" + "9" * 32))
        status, snapshot = await order(pair.asked)  # passed on to the relay that really carries it
        assert (status, snapshot["phase"]) != (200, "checking")
        assert pair.asked.server._find(CALL) is None
