"""Who is let in to watch a call: by a ticket of its own kind, once, and as many as the relay bears."""

from datetime import timedelta

import aiohttp
import pytest

from media_relay.calls import watchers
from tests.fakes.watched_calls import CALL, MADE, STRANGER, Watch, calling, refused, ticket, watching
from tests.fakes.webhooks import NOW
from trunkline.accounts.use_cases.manage_companies import SocketPlace, add_ticket
from trunkline.accounts.use_cases.watch_tickets import lend_watch

BAD_TICKET = "ticket missing, unknown, spent, or for something else"


async def test_a_ticket_opens_the_one_call_it_is_for_once_and_only_to_watch(relay):
    relay.companies.add_key(STRANGER)
    async with calling(relay):
        used = ticket(relay)
        async with watching(relay, used) as watch:
            await watch.next()
        lender = relay.companies.keys_of("acme")[0]
        steering = add_ticket(lender, SocketPlace(call_id=CALL), relay.companies, MADE, NOW).written
        old = lend_watch(lender, CALL, relay.companies, MADE, NOW - timedelta(seconds=61), listens=False).written
        for shown in ("", "st_1_unknown", used, ticket(relay, "CA2"), steering, old):
            assert await refused(relay, shown) == (BAD_TICKET, 1008)
        assert await refused(relay, ticket(relay), listens=True) == (BAD_TICKET, 1008)
        assert await refused(relay, ticket(relay, company="other")) == ("Call not found", 1008)
        assert await refused(relay, ticket(relay, "CA2"), call="CA2") == ("Call not found", 1008)
        orphaned = ticket(relay)
        relay.companies.end_key(lender, NOW)
        assert await refused(relay, orphaned) == (BAD_TICKET, 1008)


async def test_a_watch_ticket_steers_nothing(relay):
    address = "/api/v1/webrtc/twilio-elevenlabs-stream"
    url = f"http://127.0.0.1:{relay.server.port}{address}/twilio_{CALL}_1/{ticket(relay)}/agent"
    async with calling(relay), aiohttp.ClientSession() as http, http.ws_connect(url) as ws:
        assert (await Watch(ws).next())["error"] == "API key missing, unknown or revoked"


async def test_too_many_watchers_of_a_call_are_sent_away_for_later(relay, monkeypatch):
    monkeypatch.setattr(watchers, "WATCHERS_AT_MOST", 1)
    async with calling(relay), watching(relay, ticket(relay)) as first:
        await first.next()
        assert await refused(relay, ticket(relay)) == (watchers.TOO_MANY, 1013)


async def test_a_relay_full_of_watchers_takes_no_further_socket(relay, monkeypatch):
    monkeypatch.setattr("media_relay.server.server.WATCHERS_AT_MOST", 0)
    with pytest.raises(aiohttp.WSServerHandshakeError) as error:
        async with watching(relay, ticket(relay)):
            pass
    assert error.value.status == 503
