"""What we ask the carrier's REST API, asked of the carrier that was written from its documentation alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
import pytest_asyncio
from aiohttp import web

from local.twilio import FakeTwilio
from local.world.addresses import AddressBook
from trunkline.errors import CarrierError, NotConfigured
from trunkline.ids import CallId
from trunkline.vendors.twilio.client import Account, TwilioClient

ACCOUNT, TOKEN = "AC" + "a" * 32, "0" * 32
PAUSE = "<Response><Say>One moment.</Say><Pause length='60'/></Response>"


def calls(base_url: str, *tokens: str, account: str = ACCOUNT) -> TwilioClient:
    return TwilioClient(base_url, lambda: Account(account, tokens))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(CarrierError) as refusal:
        yield
    assert refusal.value.code == code


@pytest_asyncio.fixture
async def twilio() -> AsyncIterator[FakeTwilio]:
    """Its number answers with documents that tests put here."""
    addresses, found = AddressBook(), FakeTwilio(ACCOUNT, TOKEN, AddressBook())
    app = web.Application()
    app.router.add_post("/{path:voice|next}", _document)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    found.addresses = addresses
    await found.start()
    found.own_number("+15005550006", f"http://127.0.0.1:{runner.addresses[0][1]}/voice")
    yield found
    await found.stop()
    await runner.cleanup()


async def _document(_request: web.Request) -> web.Response:
    return web.Response(text=PAUSE, content_type="text/xml")


async def ringing(twilio: FakeTwilio):
    call = twilio.ring("+15005550006", "+14155550123")
    while call.status != "in-progress":  # noqa: ASYNC110 - the fake has no event for it
        await asyncio.sleep(0.01)
    return call


async def test_a_live_call_can_be_looked_up_sent_elsewhere_limited_and_ended(twilio):
    call = await ringing(twilio)
    asked, sid = calls(twilio.base_url, TOKEN), CallId(call.sid)
    assert await asyncio.to_thread(asked.status, sid) == "in-progress"
    assert await asyncio.to_thread(asked.limit, sid, 3600)
    elsewhere = call.twiml[0][0].replace("/voice", "/next")
    assert await asyncio.to_thread(asked.continue_with, sid, elsewhere)
    while len(call.twiml) < 2:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.01)
    assert call.twiml[1][0] == elsewhere
    assert await asyncio.to_thread(asked.play, sid, "<Response><Hangup/></Response>")
    await call.ended(5)
    assert await asyncio.to_thread(asked.status, sid) == "completed"


async def test_a_limit_ends_the_call_and_a_later_one_replaces_it(twilio):
    first, second = await ringing(twilio), await ringing(twilio)
    asked = calls(twilio.base_url, TOKEN)
    for call, limits in ((first, (1,)), (second, (1, 3600))):
        for limit in limits:
            assert await asyncio.to_thread(asked.limit, CallId(call.sid), limit)
    await first.ended(5)
    assert (first.hung_up_by, second.hung_up_by) == ("carrier", None)


async def test_a_call_that_is_over_or_unknown_is_no_error(twilio):
    call = await ringing(twilio)
    call.hang_up("caller")
    await call.ended(5)
    asked = calls(twilio.base_url, TOKEN)
    for order in (asked.continue_with, asked.play):
        assert not await asyncio.to_thread(order, CallId(call.sid), "https://voice.example.com/next")
    unknown = CallId("CA" + "f" * 32)
    assert await asyncio.to_thread(asked.status, unknown) is None
    assert not await asyncio.to_thread(asked.play, unknown, PAUSE)


async def test_while_a_token_is_rotated_either_opens_the_door(twilio):
    call = await ringing(twilio)
    assert await asyncio.to_thread(calls(twilio.base_url, "new", TOKEN).status, CallId(call.sid)) == "in-progress"
    with refused("20003"):
        await asyncio.to_thread(calls(twilio.base_url, "new", "newer").status, CallId(call.sid))


async def test_trouble_at_the_carrier_has_a_code(twilio):
    call = await ringing(twilio)
    twilio.faults.refuse_rest_requests = 1
    with refused("20429"):
        await asyncio.to_thread(calls(twilio.base_url, TOKEN).status, CallId(call.sid))
    with refused("unreachable"):
        await asyncio.to_thread(calls("http://127.0.0.1:1", TOKEN).status, CallId(call.sid))
    for unconfigured in (calls(twilio.base_url), calls(twilio.base_url, TOKEN, account="")):
        with pytest.raises(NotConfigured):
            await asyncio.to_thread(unconfigured.status, CallId(call.sid))


@asynccontextmanager
async def serving(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """The address of an API with one answer."""
    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(("status", "body", "code"), [(200, "<html>", "malformed_answer"), (502, "<html>", "http_502")])
async def test_an_unreadable_answer_has_an_error_code(status, body, code):
    async def page(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body)

    async with serving(page) as url:
        with refused(code):
            await asyncio.to_thread(calls(url, TOKEN).status, CallId("CA1"))


async def test_the_accounts_numbers_are_read_page_by_page():
    root, asked = f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json", list[str]()

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        number = {"sid": f"PN{len(asked)}", "phone_number": f"+1415555010{len(asked)}", "voice_url": None}
        more = f"{root}?PageSize=1000&Page=1" if len(asked) == 1 else None
        return web.json_response({"incoming_phone_numbers": [number], "next_page_uri": more})

    async with serving(page) as url:
        found = await asyncio.to_thread(calls(url, TOKEN).numbers)
    assert asked == [f"{root}?PageSize=1000", f"{root}?PageSize=1000&Page=1"]
    assert {number: setup.sid for number, setup in found.items()} == {"+14155550101": "PN1", "+14155550102": "PN2"}
    assert found["+14155550101"].voice_url == ""


async def test_a_next_page_of_another_account_is_not_asked_for():
    async def page(_request: web.Request) -> web.Response:
        return web.json_response({"incoming_phone_numbers": [], "next_page_uri": "/2010-04-01/Accounts/ACother/x"})

    async with serving(page) as url:
        with refused("malformed_answer"):
            await asyncio.to_thread(calls(url, TOKEN).numbers)


async def test_the_numbers_have_their_addresses(twilio):
    found = await asyncio.to_thread(calls(twilio.base_url, TOKEN).numbers)
    assert found["+15005550006"].voice_url.endswith("/voice")
