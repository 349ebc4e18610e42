"""The fake Retell's side of a custom-LLM socket against servers that behave well and badly."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web

from local.retell import llm_socket
from local.retell.llm_frames import RANGES, Answer, agent_config, number_of, tool_item
from local.retell.llm_socket import LlmSocket

pytestmark = pytest.mark.enable_socket
Serve = Callable[[web.WebSocketResponse, int], Awaitable[None]]
HELLO = {"response_type": "response", "response_id": 0, "content": "Hello.", "content_complete": True}
CALLED = {"response_type": "tool_call_invocation", "tool_call_id": "t1", "name": "hours", "arguments": "{}"}
RESULT = {"response_type": "tool_call_result", "tool_call_id": "t1", "content": "nine", "successful": True}


@asynccontextmanager
async def dialled(serve: Serve) -> AsyncIterator[LlmSocket]:
    """`serve` plays the server, and gets how often it was dialled before."""
    dials = [0]

    async def take(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        dials[0] += 1
        await serve(socket, dials[0] - 1)
        return socket

    app = web.Application()
    app.router.add_get("/call_1", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    socket = LlmSocket(lambda: f"ws://127.0.0.1:{runner.addresses[0][1]}/call_1", {"call_id": "call_1"}, note)
    running = asyncio.create_task(socket.run())
    try:
        yield socket
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await runner.cleanup()


def note(_what: str, _more: str) -> None:
    """The world's log."""


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - frames come one by one
            await asyncio.sleep(0.005)


async def sends(socket: web.WebSocketResponse, *frames: dict[str, Any]) -> None:
    for frame in frames:
        await socket.send_str(json.dumps(frame))


async def stays(socket: web.WebSocketResponse) -> None:
    async for _ in socket:
        pass


@pytest.mark.parametrize(
    ("close", "reason"),
    [
        (b"\x88\x02\x03\xe8", "agent_hangup"),
        (b"\x88\x00", "error_llm_websocket_open"),  # without a status
        (b"\x88\x02\x03\xe9", "error_llm_websocket_runtime"),  # 1001: a server that goes away
        (b"\x82\x01\x00", "error_llm_websocket_corrupt_payload"),  # a binary frame
    ],
)
async def test_the_way_a_server_closes_decides_the_calls_fate(close, reason):
    async def serve(socket: web.WebSocketResponse, _dials: int) -> None:
        await sends(socket, HELLO)
        socket._req.transport.write(close)
        await stays(socket)

    async with dialled(serve) as retell:
        await until(lambda: retell.ended_because)
        assert retell.ended_because == reason


async def test_a_lost_connection_is_dialled_again_until_it_is_too_often(monkeypatch):
    monkeypatch.setattr(llm_socket, "GAP_S", 0.0)

    async def serve(socket: web.WebSocketResponse, _dials: int) -> None:
        socket._req.transport.abort()

    async with dialled(serve) as retell:
        await until(lambda: retell.ended_because)
        assert retell.ended_because == "error_llm_websocket_runtime"


@pytest.mark.parametrize(("content", "heard"), [("Hello.", ["Hello."]), ("", [])])
async def test_a_greeting_after_a_redial_is_heard_and_an_empty_one_is_not(content, heard):
    async def serve(socket: web.WebSocketResponse, dials: int) -> None:
        await sends(socket, HELLO if dials == 0 else HELLO | {"content": content})
        await socket.receive()
        if dials == 0:
            socket._req.transport.abort()
        else:
            await sends(
                socket, {"response_type": "response", "response_id": 1, "content": "x", "content_complete": True}
            )
            await stays(socket)

    async with dialled(serve) as retell:
        await until(lambda: retell.responses.get(0))
        await retell.ask("response_required", [])
        await until(lambda: retell.responses.get(1))
        assert [answer.text for answer in retell.unasked] == heard


