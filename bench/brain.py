"""What the brain adds between a model's first token and the line's first frame: `python -m bench.brain`.

A bare echo of the library `websockets` stands beside it. Relay, model and echo are processes, the lines are this
one. The model writes into its token when it sent it; all clocks are this machine's. Tables are in memory.
"""

import argparse
import asyncio
import io
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

import aiohttp
from aiohttp import web
from websockets.asyncio.client import connect as connect_echo
from websockets.asyncio.server import serve as serve_echo

from bench.processes import Child, cores, cpu_s
from bench.results import percentile
from media_relay.brains.brain_tools import BrainTools
from media_relay.brains.retell_calls import RetellCalls
from media_relay.native.event_loop import MediaLoop
from media_relay.server.runtime_tuning import tune_runtime
from tests.fakes.brain_store import InMemoryBrainStore
from tests.fakes.relays import relay_to
from tests.fakes.webhooks import LLM_SOCKET_SECRET
from trunkline.brain.domain.agents import BrainAgent, Patience
from trunkline.vendors.openai.chat_model import OpenAiChatModel

BUDGET_MS, PAUSE_S, TOKENS, PER_TOKEN_S = 5.0, 0.5, 12, 0.01
AGENT = BrainAgent("agent_1", "You answer.", patience=Patience(5.0, 20.0))


@dataclass
class Line:
    """One call's side of the socket: asks, and notes when the first frame of each answer came."""

    delays_ms: list[float] = field(default_factory=list)
    frames: int = 0
    foreign: int = 0  # frames that answer another call

    async def talk(self, http: aiohttp.ClientSession, port: int, name: str, until_s: float) -> None:
        async with http.ws_connect(f"http://127.0.0.1:{port}/llm-websocket/{LLM_SOCKET_SECRET}/{name}") as socket:
            details = {"interaction_type": "call_details", "call": {"call_id": name, "agent_id": "agent_1"}}
            await socket.send_str(json.dumps(details))
            await asyncio.sleep(random.uniform(0, PAUSE_S))  # calls do not begin together
            number = 0
            while time.monotonic() < until_s:
                number += 1
                said = [{"role": "user", "content": f"call {name}, please"}]
                ask = {"interaction_type": "response_required", "response_id": number, "transcript": said}
                await socket.send_str(json.dumps(ask))
                await self._answer(socket, name, number)
                await asyncio.sleep(PAUSE_S)

    async def _answer(self, socket: aiohttp.ClientWebSocketResponse, name: str, number: int) -> None:
        is_first = True
        async for message in socket:
            now_s, frame = time.monotonic(), json.loads(message.data)
            if frame.get("response_type") != "response" or frame["response_id"] != number:
                continue
            self.frames += 1
            if frame["content"] and is_first:
                is_first = False
                caller, sent_s = frame["content"].split()
                self.foreign += caller != name
                self.delays_ms.append((now_s - float(sent_s)) * 1000)
            if frame["content_complete"]:
                return


def work_as_relay(pipe: Connection, model_port: int) -> None:
    os.environ.update(POWERTOOLS_METRICS_NAMESPACE="Trunkline", STAGE="bench")  # as the template sets them
    sys.stdout = io.StringIO()  # metrics are lines of it
    with asyncio.Runner(loop_factory=MediaLoop) as runner:
        runner.run(_relay(pipe, model_port))


async def _relay(pipe: Connection, model_port: int) -> None:
    calls = {f"call_{n}" for n in range(10_000)}
    store, model = InMemoryBrainStore({"agent_1": AGENT}, calls), OpenAiChatModel(f"http://127.0.0.1:{model_port}", str)
    async with relay_to("http://127.0.0.1:1") as relay:
        context = relay.server.context
        tools = BrainTools(store, context.store, context.tools)
        relay.server.brains = RetellCalls(store, model, tools.of, lambda _call, _transfer: None, context.clock)
        tune_runtime()
        pipe.send(relay.server.port)
        await asyncio.to_thread(pipe.recv)
    await model.close()


def work_as_model(pipe: Connection) -> None:
    asyncio.run(_model(pipe))


