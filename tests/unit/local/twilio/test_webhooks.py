"""The webhook sender against a customer on loopback: bodies, signatures, fallbacks, redirects, error codes."""

import asyncio

import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.unit.local.twilio.conftest import CALLER, NUMBER, TOKEN

pytestmark = pytest.mark.enable_socket
VOICE = "https://customer.test/voice"


async def ring(twilio):
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    return call


def codes(call):
    return [entry.code for entry in call.debugger]


async def test_the_first_request_is_a_signed_form_with_blank_places(twilio, customer):
    call = await ring(twilio)
    request = customer.seen("/voice")[0]
    assert request["CallStatus"] == "ringing"
    assert request["Direction"] == "inbound"
    assert request["CallSid"] == call.sid
    assert request["FromCity"] == ""
    assert request.headers["Host"] == "customer.test"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert request.headers["I-Twilio-Idempotency-Token"]
    signature = request.headers["X-Twilio-Signature"]
    assert RequestValidator(TOKEN).validate(VOICE, dict(request.form), signature)


async def test_the_final_callback_of_an_inbound_call_is_the_only_one(twilio, customer):
    await ring(twilio)
    (final,) = customer.seen("/final")
    assert (final["CallStatus"], final["SequenceNumber"], final["SipResponseCode"]) == ("completed", "0", "200")
    assert final["CallbackSource"] == "call-progress-events"


async def test_a_failing_document_is_asked_for_at_the_fallback(twilio, customer):
    twilio.own_number(NUMBER, VOICE, fallback_url="https://customer.test/fallback")
    customer.documents["/voice"] = web.Response(status=500)
    call = await ring(twilio)
    assert codes(call) == [11200]
    assert customer.seen("/fallback")[0]["ErrorCode"] == "11200"
    assert len(customer.seen("/voice")) == 1


async def test_without_a_fallback_the_caller_hears_an_application_error(twilio, customer):
    customer.documents["/voice"] = web.Response(status=403)
    call = await ring(twilio)
    assert call.status == "completed"
    assert call.heard.segments


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda: web.Response(text="<Response>", content_type="text/xml"), 12100),
        (lambda: web.Response(text="<Response><Nope/></Response>", content_type="text/xml"), 12200),
        (lambda: web.Response(text="{}", content_type="application/json"), 12300),
        (lambda: web.Response(status=204), 12300),
        (lambda: web.Response(text="x" * 66000, content_type="text/xml"), 11750),
    ],
    ids=["not well-formed", "unknown verb", "wrong type", "no content", "too large"],
)
async def test_bad_answers_have_their_codes(twilio, customer, answer, code):
    customer.documents["/voice"] = answer()
    assert codes(await ring(twilio)) == [code]


async def test_plain_text_is_read_aloud(twilio, customer):
    customer.documents["/voice"] = web.Response(text="Hello there")
    call = await ring(twilio)
    assert [detail["text"] for _, kind, detail in call.events if kind == "says"] == ["Hello there"]


async def test_an_unknown_host_and_a_closed_port_have_their_codes(twilio, addresses, unused_tcp_port):
    twilio.own_number(NUMBER, "https://missing.test/voice")
    assert codes(await ring(twilio)) == [11210]
    addresses.publish("closed.test", unused_tcp_port)
    twilio.own_number(NUMBER, "https://closed.test/voice")
    assert codes(await ring(twilio)) == [11205]


async def test_a_slow_answer_is_given_up_after_the_time_in_the_fragment(twilio, customer):
    patience = asyncio.Event()

    async def slow():
        await patience.wait()
        return web.Response()

    customer.documents["/voice"] = slow
    twilio.own_number(NUMBER, VOICE + "#rt=100&rp=ct,rt&rc=1")
    call = await ring(twilio)
    patience.set()
    assert codes(call) == [11200]
    first, second = customer.seen("/voice")
    assert first.headers["I-Twilio-Idempotency-Token"] == second.headers["I-Twilio-Idempotency-Token"]


async def test_redirects_are_followed_and_turn_a_post_into_a_get(twilio, customer):
    customer.documents["/voice"] = web.Response(status=302, headers={"Location": "/elsewhere"})
    customer.documents["/elsewhere"] = "<Response><Hangup/></Response>"
    call = await ring(twilio)
    request = customer.seen("/elsewhere")[0]
    assert (request.method, request.form) == ("GET", [])
    assert call.twiml[0][0] == "https://customer.test/elsewhere"


async def test_the_eleventh_redirect_is_one_too_many(twilio, customer):
    async def around():
        return web.Response(status=307, headers={"Location": "/voice"})

    customer.documents["/voice"] = around
    assert codes(await ring(twilio)) == [11215]
    assert len(customer.seen("/voice")) == 11


async def test_the_carrier_can_sign_wrongly_and_send_false_fields(twilio, customer):
    validator = RequestValidator(TOKEN)

    def is_valid(request):
        return validator.validate(VOICE, dict(request.form), request.headers["X-Twilio-Signature"])

    twilio.faults.extra_params = {"Novelty": "1"}
    await ring(twilio)
    assert customer.seen("/voice")[-1]["Novelty"] == "1"
    assert is_valid(customer.seen("/voice")[-1])
    twilio.faults.sign_with_token = "stranger"
    await ring(twilio)
    assert not is_valid(customer.seen("/voice")[-1])
    twilio.faults.sign_with_token = None
    twilio.faults.tell_lies = {"From": "+19995550000"}
    await ring(twilio)
    assert not is_valid(customer.seen("/voice")[-1])
