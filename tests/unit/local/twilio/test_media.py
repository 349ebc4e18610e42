"""The media stream client against a small server on loopback."""

import asyncio
import base64
import json

import pytest

from local.twilio.media.line import RATE_HZ
from tests.unit.local.twilio.conftest import CALLER, NUMBER, tone

pytestmark = pytest.mark.enable_socket
STREAM = (
    '<Stream url="wss://customer.test/media?dropped=1" name="agent" statusCallback="/stream-status">'
    '<Parameter name="token" value="t"/></Stream>'
)
DOCUMENT = f'<Response><Connect action="/after">{STREAM}</Connect></Response>'


def media(sid, audio):
    return {"event": "media", "streamSid": sid, "media": {"payload": base64.b64encode(audio).decode()}}


def mark(sid, name):
    return {"event": "mark", "streamSid": sid, "mark": {"name": name}}


def codes(call):
    return [entry.code for entry in call.debugger]


def stream_events(customer):
    return [request["StreamEvent"] for request in customer.seen("/stream-status")]


async def test_a_stream_begins_with_connected_start_and_then_media(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    boxes = []

    async def serve(socket, inbox):
        boxes.append(inbox)
        await inbox.until("media")
        await inbox.until("media")
        await socket.close()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    connected, start, first, second = boxes[0].messages[:4]
    assert connected == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    assert start["start"]["callSid"] == call.sid
    assert start["start"]["customParameters"] == {"token": "t"}
    assert 60 <= int(first["media"]["timestamp"]) <= 200
    assert int(second["media"]["timestamp"]) == int(first["media"]["timestamp"]) + 20
    assert len(base64.b64decode(first["media"]["payload"])) == 160
    assert customer.seen("/media")[0].query == ""


async def test_a_server_that_closes_normally_hands_over_to_the_action(twilio, customer):
    customer.documents["/voice"] = DOCUMENT

    async def serve(socket, inbox):
        await inbox.until("start")
        await socket.close()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    assert call.streams[0].close_code == 1000
    assert customer.seen("/after")[0]["CallStatus"] == "in-progress"
    assert sorted(stream_events(customer)) == ["stream-started", "stream-stopped"]
    assert codes(call) == []


async def test_without_an_action_the_next_verb_runs(twilio, customer):
    customer.documents["/voice"] = f"<Response><Connect>{STREAM}</Connect><Say>sorry</Say></Response>"

    async def serve(socket, inbox):
        await socket.close()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.ended(5)
    assert [detail["text"] for _, kind, detail in call.events if kind == "says"] == ["sorry"]


async def test_an_abrupt_break_is_logged_and_the_call_goes_on(twilio, customer):
    customer.documents["/voice"] = DOCUMENT

    async def serve(socket, inbox):
        await inbox.until("start")
        inbox.socket._req.transport.abort()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    assert codes(call) == [31921]
    assert customer.seen("/after")


async def test_the_carrier_side_of_the_socket_can_be_broken_on_purpose(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    twilio.faults.break_next_stream_after_s = 0.1
    stops = []

    async def serve(socket, inbox):
        stops.append(await inbox.until("stop"))

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    assert stops == [None]
    assert customer.seen("/after")


async def test_a_caller_who_hangs_up_causes_stop_and_then_a_normal_close(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    seen = []

    async def serve(socket, inbox):
        seen.append(await inbox.until("stop"))
        seen.append(await inbox.until("never"))
        seen.append(socket.close_code)

    async def play(caller):
        await caller.hears_for(0.2)
        await caller.hangs_up()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER, play)
    await call.settled(5)
    assert seen[0]["stop"]["callSid"] == call.sid
    assert seen[1:] == [None, 1000]
    assert call.status == "completed"
    assert not customer.seen("/after")


async def test_the_callers_speech_arrives_whole_and_on_a_steady_clock(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    boxes = []

    async def serve(socket, inbox):
        boxes.append(inbox)
        await inbox.until("stop")

    async def play(caller):
        await caller.hears_for(0.1)
        await caller.says("twenty letters long.")
        await caller.presses("5")
        await caller.hears_for(0.1)

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER, play)
    await call.ended(5)
    payloads = [m["media"]["payload"] for m in boxes[0].messages if m["event"] == "media"]
    sent = b"".join(base64.b64decode(payload) for payload in payloads)
    assert tone("twenty letters long.", "") in sent
    assert sent.strip(b"\xff") == tone("twenty letters long.", "").strip(b"\xff")
    assert [m["dtmf"]["digit"] for m in boxes[0].messages if m["event"] == "dtmf"] == ["5"]
    numbers = [int(m["sequenceNumber"]) for m in boxes[0].messages if "sequenceNumber" in m]
    assert numbers == list(range(1, len(numbers) + 1))
    times = call.streams[0].sent_at
    assert abs((times[-1] - times[0]) - (len(times) - 1) * 0.02) < 0.1
    assert payloads == call.streams[0].sent_payloads[: len(payloads)]


async def test_agent_audio_is_heard_and_its_mark_comes_back_after_it(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    loop_times = {}

    async def serve(socket, inbox):
        sid = (await inbox.until("start"))["streamSid"]
        await socket.send_json(mark(sid, "empty"))
        await inbox.until("mark")
        loop_times["sent"] = asyncio.get_running_loop().time()
        await socket.send_json(media(sid, tone("x" * 20, "")))
        await socket.send_json(mark(sid, "played"))
        await inbox.until("mark")
        loop_times["echoed"] = asyncio.get_running_loop().time()
        await inbox.until("stop")

    async def play(caller):
        await caller.agent_starts(timeout_s=2)
        await caller.agent_finishes(quiet_s=0.1, timeout_s=2)

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER, play)
    await call.ended(5)
    assert 0.19 <= loop_times["echoed"] - loop_times["sent"] <= 0.35
    assert call.heard.tape.strip(b"\xff") == tone("x" * 20, "").strip(b"\xff")
    assert [(m.name, m.flushed) for m in call.heard.marks] == [("empty", False), ("played", False)]


async def test_clear_stops_the_audio_and_returns_all_marks_at_once(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    echoed = []

    async def serve(socket, inbox):
        sid = (await inbox.until("start"))["streamSid"]
        for name in ("one", "two"):
            await socket.send_json(media(sid, tone("x" * 500, "")))
            await socket.send_json(mark(sid, name))
        await asyncio.sleep(0.1)
        await socket.send_json({"event": "clear", "streamSid": sid})
        echoed.extend([(await inbox.until("mark"))["mark"]["name"] for _ in range(2)])
        await socket.close()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.ended(5)
    assert echoed == ["one", "two"]
    assert len(call.heard.clears) == 1
    assert len(call.heard.tape) / RATE_HZ < 0.5


async def test_bad_messages_are_warned_of_once_per_stream_and_ignored(twilio, customer):
    customer.documents["/voice"] = DOCUMENT

    async def serve(socket, inbox):
        sid = (await inbox.until("start"))["streamSid"]
        await socket.send_bytes(b"\0\0")
        await socket.send_bytes(b"\0\0")
        await socket.send_str("nonsense")
        await socket.send_str(json.dumps(media("MZother", b"\0")))
        await socket.send_json(media(sid, tone("x" * 3, "")))
        await socket.close()

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.ended(5)
    assert codes(call) == [31950, 31951]
    assert [kind for kind, _ in call.streams[0].received] == ["binary", "binary", "invalid", "invalid", "media"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://customer.test/media", 31922),
        ("wss://customer .test/media", 31923),
        ("wss://customer.test/media", 31920),
        ("wss://missing.test/media", 31904),
    ],
)
async def test_a_stream_that_cannot_start_is_an_error_and_the_call_goes_on(twilio, customer, url, code):
    customer.refuse_upgrade = 403
    customer.documents["/voice"] = DOCUMENT.replace("wss://customer.test/media?dropped=1", url)
    call = twilio.ring(NUMBER, CALLER)
    await call.settled(5)
    assert codes(call) == [code]
    assert stream_events(customer) == ["stream-error"]
    assert customer.seen("/stream-status")[0]["StreamError"]
    assert customer.seen("/after")


async def test_a_rest_update_stops_the_stream_and_runs_the_new_document(twilio, customer):
    from local.twilio.calls.engine import Inline

    customer.documents["/voice"] = DOCUMENT
    stops = []

    async def serve(socket, inbox):
        await inbox.until("start")
        call.redirect(Inline("<Response><Say>moved</Say></Response>"))
        stops.append(await inbox.until("stop"))

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER)
    await call.ended(5)
    assert stops[0]["event"] == "stop"
    assert [detail["text"] for _, kind, detail in call.events if kind == "says"] == ["moved"]
    assert not customer.seen("/after")


async def test_stopping_the_carrier_in_the_middle_of_a_stream_leaves_nothing_behind(twilio, customer):
    customer.documents["/voice"] = DOCUMENT
    started = asyncio.Event()

    async def serve(socket, inbox):
        await inbox.until("start")
        started.set()
        await inbox.until("stop")

    async def play(caller):
        await caller.hears_for(30)

    customer.media = serve
    call = twilio.ring(NUMBER, CALLER, play)
    await started.wait()
    await twilio.stop()
    assert call.is_over
    with pytest.raises(asyncio.CancelledError):
        await call.ended(1)
