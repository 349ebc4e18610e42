"""The vendor's own client against the fake carrier: what it sends is understood, what it gets it understands."""

import asyncio
import base64

import pytest
from aiohttp import web
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from local.twilio import FakeTwilio, Person
from local.world.addresses import AddressBook
from tests.fakes.twilio_client import ToTheFake

ACCOUNT, TOKEN = "AC" + "a" * 32, "0123456789abcdef0123456789abcdef"
NUMBER, CUSTOMER = "+15005550006", "+14155550199"
SCRIPT = "https://customer.test/script"
STREAMING = '<Response><Connect><Stream url="wss://customer.test/media"/></Connect></Response>'

pytestmark = pytest.mark.enable_socket


class Customer:
    """Keeps what arrives and answers one document to everything."""

    def __init__(self):
        self.document = "<Response/>"
        self.requests = []

    async def answer(self, request):
        form = dict(await request.post())
        self.requests.append((request.path, form, dict(request.headers)))
        if request.path == "/media":
            socket = web.WebSocketResponse()
            await socket.prepare(request)
            await socket.close()
            return socket
        return web.Response(text=self.document, content_type="text/xml")

    def seen(self, path):
        return [(form, headers) for where, form, headers in self.requests if where == path]


@pytest.fixture
async def customer():
    return Customer()


@pytest.fixture
async def twilio(customer):
    addresses = AddressBook()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", customer.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    addresses.publish("customer.test", runner.addresses[0][1])
    twilio = FakeTwilio(
        ACCOUNT,
        TOKEN,
        addresses,
        {"SK" + "b" * 32: "secret"},
        speak=lambda text, voice: b"\x9f\x1f" * 80,
        say_speed=50,
        calls_per_second=1000,
        recording_delay_s=0,
    )
    await twilio.start()
    twilio.own_number(NUMBER, "https://customer.test/voice")
    yield twilio
    await twilio.stop()
    await runner.cleanup()


@pytest.fixture
def client(twilio):
    return Client("SK" + "b" * 32, "secret", ACCOUNT, http_client=ToTheFake(twilio.base_url))


async def ask(question, *args, **kwargs):
    """The official client blocks, so it works in a thread of its own, as in another process."""
    return await asyncio.to_thread(question, *args, **kwargs)


async def create(client, **change):
    return await ask(client.calls.create, **({"to": CUSTOMER, "from_": NUMBER, "url": SCRIPT} | change))


async def error_of(question, *args, **kwargs):
    with pytest.raises(TwilioRestException) as caught:
        await ask(question, *args, **kwargs)
    return caught.value.status, caught.value.code


async def test_a_call_is_created_fetched_and_listed(twilio, client):
    twilio.people[CUSTOMER] = Person()
    created = await create(client, status_callback="https://customer.test/s", status_callback_event=["answered"])
    assert (created.status, created.direction, created.to) == ("queued", "outbound-api", CUSTOMER)
    assert created.subresource_uris["recordings"].endswith(f"/Calls/{created.sid}/Recordings.json")
    await twilio.settled(5)

    fetched = await ask(client.calls(created.sid).fetch)
    assert (fetched.status, fetched.duration) == ("completed", "0")
    assert fetched.start_time is not None
    listed = await ask(client.calls.list, to=CUSTOMER, from_=NUMBER, start_time_after=fetched.start_time)
    assert [call.sid for call in listed] == [created.sid]
    assert await ask(client.calls.list, status="in-progress") == []


async def test_lists_are_paged_to_the_end(twilio, client):
    for _ in range(5):
        await create(client)
    await twilio.settled(5)
    listed = await ask(client.calls.list, page_size=2)
    assert [call.sid for call in listed] == list(twilio.calls)[::-1]


async def test_a_running_call_is_hung_up_once(twilio, client, customer):
    customer.document = "<Response><Pause length='500'/></Response>"
    twilio.people[CUSTOMER] = Person()
    created = await create(client)
    await until(lambda: twilio.calls[created.sid].status == "in-progress")
    await ask(client.calls(created.sid).update, status="completed")
    await twilio.calls[created.sid].ended(5)
    assert (await ask(client.calls(created.sid).fetch)).status == "completed"
    assert await error_of(client.calls(created.sid).update, status="completed") == (400, 21220)


