"""A public https address for a port of this machine, by a tunnel program that is already installed here."""

import asyncio
import re
import shutil
from collections import deque
from dataclasses import dataclass

from local.world.processes import end, spawn

PRINTED_WITHIN_S = 30.0
LEAVES_WITHIN_S = 5.0
LINES_SHOWN = 3


class NoTunnel(Exception):
    """There is no tunnel program, or it did not come up, or it went away. The sentence says which, and what to do."""


@dataclass(frozen=True)
class TunnelProgram:
    name: str
    arguments: tuple[str, ...]  # {port} is the port to lead to
    address: re.Pattern[str]  # in what it prints; group 1 is the address

    def found(self, line: str) -> str:
        match = self.address.search(line)
        return match.group(1) if match else ""


PROGRAMS = (
    TunnelProgram(
        "cloudflared",
        ("tunnel", "--no-autoupdate", "--url", "http://127.0.0.1:{port}"),
        # In a box on its error output. When it fails it names its own API there, which is no tunnel.
        re.compile(r"(https://(?!api\.)[a-z0-9][a-z0-9-]*\.trycloudflare\.com)(?![\w./-])"),
    ),
    TunnelProgram(
        "ngrok",
        ("http", "{port}", "--log", "stdout", "--log-format", "logfmt"),
        re.compile(r'msg="started tunnel".*\burl=(https://\S+)'),
    ),
)


class Tunnel:
    """Start it, publish its address, stop it. `ended` is done when the program goes away by itself."""

    def __init__(self, port: int, path: str | None = None) -> None:
        self._port, self._path = port, path  # `path` is looked through instead of PATH
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._last: deque[str] = deque(maxlen=LINES_SHOWN)
        self.name = ""

    async def start(self) -> str:
        """The public address. Raises NoTunnel."""
        program, where = self._installed()
        self.name = program.name
        arguments = [argument.format(port=self._port) for argument in program.arguments]
        self._process = await spawn(where, *arguments, stdout=-1, stderr=-2)
        payload: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read(program, payload))
        try:
            return await asyncio.wait_for(payload, PRINTED_WITHIN_S)
        except TimeoutError:
            raise NoTunnel(f"{self.name} printed no address within {PRINTED_WITHIN_S:.0f} s") from None

    async def ended(self) -> None:
        """Returns when the program has gone."""
        assert self._process is not None
        await self._process.wait()

    async def stop(self) -> None:
        if self._process is None or self._reader is None:
            return
        await end(self._process, LEAVES_WITHIN_S)
        await self._reader

    def _installed(self) -> tuple[TunnelProgram, str]:
        for program in PROGRAMS:
            where = shutil.which(program.name, path=self._path)
            if where:
                return program, where
        names = " or ".join(program.name for program in PROGRAMS)
        raise NoTunnel(f"no tunnel program on PATH: install {names}, or set PUBLIC_BASE_URL to an address of your own")

    async def _read(self, program: TunnelProgram, payload: asyncio.Future[str]) -> None:
        """To its end: a program whose output is not read blocks in the end."""
        assert self._process is not None
        assert self._process.stdout is not None
        async for raw in self._process.stdout:
            line = raw.decode(errors="replace").rstrip()
            self._last.append(line)
            address = program.found(line)
            if address and not payload.done():
                payload.set_result(address)
        if not payload.done():
            payload.set_exception(NoTunnel(f"{self.name} ended before it printed an address: {' / '.join(self._last)}"))
