"""Calls created over REST, seen from outside: status callbacks, machine detection, queueing, faults."""

import asyncio
import base64

import aiohttp
import pytest

from local.twilio import Person
from tests.unit.local.twilio.conftest import ACCOUNT, COLLEAGUE, NUMBER, TOKEN

pytestmark = pytest.mark.enable_socket
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
EVENTS = ["initiated", "ringing", "answered", "completed"]
GOOD = {"To": COLLEAGUE, "From": NUMBER, "Url": "https://customer.test/script"}


def basic(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@pytest.fixture
async def rest(twilio):
    async with aiohttp.ClientSession(twilio.base_url, headers=basic("SKkey", "secret")) as session:
        yield session


async def create(rest, events=(), **change):
    pairs = list((GOOD | change).items()) + [("StatusCallbackEvent", event) for event in events]
    if events:
        pairs.append(("StatusCallback", "https://customer.test/status"))
    async with rest.post(CALLS, data=aiohttp.FormData(pairs)) as response:
        return response.status, await response.json()


def statuses(customer):
    return [(request["SequenceNumber"], request["CallStatus"]) for request in customer.seen("/status")]


async def test_a_created_call_is_queued_and_then_reports_every_subscribed_event(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person()
    status, body = await create(rest, EVENTS)
    assert (status, body["status"], body["direction"]) == (201, "queued", "outbound-api")
    await twilio.settled(5)
    assert sorted(statuses(customer)) == [
        ("0", "initiated"),
        ("1", "ringing"),
        ("2", "in-progress"),
        ("3", "completed"),
    ]
    assert customer.seen("/script")[0]["CallStatus"] == "in-progress"
    last = next(r for r in customer.seen("/status") if r["CallStatus"] == "completed")
    assert (last["CallDuration"], last["SipResponseCode"]) == ("0", "200")


async def test_numbers_count_only_what_is_sent(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person(busy=True)
    await create(rest, ["completed"])
    await twilio.settled(5)
    assert statuses(customer) == [("0", "busy")]
    assert customer.seen("/status")[0]["SipResponseCode"] == "486"
    assert customer.seen("/status")[0].get("Duration") is None


async def test_events_joined_with_spaces_are_silently_lost(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person()
    await create(rest, [" ".join(EVENTS)])
    await twilio.settled(5)
    assert statuses(customer) == []


async def test_callbacks_can_be_doubled_and_never_hold_up_the_call(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person()
    twilio.faults.duplicate_callbacks = True
    twilio.faults.callback_delay_s = 0.2
    _, body = await create(rest, EVENTS)
    call = twilio.calls[body["sid"]]
    await call.ended(5)
    assert statuses(customer) == []
    await call.settled(5)
    assert len(statuses(customer)) == 8


async def test_callbacks_can_overtake_each_other(twilio, customer, rest, monkeypatch):
    delays = iter([0.3, 0.2, 0.1, 0.0])
    monkeypatch.setattr("random.uniform", lambda low, high: next(delays))
    twilio.people[COLLEAGUE] = Person()
    twilio.faults.shuffle_callbacks = True
    await create(rest, EVENTS)
    await twilio.settled(5)
    assert [number for number, _ in statuses(customer)] == ["3", "2", "1", "0"]


async def test_synchronous_detection_delays_the_document_and_is_reported_in_it(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person(answered_by="machine_start", detection_s=0.1)
    await create(rest, MachineDetection="Enable")
    await twilio.settled(5)
    request = customer.seen("/script")[0]
    assert (request["AnsweredBy"], request["MachineDetectionDuration"]) == ("machine_start", "100")


async def test_asynchronous_detection_reports_on_its_own(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person(answered_by="machine_end_beep", detection_s=0.1)
    customer.documents["/script"] = "<Response><Pause length='10'/></Response>"
    await create(
        rest,
        MachineDetection="DetectMessageEnd",
        AsyncAmd="true",
        AsyncAmdStatusCallback="https://customer.test/amd",
    )
    await twilio.settled(5)
    assert customer.seen("/script")[0].get("AnsweredBy") is None
    assert {name for name, _ in customer.seen("/amd")[0].form} == {
        "CallSid",
        "AccountSid",
        "AnsweredBy",
        "MachineDetectionDuration",
    }


async def test_inline_twiml_runs_and_a_time_limit_ends_the_call(twilio, rest):
    twilio.people[COLLEAGUE] = Person()
    _, body = await create(rest, Url="", Twiml="<Response><Pause length='500'/></Response>", TimeLimit="0.2")
    call = twilio.calls[body["sid"]]
    await call.ended(5)
    assert (call.status, [entry.code for entry in call.debugger]) == ("completed", [32015])


async def test_calls_leave_the_queue_at_the_account_rate(twilio, customer, rest):
    await twilio.stop()
    twilio._pace["calls_per_second"] = 2
    await twilio.start()
    async with aiohttp.ClientSession(twilio.base_url, headers=basic(ACCOUNT, TOKEN)) as owner:
        queue_times_ms = [int((await create(owner))[1]["queue_time"]) for _ in range(3)]
    assert queue_times_ms[0] == 0
    assert 400 <= queue_times_ms[1] <= 500
    assert 850 <= queue_times_ms[2] <= 1000


async def test_a_queued_call_can_be_canceled(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person(answers_after_s=5)
    _, body = await create(rest, EVENTS)
    await asyncio.sleep(0.05)
    async with rest.post(CALLS.replace(".json", f"/{body['sid']}.json"), data={"Status": "canceled"}) as response:
        assert response.status == 200
    await twilio.settled(5)
    assert statuses(customer)[-1] == ("2", "canceled")


async def test_the_call_may_be_placed_although_the_answer_never_arrives(twilio, customer, rest):
    twilio.people[COLLEAGUE] = Person()
    twilio.faults.drop_create_responses = 1
    with pytest.raises(aiohttp.ClientError):
        await create(rest)
    await twilio.settled(5)
    assert len(customer.seen("/script")) == 1


async def test_a_refused_request_is_not_processed(twilio, rest):
    twilio.faults.refuse_rest_requests = 1
    status, body = await create(rest)
    assert (status, body["code"], twilio.calls) == (429, 20429, {})


async def test_a_whole_call_recording_is_missing_at_first_and_then_downloads(twilio, customer, rest):
    async def play(caller):
        await caller.says("x" * 30)

    twilio.people[COLLEAGUE] = Person(play=play)
    customer.documents["/script"] = "<Response><Pause length='50'/></Response>"
    await create(rest, Record="true", RecordingStatusCallback="https://customer.test/recorded")
    (call,) = twilio.calls.values()
    await call.ended(5)
    (recording,) = twilio.recordings.values()
    async with rest.get(recording.path() + ".wav") as early:
        assert early.status == 404
    await call.settled(5)
    url = customer.seen("/recorded")[0]["RecordingUrl"].removeprefix(twilio.base_url)
    async with rest.get(url) as response:
        assert (response.status, (await response.read())[:4]) == (200, b"RIFF")
    async with aiohttp.ClientSession(twilio.base_url) as stranger, stranger.get(url) as response:
        assert response.status == 401