async def _model(pipe: Connection) -> None:
    """The first token names the call that asked, and the moment it is sent."""

    async def complete(request: web.Request) -> web.StreamResponse:
        caller = (await request.json())["messages"][-1]["content"].split()[1].strip(",")
        answer = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await answer.prepare(request)
        await asyncio.sleep(PER_TOKEN_S)
        for token in (f"{caller} {time.monotonic():.6f}", *(" more" for _ in range(TOKENS))):
            chunk = json.dumps({"choices": [{"delta": {"content": token}}]})
            await answer.write(f"data: {chunk}\n\n".encode())
            await asyncio.sleep(PER_TOKEN_S)
        await answer.write(b"data: [DONE]\n\n")
        return answer

    app = web.Application()
    app.router.add_post("/chat/completions", complete)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pipe.send(runner.addresses[0][1])
    await asyncio.to_thread(pipe.recv)
    await runner.cleanup()


def work_as_echo(pipe: Connection) -> None:
    asyncio.run(_echo(pipe))


async def _echo(pipe: Connection) -> None:
    async def reflect(socket: object) -> None:
        async for message in socket:  # type: ignore[attr-defined]
            await socket.send(message)  # type: ignore[attr-defined]

    async with serve_echo(reflect, "127.0.0.1", 0) as server:
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)


async def _echoes(port: int, lines: int, seconds: float) -> list[float]:
    """Round trips of a frame of the same size, asked for as often by as many lines."""

    async def one(delays: list[float]) -> None:
        async with connect_echo(f"ws://127.0.0.1:{port}") as socket:
            until_s = time.monotonic() + seconds
            await asyncio.sleep(random.uniform(0, PAUSE_S))
            while time.monotonic() < until_s:
                began_s = time.monotonic()
                await socket.send("x" * 120)
                await socket.recv()
                delays.append((time.monotonic() - began_s) * 1000)
                await asyncio.sleep(PAUSE_S)

    delays: list[float] = []
    await asyncio.gather(*(one(delays) for _ in range(lines)))
    return sorted(delays)


async def _talks(port: int, lines: int, seconds: float) -> list[Line]:
    until_s, talking = time.monotonic() + seconds, [Line() for _ in range(lines)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        await asyncio.gather(*(line.talk(http, port, f"call_{n}", until_s) for n, line in enumerate(talking)))
    return talking


def measure(lines: int, seconds: float) -> None:
    measured, load = cores()
    echo, model = Child.start(work_as_echo, measured), Child.start(work_as_model, load)
    floor = asyncio.run(_echoes(echo.receive(), lines, seconds))
    echo.send(None)
    echo.end()
    relay = Child.start(work_as_relay, measured, model.receive())
    port, began_s = relay.receive(), cpu_s(relay.pid)
    talking = asyncio.run(_talks(port, lines, seconds))
    used_s = cpu_s(relay.pid) - began_s
    for child in (relay, model):
        child.send(None)
        child.end()
    show(lines, floor, talking, used_s / seconds)


def show(lines: int, floor: Sequence[float], talking: Sequence[Line], core: float) -> None:
    delays = sorted(delay for line in talking for delay in line.delays_ms)
    assert delays, "no answer came"
    assert not sum(line.foreign for line in talking), "a line got another call's words"
    p50, p99 = percentile(delays, 0.5), percentile(delays, 0.99)
    print(f"{lines} calls, {len(delays)} answers, {sum(line.frames for line in talking)} frames, no cross-talk")
    print(f"  first token → first frame   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   of a core {core:.0%}")
    print(f"  echo of `websockets`        p50 {percentile(floor, 0.5):6.2f} ms   p99 {percentile(floor, 0.99):6.2f} ms")
    print(f"  budget: p99 at most {BUDGET_MS} ms: {'met' if p99 <= BUDGET_MS else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.brain", description=__doc__)
    parser.add_argument("--calls", type=int, nargs="+", default=[1, 100], help="calls at once (default: 1, then 100)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long they talk (default: 10)")
    args = parser.parse_args()
    for lines in args.calls:
        measure(lines, args.seconds)


if __name__ == "__main__":
    main()
