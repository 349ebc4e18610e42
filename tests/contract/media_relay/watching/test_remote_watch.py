"""A watched call on another relay than the one its watcher came to."""

import aiohttp

from tests.fakes.relays import relay_to, stop
from tests.fakes.tables import InMemoryLeases
from tests.fakes.twilio_streams import until
from tests.fakes.watched_calls import CALL, READER, STRANGER, STREAM, calling, refused, ticket, watching
from tests.fakes.webhooks import NOW
from trunkline.ids import CallId


async def test_a_call_on_another_relay_is_watched_through_this_one(relay, vendor):
    async with relay_to(vendor.base_url, relay.tables) as asked, calling(relay) as line:
        asked.companies.add_key(READER)
        asked.companies.add_key(STRANGER)
        await until(lambda: InMemoryLeases(relay.tables).owner(CallId(CALL), NOW) != "")
        assert await refused(asked, ticket(asked, company="other")) == ("Call not found", 1008)
        async with watching(asked, ticket(asked, listens=True), listens=True) as watch:
            assert (await watch.next())["listen"] is True
            await line.speaks()
            while (await watch.first("audio"))["role"] != "user":
                pass
        await until(lambda: line.call.path.watchers is None)  # who leaves there leaves here
        async with watching(asked, ticket(asked)) as watch:
            await watch.next()
            await line.ws.send_str(stop(STREAM))
            assert (await watch.first("ended"))["outcome"] == "caller-hung-up"
            assert await watch.closed() == 1000


async def test_an_owner_that_cannot_be_reached_is_a_reason_to_come_again(relay, monkeypatch):
    monkeypatch.setattr(InMemoryLeases, "owner", lambda *_: "127.0.0.1:1")
    async with watching(relay, ticket(relay)) as watch:
        assert await watch.closed() == 1001


async def test_the_socket_between_relays_is_signed(relay):
    url = f"http://127.0.0.1:{relay.server.private_port}/internal/calls/{CALL}/watch?company=acme&listen=true"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert answer.status == 401
