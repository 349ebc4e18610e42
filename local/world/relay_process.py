"""The real relay as a child process, as its container starts it: the module `media_relay` and an environment."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp

from local.world.processes import end, spawn

ROOT = Path(__file__).parents[2]
WITH_PARENT = Path(__file__).with_name("with_parent.py")
READY_WITHIN_S = 20.0
LEAVES_WITHIN_S = 15.0
LOOKS_EVERY_S = 0.02
NOT_SECRET = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")  # what a process needs of this machine; nothing of its accounts


class RelayProcess:
    def __init__(
        self,
        environment: dict[str, str],
        on_log: Callable[[str, dict | str], None],
        drain_s: float = 0.5,
        port: int = 0,
    ) -> None:
        self._environment = environment
        self._drain_s = drain_s
        self._wanted_port = port
        self._on_log = on_log
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[int] | None = None
        self.port = self.private_port = 0
        self._is_frozen = False

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None and self.private_port > 0

    async def start(self) -> int:
        """The port it listens on, once it takes calls."""
        loopback = {"RELAY_HOST": "127.0.0.1", "RELAY_PORT": str(self._wanted_port), "RELAY_PRIVATE_PORT": "0"}
        loopback["RELAY_DRAIN_S"] = str(self._drain_s)
        command, environment = self._command({**self._environment, **loopback})
        self._ready = asyncio.get_running_loop().create_future()
        pipes = {"stdin": -1, "stdout": -1, "stderr": -2}
        self._process = await spawn(*command, cwd=ROOT, env=environment, **pipes)
        self._reader = asyncio.create_task(self._read())
        self.port = await asyncio.wait_for(self._ready, READY_WITHIN_S)
        return self.port

    def _command(self, payload: dict[str, str]) -> tuple[list[str], dict[str, str]]:
        """The command line and the environment of the process."""
        path = {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "layers" / "core")))}
        return [sys.executable, "-P", str(WITH_PARENT), "media_relay"], {
            **of_this_machine(NOT_SECRET),
            **payload,
            **path,
        }

    async def kill(self) -> None:
        """SIGKILL: no goodbye, no outcome, as when a machine is lost."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    def freeze(self) -> None:
        """SIGSTOP: the sockets stay open and are not served, as when a network drops everything."""
        assert self._process is not None
        self._is_frozen = True
        self._process.send_signal(signal.SIGSTOP)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def idle(self, timeout_s: float) -> None:
        """Until it carries no call and has filed all that it carried; at once for one that cannot answer any more."""
        async with asyncio.timeout(timeout_s), aiohttp.ClientSession() as http:
            while self.is_alive and not self._is_frozen and await self._live_calls(http):  # noqa: ASYNC110 - another process
                await asyncio.sleep(LOOKS_EVERY_S)

    async def _live_calls(self, http: aiohttp.ClientSession) -> int:
        """By its own word: a call counts until its recording and its last note are filed."""
        try:
            async with http.get(f"http://127.0.0.1:{self.private_port}/health") as answer:
                return int((await answer.json())["calls"])
        except aiohttp.ClientError:
            if self.is_alive:
                raise
            return 0  # it has gone between the two looks

    async def leave(self) -> None:
        """SIGTERM: takes no new calls, lets its calls finish for RELAY_DRAIN_S, ends the rest politely."""
        assert self._process is not None
        self._process.terminate()
        await self._process.wait()

    async def stop(self) -> None:
        if self._process is None or self._reader is None:
            return
        await end(self._process, LEAVES_WITHIN_S)
        await self._reader

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            self._heard(_parsed(raw.decode(errors="replace").rstrip()))
        if self._ready and not self._ready.done():
            self._ready.set_exception(RuntimeError("the relay ended before it was ready; see its log"))

    def _heard(self, line: dict | str) -> None:
        self._on_log("relay", line)
        if (
            isinstance(line, dict)
            and line.get("message") == "relay is ready"
            and self._ready
            and not self._ready.done()
        ):
            self.private_port = int(line["private_port"])
            self._ready.set_result(int(line["port"]))


def of_this_machine(names: Sequence[str]) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


def _parsed(text: str) -> dict | str:
    try:
        line = json.loads(text)
    except ValueError:
        return text
    return line if isinstance(line, dict) else text