async def test_a_running_call_is_given_a_new_document(twilio, client, customer):
    customer.document = "<Response><Pause length='500'/></Response>"
    twilio.people[CUSTOMER] = Person()
    created = await create(client)
    call = twilio.calls[created.sid]
    await until(lambda: call.twiml)
    await ask(client.calls(created.sid).update, twiml="<Response><Say>hello</Say></Response>")
    await call.ended(5)
    assert call.twiml[-1] == ("", "<Response><Say>hello</Say></Response>")


async def test_a_finished_call_is_deleted(twilio, client):
    created = await create(client)
    await twilio.settled(5)
    assert await ask(client.calls(created.sid).delete)
    assert await error_of(client.calls(created.sid).fetch) == (404, 20404)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "not a number"}, 21211),
        ({"to": NUMBER}, 21211),
        ({"from_": "+14155550000"}, 21210),
        ({"url": "/relative"}, 21205),
        ({"machine_detection": "Perhaps"}, 21234),
    ],
)
async def test_a_bad_request_raises_with_its_code(client, change, code):
    assert await error_of(client.calls.create, **({"to": CUSTOMER, "from_": NUMBER, "url": SCRIPT} | change)) == (
        400,
        code,
    )


async def test_an_unknown_call_and_a_wrong_secret_raise_with_their_codes(twilio, client):
    assert await error_of(client.calls("CA" + "0" * 32).fetch) == (404, 20404)
    http = ToTheFake(twilio.base_url)
    stranger = Client(ACCOUNT, "wrong", http_client=http)
    assert await error_of(stranger.calls("CA" + "0" * 32).fetch) == (401, 20003)
    elsewhere = Client(ACCOUNT, TOKEN, "AC" + "9" * 32, http_client=http)
    assert await error_of(elsewhere.calls("CA" + "0" * 32).fetch) == (401, 20003)


async def test_the_account_token_opens_the_api_too(twilio):
    owner = Client(ACCOUNT, TOKEN, http_client=ToTheFake(twilio.base_url))
    assert await ask(owner.calls.list) == []


async def test_a_refusal_is_a_429(twilio, client):
    twilio.faults.refuse_rest_requests = 1
    assert await error_of(client.calls.create, to=CUSTOMER, from_=NUMBER, url=SCRIPT) == (429, 20429)


async def test_a_recording_is_listed_and_fetched(twilio, client, customer):
    async def play(caller):
        await caller.says("hello")

    customer.document = "<Response><Pause length='500'/></Response>"
    twilio.people[CUSTOMER] = Person(play=play)
    created = await create(client, record=True)
    await twilio.settled(5)
    (recording,) = await ask(client.recordings.list, call_sid=created.sid)
    fetched = await ask(client.recordings(recording.sid).fetch)
    assert (fetched.status, fetched.channels, fetched.call_sid) == ("completed", 1, created.sid)


async def test_the_official_validator_accepts_every_webhook_and_no_tampered_one(twilio, client, customer):
    twilio.people[CUSTOMER] = Person()
    await create(client, status_callback="https://customer.test/status", status_callback_event=["ringing", "completed"])
    await twilio.settled(5)
    validator = RequestValidator(TOKEN)
    for path, count in (("/script", 1), ("/status", 2)):
        assert len(customer.seen(path)) == count
        for form, headers in customer.seen(path):
            url, signature = f"https://customer.test{path}", headers["X-Twilio-Signature"]
            assert form["ToCity"] == ""
            assert validator.validate(url, form, signature)
            assert validator.validate(url.replace("test/", "test:443/"), form, signature)
            assert not validator.validate(url, {k: v for k, v in form.items() if v}, signature)
            assert not validator.validate(url, form | {"To": "+19995550000"}, signature)
            assert not validator.validate(url + "/", form, signature)


async def test_the_official_validator_accepts_the_stream_handshake(twilio, customer):
    customer.document = STREAMING
    await twilio.ring(NUMBER, CUSTOMER).ended(5)
    ((_, headers),) = customer.seen("/media")
    validator, signature = RequestValidator(TOKEN), headers["X-Twilio-Signature"]
    assert len(base64.b64decode(signature)) == 20
    assert validator.validate("wss://customer.test/media", {}, signature)
    assert not validator.validate("https://customer.test/media", {}, signature)
    assert not validator.validate("wss://customer.test/other", {}, signature)


async def until(is_true, timeout_s=3.0):
    async with asyncio.timeout(timeout_s):
        while not is_true():  # noqa: ASYNC110  the fake has no event for every moment
            await asyncio.sleep(0.01)