@pytest.mark.parametrize("wants_tools", [True, False])
async def test_tools_and_keys_stand_in_requests_where_the_server_asked_for_them(wants_tools):
    asked: list[dict[str, Any]] = []

    async def serve(socket: web.WebSocketResponse, _dials: int) -> None:
        config = {"response_type": "config", "config": {"transcript_with_tool_calls": wants_tools}}
        await sends(socket, config, HELLO, CALLED, RESULT, RESULT, RESULT | {"tool_call_id": "t2"}, CALLED)
        asked.append((await socket.receive()).json())
        await stays(socket)

    async with dialled(serve) as retell:
        await until(lambda: len(retell.dropped) == 3)  # a second result, one without an invocation, a second invocation
        await retell.ask("response_required", [])
        await until(lambda: asked)
        roles = [item["role"] for item in asked[0].get("transcript_with_tool_calls", [])]
        assert roles == (["tool_call_invocation", "tool_call_result"] if wants_tools else [])


async def test_an_interruption_by_the_agent_is_spoken_unasked_and_a_new_one_discards_it():
    piece = {"response_type": "agent_interrupt", "interrupt_id": 1, "content": "One ", "content_complete": False}
    last = piece | {"interrupt_id": 2, "content": "Two.", "content_complete": True, "end_call": True}

    async def serve(socket: web.WebSocketResponse, _dials: int) -> None:
        await sends(socket, HELLO, piece, last, last | {"interrupt_id": "3"})
        await stays(socket)

    async with dialled(serve) as retell:
        await until(lambda: retell.dropped)
        assert [(answer.text, answer.ends_call) for answer in retell.unasked] == [("Two.", True)]


async def test_an_answer_that_the_caller_spoke_over_takes_nothing_more():
    async def serve(socket: web.WebSocketResponse, _dials: int) -> None:
        await sends(socket, HELLO)
        await socket.receive()
        piece = {"response_type": "response", "response_id": 1, "content": "We ", "content_complete": False}
        await sends(socket, piece)
        await until(lambda: 1 in retell.responses and retell.responses[1].is_void)
        await sends(socket, piece | {"content": "open.", "content_complete": True, "end_call": True})
        await stays(socket)

    async with dialled(serve) as retell:
        await until(lambda: retell.responses.get(0))
        await retell.ask("response_required", [])
        await until(lambda: retell.responses.get(1))
        retell.void(1)
        await until(lambda: retell.dropped)
        assert (retell.responses[1].text, retell.responses[1].ends_call) == ("We ", False)


@pytest.mark.parametrize(
    "odd",
    [{"response_id": "1"}, {"response_id": True}, {"content": 7}, {"content_complete": "true"}, {"response_id": None}],
)
def test_a_wrong_type_makes_an_event_void(odd):
    assert number_of(HELLO, "response_id") == 0
    assert number_of(HELLO | odd, "response_id") is None


@pytest.mark.parametrize("odd", [{"arguments": {}}, {"arguments": "no json"}, {"tool_call_id": 7}, {"name": None}])
def test_a_tool_event_has_texts_and_its_arguments_are_json(odd):
    assert tool_item(CALLED) == {
        "role": "tool_call_invocation",
        "tool_call_id": "t1",
        "name": "hours",
        "arguments": "{}",
    }
    assert tool_item(CALLED | odd) is None


def test_settings_of_a_live_agent_are_few_and_in_range():
    given = {"reminder_trigger_ms": 15000, "reminder_max_count": 0, "responsiveness": 2, "voice_id": "x"}
    assert agent_config({"agent_config": given}) == {"reminder_trigger_ms": 15000, "reminder_max_count": 0}
    assert agent_config({"agent_config": "x"}) == {}
    assert set(RANGES) == {*given, "interruption_sensitivity"} - {"voice_id"}


def test_an_answers_pieces_add_up():
    answer = Answer()
    answer.take(HELLO | {"content_complete": False, "no_interruption_allowed": True})
    answer.take(HELLO | {"content": " Bye.", "transfer_number": "+14155550190"})
    assert (answer.text, answer.is_protected, answer.transfer_to) == ("Hello. Bye.", True, "+14155550190")
