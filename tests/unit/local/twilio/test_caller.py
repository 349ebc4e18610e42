"""The person on the phone: what a screenplay can do, and how it ends."""

import asyncio
import base64

import pytest

from local.twilio.caller import Silence
from tests.unit.local.twilio.conftest import CALLER, NUMBER, tone

pytestmark = pytest.mark.enable_socket
DOCUMENT = '<Response><Connect><Stream url="wss://customer.test/media"/></Connect></Response>'


@pytest.fixture
def chatty(customer):
    """An agent that greets for 0.2 s, 0.1 s after the start, and then listens."""
    customer.documents["/voice"] = DOCUMENT

    async def serve(socket, inbox):
        sid = (await inbox.until("start"))["streamSid"]
        await asyncio.sleep(0.1)
        payload = base64.b64encode(tone("x" * 20, "")).decode()
        await socket.send_json({"event": "media", "streamSid": sid, "media": {"payload": payload}})
        await inbox.until("stop")

    customer.media = serve
    return customer


async def test_the_wait_for_the_agent_is_measured(twilio, chatty):
    waits = []

    async def play(caller):
        waits.append(await caller.agent_starts(timeout_s=2))
        await caller.agent_finishes(quiet_s=0.1)

    await twilio.ring(NUMBER, CALLER, play).ended(5)
    assert 0.09 <= waits[0] <= 0.3


async def test_an_agent_that_stays_silent_fails_the_call(twilio, chatty):
    async def play(caller):
        await caller.agent_starts(timeout_s=2)
        await caller.agent_finishes(quiet_s=0.1)
        await caller.agent_starts(timeout_s=0.2)

    call = twilio.ring(NUMBER, CALLER, play)
    with pytest.raises(TimeoutError, match="the agent said nothing within"):
        await call.ended(5)
    assert call.status == "completed"


async def test_a_caller_waits_for_what_happens_to_the_call(twilio, chatty):
    async def play(caller):
        await caller.learns_of("verb", timeout_s=2)
        await caller.learns_of("bridged", timeout_s=0.1)

    with pytest.raises(TimeoutError, match="not bridged within"):
        await twilio.ring(NUMBER, CALLER, play).ended(5)


async def test_a_wrong_expectation_in_a_screenplay_fails_the_call(twilio, chatty):
    async def play(caller):
        assert caller.heard.segments == ["something else"]

    with pytest.raises(AssertionError):
        await twilio.ring(NUMBER, CALLER, play).ended(5)


async def test_a_sentence_can_be_broken_off(twilio, chatty):
    async def play(caller):
        await caller.starts_saying("x" * 200)
        await caller.hears_for(0.1)
        await caller.stops_saying()

    call = twilio.ring(NUMBER, CALLER, play)
    await call.ended(5)
    said = call.line.output.utterances[0]
    assert 0.08 <= len(said.audio) / 8000 <= 0.3


async def test_a_line_that_drops_mid_sentence_ends_the_screenplay_without_failing(twilio, customer):
    customer.documents["/voice"] = "<Response><Pause length='5'/></Response>"
    scenes = []

    async def play(caller):
        scenes.append("begun")
        await caller.line_drops(timeout_s=2)
        await caller.says("anybody there?")
        scenes.append("never")

    call = twilio.ring(NUMBER, CALLER, play)
    await call.ended(5)
    assert scenes == ["begun"]
    assert call.hung_up_by is None


async def test_hanging_up_while_it_rings_cancels_the_call(twilio, customer):
    customer.documents["/voice"] = "<Response><Pause length='50'/></Response>"

    async def play(caller):
        await caller.hears_for(0.1)
        await caller.hangs_up()

    call = twilio.ring(NUMBER, CALLER, play)
    await call.settled(5)
    assert call.status == "canceled"
    assert customer.seen("/final")[0]["SipResponseCode"] == "487"


async def test_every_event_reaches_the_listener_live(twilio, chatty):
    values = []
    twilio.on_event = lambda call, kind, detail: values.append(kind)

    async def play(caller):
        await caller.agent_starts(timeout_s=2)

    call = twilio.ring(NUMBER, CALLER, play)
    await call.ended(5)
    assert values == [kind for _, kind, _ in call.events]
    assert values[:2] == ["ringing", "webhook"]
    assert {"answered", "stream-connected", "hung-up", "completed"} <= set(values)
    assert all(a[0] <= b[0] for a, b in zip(call.events, call.events[1:], strict=False))


def test_a_pause_of_the_process_is_no_silence_of_the_agent():
    silence = Silence(longest_step_s=0.06)
    for now_ms in (1000, 1020, 1040, 2040):
        silence.look(980.0, now_ms)
    assert silence.lasted_ms == 20 + 20 + 60
    silence.look(2030.0, 2060)
    assert silence.lasted_ms == 0
