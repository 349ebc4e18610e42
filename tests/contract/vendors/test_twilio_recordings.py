"""A voicemail's media, from the carrier written after its documentation, and from storage it redirects to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from aiohttp import web

from local.twilio import FakeTwilio
from local.twilio.media.recording import Recording
from local.world.addresses import AddressBook
from trunkline.errors import CarrierError, NotConfigured
from trunkline.vendors.twilio.client import Account
from trunkline.vendors.twilio.recordings_client import TwilioRecordings

ACCOUNT, TOKEN, SID = "AC" + "a" * 32, "0" * 32, "RE" + "1" * 32
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{SID}.mp3"


@pytest_asyncio.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    found = FakeTwilio(ACCOUNT, TOKEN, AddressBook())
    await found.start()
    yield found
    await found.stop()


async def fetched(base_url: str, *tokens: str, sid: str = SID) -> bytes:
    def read() -> bytes:
        with TwilioRecordings(base_url, lambda: Account(ACCOUNT, tokens)).media(sid) as pieces:
            return b"".join(pieces)

    return await asyncio.to_thread(read)


@asynccontextmanager
async def server(**answers: web.StreamResponse) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """Answers by the last part of the path, and stores the requests."""
    asked = list[web.Request]()

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request)
        return answers[request.path.rsplit("/", 1)[-1].split(".")[0]]

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


async def test_a_recording_is_fetched_with_the_second_token_while_one_is_rotated(twilio):
    recording = Recording(ACCOUNT, "CA" + "1" * 32, b"\x10" * 8000, "RecordVerb", ready_s=0)
    twilio.recordings[recording.sid] = recording
    assert await fetched(twilio.base_url, "1" * 32, TOKEN, sid=recording.sid) == recording.media()


@pytest.mark.parametrize("ready_s", [float("inf"), None])
async def test_a_recording_that_is_not_ready_or_unknown_is_a_carrier_error(twilio, ready_s):
    if ready_s is not None:
        twilio.recordings[SID] = Recording(ACCOUNT, "CA" + "1" * 32, b"\x10", "RecordVerb", ready_s, SID)
    with pytest.raises(CarrierError) as refused:
        await fetched(twilio.base_url, TOKEN)
    assert refused.value.status == 404


async def test_storage_behind_a_redirect_does_not_get_the_credentials():
    async with server(media=web.Response(body=b"ID3")) as (storage, asked_there):
        moved = web.Response(status=302, headers={"location": f"{storage}/media"})
        async with server(**{SID: moved}) as (carrier, asked):
            assert await fetched(carrier, TOKEN) == b"ID3"
    assert "authorization" in asked[0].headers
    assert "authorization" not in asked_there[0].headers


@pytest.mark.parametrize("location", ["ftp://storage.example.com/media", "https://storage.example.com/media", ""])
async def test_a_redirect_elsewhere_than_to_the_same_scheme_is_refused(location):
    moved = web.Response(status=302, headers={"location": location} if location else {})
    async with server(**{SID: moved}) as (carrier, _):
        with pytest.raises(CarrierError):
            await fetched(carrier, TOKEN)


async def test_a_second_redirect_is_not_followed():
    async with server(media=web.Response(status=302, headers={"location": "/media"})) as (storage, asked):
        moved = web.Response(status=302, headers={"location": f"{storage}/media"})
        async with server(**{SID: moved}) as (carrier, _):
            with pytest.raises(CarrierError):
                await fetched(carrier, TOKEN)
    assert len(asked) == 1


async def test_a_carrier_that_cannot_be_reached_is_a_carrier_error():
    with pytest.raises(CarrierError) as refused:
        await fetched("http://127.0.0.1:1", TOKEN)
    assert refused.value.code == "unreachable"


async def test_without_an_account_it_says_what_is_missing():
    with pytest.raises(NotConfigured):
        await fetched("http://127.0.0.1:1")
