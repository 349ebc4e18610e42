"""A watched call: its words, latencies and sound as they come, and never in its way."""

import asyncio
import base64
import json

import aiohttp

from media_relay.clients import watch_socket
from tests.fakes.relays import relay_to, stop
from tests.fakes.twilio_streams import until
from tests.fakes.watched_calls import (
    CALL,
    READER,
    STREAM,
    VOICED,
    calling,
    ticket,
    watching,
)
from trunkline.realtime.agent_events import CallerSaid


async def test_words_and_latencies_come_as_they_are_said_and_then_the_end(relay, vendor):
    async with calling(relay) as line:
        await until(lambda: line.call.session.story.turns)
        async with watching(relay, ticket(relay)) as watch:
            greeting = [await watch.next(), await watch.next()]
            assert greeting[0] == {
                "type": "watching", "call_sid": CALL, "listen": False, "timestamp": greeting[0]["timestamp"],
            }  # fmt: skip
            assert (greeting[1]["type"], greeting[1]["number"], greeting[1]["role"]) == ("words", 1, "agent")
            line.call.deliver(CallerSaid("Where is my invoice?"))
            said = await watch.first("words")
            assert (said["number"], said["role"], said["message"]) == (2, "user", "Where is my invoice?")
            await line.speaks()
            await until(lambda: line.call.session.quality.caller_frames)
            line.call.path.from_agent(base64.b64encode(VOICED), VOICED, 99)
            assert 0 <= (await watch.first("latency"))["ms"] < 5000
            await line.ws.send_str(stop(STREAM))
            assert (await watch.first("ended"))["outcome"] == "caller-hung-up"
            assert await watch.closed() == 1000


async def test_a_listener_hears_both_sides_and_the_others_hear_nothing(relay):
    async with (
        calling(relay) as line,
        watching(relay, ticket(relay, listens=True), listens=True) as listener,
        watching(relay, ticket(relay, listens=True)) as reader,
    ):
        assert (await listener.next())["listen"] is True
        assert (await reader.next())["listen"] is False
        await line.speaks()
        while (heard := await listener.first("audio"))["role"] != "user":
            pass
        assert base64.b64decode(heard["data"]) == VOICED
        line.call.path.from_agent(base64.b64encode(b"\x20" * 80), b"\x20" * 80, 99)
        while base64.b64decode((heard := await listener.first("audio"))["data"]) != b"\x20" * 80:
            pass
        assert heard["role"] == "agent"
        line.call._clear()
        await listener.first("interruption")
        line.call.deliver(CallerSaid("Done."))
        assert (await reader.first("words"))["message"]


async def test_the_audio_path_knows_watchers_only_while_one_listens(relay):
    async with calling(relay) as line, watching(relay, ticket(relay)) as reader:
        await reader.next()
        assert line.call.path.watchers is None
        async with watching(relay, ticket(relay, listens=True), listens=True) as listener:
            await listener.next()
            assert line.call.path.watchers is line.call.watchers
        await until(lambda: line.call.path.watchers is None)


async def test_any_message_of_a_watcher_ends_its_socket_and_nothing_else(relay):
    async with calling(relay) as line:
        for say in ("send_str", "send_bytes"):
            async with watching(relay, ticket(relay)) as watch:
                await watch.next()
                await watch.ws.pong()
                await getattr(watch.ws, say)("x" if say == "send_str" else b"x")
                assert (await watch.first("error"))["error"] == watch_socket.READ_ONLY
                assert await watch.closed() == 1008
        assert line.call.has_agent


async def test_a_watcher_that_does_not_read_is_dropped_and_the_call_goes_on(relay, monkeypatch):
    monkeypatch.setattr(watch_socket, "BACKLOG_LIMIT_BYTES", 16 * 1024)
    async with calling(relay) as line, watching(relay, ticket(relay, listens=True), listens=True) as watch:
        await watch.next()
        watch.ws._reader._protocol.pause_reading()
        piece = base64.b64encode(b"\x20" * 8000)
        for _ in range(2000):
            line.call.watchers.heard("agent", piece)
            if line.call.path.watchers is None:
                break
            await asyncio.sleep(0)
        await until(lambda: line.call.path.watchers is None)
        assert line.call.has_agent


async def test_a_watcher_that_answers_no_ping_is_gone(relay, monkeypatch):
    monkeypatch.setattr(watch_socket, "PING_EVERY_S", 0.3)
    async with calling(relay), watching(relay, ticket(relay)) as there:
        await there.next()
        async with aiohttp.ClientSession() as http:
            address = f"http://127.0.0.1:{relay.server.port}/api/v1/webrtc/twilio-elevenlabs-stream/watch/{CALL}"
            async with http.ws_connect(f"{address}?ticket={ticket(relay)}", autoping=False):
                reading = asyncio.create_task(there.first("never"))
                await until(lambda: len(relay.server._watches) == 1)
                await asyncio.sleep(1)
                assert len(relay.server._watches) == 1  # the other one answers
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


async def test_watchers_of_a_relay_that_leaves_are_asked_to_come_again(vendor):
    async with relay_to(vendor.base_url) as relay:
        relay.companies.add_key(READER)
        async with calling(relay), watching(relay, ticket(relay)) as watch:
            await watch.next()
            leaving = asyncio.create_task(relay.server.drain())
            while (message := await asyncio.wait_for(watch.ws.receive(), 5)).type is aiohttp.WSMsgType.TEXT:
                assert json.loads(message.data)["type"] != "ended"
            assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, 1001)
            await watch.ws.close()
            await leaving
