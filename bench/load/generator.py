"""Load generator process: opens every call, keeps both ends talking, and reports what came through."""

import asyncio
import time
from array import array
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import uvloop

from bench.load import agent_end, timetable
from bench.load.agent_end import AgentServer
from bench.load.caller_end import CallerEnd, Line
from bench.load.way import Hops, Way

WARM_UP_S = 2.0
DRAIN_S = 0.5
RINGING_AT_ONCE = 20
ALL_TALKING_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    calls: int
    seconds: float
    traffic: str
    speed: float = 1.0  # how many seconds of every call pass in one second


@dataclass(slots=True)
class Traffic:
    """All the calls of one measurement."""

    load: Load
    callers: list[CallerEnd] = field(default_factory=list)
    to_agent: Hops = field(default_factory=Hops)
    to_caller: Hops = field(default_factory=Hops)
    ways: list[tuple[Way, Way]] = field(default_factory=list)
    late_ns: array = field(default_factory=lambda: array("q"))

    def __post_init__(self) -> None:
        self.ways = [(Way(self.to_agent), Way(self.to_caller)) for _ in range(self.load.calls)]

    def measure(self, *, is_open: bool) -> None:
        self.to_agent.is_open = self.to_caller.is_open = is_open

    async def ring(self, line: Line, server: AgentServer) -> None:
        self.callers = [CallerEnd(call, line, *self.ways[call], self.load.speed) for call in range(self.load.calls)]
        for first in range(0, len(self.callers), RINGING_AT_ONCE):
            await asyncio.gather(*(caller.ring() for caller in self.callers[first : first + RINGING_AT_ONCE]))
        await asyncio.wait_for(server.all_here.wait(), ALL_TALKING_LIMIT_S)

    async def talk(self, server: AgentServer) -> None:
        """Until cancelled. A millisecond that comes late is sent late, not left out, and its lateness is kept."""
        callers = timetable.every_20_ms(self.load.calls)
        agents = timetable.agents(self.load.calls, self.load.traffic)
        began_ns, ms, ms_ns = time.monotonic_ns(), 0, 1_000_000 / self.load.speed
        while True:
            while (late_ns := time.monotonic_ns() - began_ns - int(ms * ms_ns)) >= 0:
                if self.to_agent.is_open:
                    self.late_ns.append(late_ns)
                self._send_due(callers, agents, server, ms)
                ms += 1
            await asyncio.sleep(-late_ns / 1e9)

    def _send_due(
        self, callers: timetable.Timetable, agents: timetable.Timetable, server: AgentServer, ms: int
    ) -> None:
        for call, _ in callers.at(ms):
            self.callers[call].speak()
        for call, audio_bytes in agents.at(ms):
            stagger = call % agents.frames_per_turn if self.load.traffic == "small" else 0
            server.ends[call].speak(audio_bytes, agents.frames_per_turn, stagger)

    def findings(self, server: AgentServer) -> dict[str, Any]:
        both = [way for pair in self.ways for way in pair]
        return {
            "to_agent_ns": self.to_agent.took_ns,
            "to_caller_ns": self.to_caller.took_ns,
            "late_ns": self.late_ns,
            "sent": sum(way.sent for way in both),
            "received": sum(way.received for way in both),
            "wrong": sum(way.wrong for way in both),
            "marks_echoed": sum(caller.marks_echoed for caller in self.callers),
            "pongs": sum(end.pongs for end in server.ends.values()),
        }


def run(parent: Connection, load: Load, audio_marker: bytes) -> None:
    """Sends its agents' port, receives the line to ring, sends the start and end of the window and its findings."""
    uvloop.run(_run(parent, load, audio_marker or agent_end.AUDIO_MARKER))


async def _run(parent: Connection, load: Load, audio_marker: bytes) -> None:
    traffic = Traffic(load)
    server = AgentServer(audio_marker, load.calls, lambda call: traffic.ways[call])
    parent.send(await server.open())
    line: Line = await asyncio.to_thread(parent.recv)
    await traffic.ring(line, server)
    talking = asyncio.create_task(traffic.talk(server))
    await _measured(parent, traffic)
    talking.cancel()
    await asyncio.sleep(DRAIN_S)
    parent.send(traffic.findings(server))
    await asyncio.gather(*(caller.hang_up() for caller in traffic.callers))
    server.close()


async def _measured(parent: Connection, traffic: Traffic) -> None:
    await asyncio.sleep(WARM_UP_S)
    for sign, seconds in (("open", traffic.load.seconds), ("close", 0.0)):
        traffic.measure(is_open=sign == "open")
        parent.send(sign)
        await asyncio.sleep(seconds)
