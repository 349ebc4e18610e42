"""One relay process per core behind one port. The kernel spreads new streams over them; each owns its calls.

The supervisor carries no call. It starts the workers, starts another where one has died, passes on the order to leave,
and speaks to ECS for all of them, so that an idle worker does not give up the task another one is talking on.
"""

import asyncio
import ctypes
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from media_relay.server.task_protection import TaskProtection
from media_relay.settings import RelaySettings
from trunkline.telemetry import count, log

LOOK_EVERY_S = 1.0
AGAIN_AFTER_S = (0.1, 0.5, 2.0, 10.0)  # a worker that dies at once is not started in a circle
LIVED_WELL_S = 60.0
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


@dataclass(slots=True)
class Worker:
    index: int
    private_port: int
    calls: int = 0  # when last asked
    deaths_in_a_row: int = 0
    process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.private_port}"


@dataclass(slots=True)
class Supervisor:
    settings: RelaySettings
    environ: Mapping[str, str]
    client: httpx.AsyncClient
    protection: TaskProtection | None = None
    workers: list[Worker] = field(default_factory=list)
    is_leaving: bool = False
    _place: socket.socket | None = None

    async def run(self, told_to_leave: asyncio.Event) -> None:
        """Until it was told to leave and every worker has left."""
        port = self._hold_place()
        ports = private_ports(self.settings.private_port, self.settings.processes)
        self.workers = [Worker(index, private_port) for index, private_port in enumerate(ports)]
        log.info("relay supervisor", processes=len(self.workers), port=port, private_ports=ports)
        keeping = [asyncio.create_task(self._keep(worker, port)) for worker in self.workers]
        looking = asyncio.create_task(self._keep_looking())
        await told_to_leave.wait()
        self.is_leaving = True
        for worker in self.workers:
            if worker.process is not None and worker.process.returncode is None:
                worker.process.terminate()
        await asyncio.gather(*keeping)
        looking.cancel()
        if self._place is not None:
            self._place.close()

    def _hold_place(self) -> int:
        """The public port, bound but not listening: nobody else takes it, and a port of 0 is the same for all."""
        self._place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind((self.settings.host, self.settings.port))
        return int(self._place.getsockname()[1])

    async def _keep(self, worker: Worker, port: int) -> None:
        """One worker at a time in this place, for as long as we stay."""
        while not self.is_leaving:
            began_s = time.monotonic()
            worker.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "media_relay",
                env=worker_environment(self.environ, port, worker.private_port),
                preexec_fn=_die_with_parent,
            )
            if self.is_leaving:  # told so while this one was being born
                worker.process.terminate()
            code = await worker.process.wait()
            worker.calls = 0
            if not self.is_leaving:
                await self._mourn(worker, code, time.monotonic() - began_s)

    async def _mourn(self, worker: Worker, code: int, lived_s: float) -> None:
        log.error("relay worker died", worker=worker.index, code=code, lived_s=round(lived_s))
        count("RelayWorkerDied")
        worker.deaths_in_a_row = 0 if lived_s > LIVED_WELL_S else worker.deaths_in_a_row + 1
        await asyncio.sleep(AGAIN_AFTER_S[min(worker.deaths_in_a_row, len(AGAIN_AFTER_S) - 1)])

    # --- what ECS is told --------------------------------------------------------------------------------------------

    async def _keep_looking(self) -> None:
        while True:
            await self.look(time.monotonic())
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self, now_s: float) -> None:
        await asyncio.gather(*(self._count(worker) for worker in self.workers))
        if self.protection is not None:
            await self.protection.follow(sum(worker.calls for worker in self.workers), now_s)

    async def _count(self, worker: Worker) -> None:
        """A worker too busy to answer has the calls it had; one that died has none."""
        with suppress(httpx.HTTPError, ValueError, KeyError):
            answer = await self.client.get(worker.address + "/health", timeout=LOOK_EVERY_S)
            worker.calls = int(answer.json()["calls"])


def worker_environment(environ: Mapping[str, str], port: int, private_port: int) -> dict[str, str]:
    """ECS is asked by the supervisor alone."""
    own = {name: value for name, value in environ.items() if name != "ECS_AGENT_URI"}
    values = {"RELAY_PORT": port, "RELAY_PRIVATE_PORT": private_port, "RELAY_PROCESSES": 1, "RELAY_SHARES_PORT": 1}
    return own | {name: str(value) for name, value in values.items()}


def private_ports(base: int, how_many: int) -> list[int]:
    """One for each, so that an order reaches the process that owns the call: counted up, or any that are free."""
    if base:
        return [base + index for index in range(how_many)]
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(how_many)]
    found = [int(item.getsockname()[1]) for item in held]
    for item in held:
        item.close()
    return found


def _die_with_parent() -> None:
    """A supervisor that was killed leaves no workers behind; they leave as if they had been told to."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
