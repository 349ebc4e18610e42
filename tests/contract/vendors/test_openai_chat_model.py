"""The client of an OpenAI-compatible endpoint, against a server: streams, refusals, silence, breaking off."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import StreamEnded, StreamFailed, TextArrived
from trunkline.vendors.openai.chat_model import OpenAiChatModel

AGENT = BrainAgent("a", "p", model="small", temperature=0.2)
MESSAGES = [{"role": "user", "content": "Hi"}]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def endpoint(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def answered(base_url: str, silence_s: float = 5.0) -> list:
    model = OpenAiChatModel(base_url, lambda: "sk-test", silence_s)
    try:
        return [event async for event in model.stream(AGENT, MESSAGES, [])]
    finally:
        await model.close()


def words(*said: str) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        body = await request.json()
        assert (body["model"], body["messages"], body["stream"], body["temperature"]) == ("small", MESSAGES, True, 0.2)
        assert request.headers["authorization"] == "Bearer sk-test"
        answer = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await answer.prepare(request)
        for word in said:
            delta = json.dumps({"choices": [{"delta": {"content": word}}]})
            await answer.write(f"data: {delta}\n\n".encode())
        await answer.write(b"data: [DONE]\n\n")
        return answer

    return handler


async def test_words_come_as_they_are_written():
    async with endpoint(words("We ", "open.")) as url:
        assert await answered(url) == [TextArrived("We "), TextArrived("open."), StreamEnded()]


@pytest.mark.parametrize("status", [307, 401, 404, 429, 500])
async def test_a_refusal_fails_with_its_status_alone_and_a_redirect_is_not_followed(status):
    async def refuse(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text="the key sk-test is wrong", headers={"location": str(request.url)})

    async with endpoint(refuse) as url:
        assert await answered(url) == [StreamFailed(f"http_{status}")]


async def test_an_endpoint_that_is_not_there_or_breaks_off_is_unreachable():
    async def break_off(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b'data: {"choices": [{"delta": {"content": "We"}}]}\n\n')
        request.transport.close()
        return answer

    assert await answered("http://127.0.0.1:1/v1") == [StreamFailed("unreachable")]
    async with endpoint(break_off) as url:
        assert await answered(url) == [TextArrived("We"), StreamFailed("unreachable")]


async def test_silence_ends_by_the_timeout():
    is_done = asyncio.Event()

    async def silent(_request: web.Request) -> web.StreamResponse:
        await is_done.wait()
        return web.Response()

    async with endpoint(silent) as url:
        assert await answered(url, silence_s=0.05) == [StreamFailed("timeout")]
        is_done.set()
        await asyncio.sleep(0.05)


async def test_a_body_in_malformed_chunks_ends_as_silence_does():
    """The session's own limit does not end it."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        data = b'data: {"choices": [{"delta": {"content": "We"}}]}\n\n'
        head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        writer.write(head + b"%x\r\n%s\r\n" % (len(data), data))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b"zz\r\nxx")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server, asyncio.timeout(5):
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        assert await answered(url, silence_s=0.3) == [TextArrived("We"), StreamFailed("timeout")]


async def test_a_host_that_is_none_is_unreachable_and_a_line_after_the_key_is_no_part_of_it():
    assert await answered(f"http://{'x' * 70}.example/v1") == [StreamFailed("unreachable")]
    async with endpoint(words("Yes.")) as url:
        model = OpenAiChatModel(url, lambda: "sk-test\n")
        for _ in range(2):  # what was closed opens again
            assert [event async for event in model.stream(AGENT, MESSAGES, [])] == [TextArrived("Yes."), StreamEnded()]
            await model.close()


async def test_a_key_that_no_header_can_carry_fails_the_answer_and_raises_nothing():
    async with endpoint(words("Yes.")) as url:
        model = OpenAiChatModel(url, lambda: "sk\nx-other: 1")
        assert [event async for event in model.stream(AGENT, MESSAGES, [])] == [StreamFailed("client_error")]
        await model.close()


async def test_a_model_without_a_key_is_asked_without_one():
    seen: list[str | None] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.append(request.headers.get("authorization"))
        return web.Response(body=b"data: [DONE]\n\n", content_type="text/event-stream")

    async with endpoint(answer) as url:
        model = OpenAiChatModel(url, str)
        assert [event async for event in model.stream(AGENT, MESSAGES, [])] == [StreamEnded()]
        await model.close()
    assert seen == [None]


async def test_every_call_of_a_full_relay_may_have_an_answer_at_the_same_time():
    """A pool of connections that is too small would keep callers waiting for each other's answers."""
    waiting, all_here = 0, asyncio.Event()

    async def answer(_request: web.Request) -> web.StreamResponse:
        nonlocal waiting
        waiting += 1
        if waiting == 150:
            all_here.set()
        await asyncio.wait_for(all_here.wait(), 10)
        return web.Response(body=b"data: [DONE]\n\n", content_type="text/event-stream")

    async with endpoint(answer) as url:
        model = OpenAiChatModel(url, str)

        async def ask() -> list:
            return [event async for event in model.stream(AGENT, MESSAGES, [])]

        assert await asyncio.gather(*(ask() for _ in range(150))) == [[StreamEnded()]] * 150
        await model.close()


async def test_answers_one_after_the_other_use_one_connection():
    seen = set()

    async def answer(request: web.Request) -> web.StreamResponse:
        seen.add(request.transport.get_extra_info("peername"))
        return await words("Yes.")(request)

    async with endpoint(answer) as url:
        model = OpenAiChatModel(url, lambda: "sk-test")
        for _ in range(3):
            assert [event async for event in model.stream(AGENT, MESSAGES, [])] == [TextArrived("Yes."), StreamEnded()]
        await model.close()
    assert len(seen) == 1


async def test_an_answer_is_complete_by_its_marker_and_a_body_without_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr("trunkline.vendors.openai.chat_model.CLOSING_S", 0.05)
    is_read = asyncio.Event()

    async def stays_open(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"data: [DONE]\n\n")
        await is_read.wait()
        return answer

    async with endpoint(stays_open) as url:
        model = OpenAiChatModel(url, lambda: "sk-test")
        async with asyncio.timeout(5):
            events = model.stream(AGENT, MESSAGES, [])
            assert await anext(events) == StreamEnded()
            assert [event async for event in events] == []
        is_read.set()
        await model.close()
