"""`live`: this machine answers a real number. Looks first, changes vendors only with --fix or a yes, puts them back."""

import argparse
import asyncio
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from dotenv import dotenv_values

from cli.doctor.checks import Finding
from cli.doctor.command import fix_all, show
from cli.doctor.environment import Environment
from cli.live.saved_settings import SavedValue, put_back, remember
from cli.live.settings import LiveSettings, NotReady
from cli.live.world import LiveWorld
from cli.output import JSON, QUIET
from local.cloud.workers import OnLog
from local.commands.stopping import run_until_stopped
from local.commands.terminal import Terminal
from local.world.log_lines import LogLines
from local.world.public_front import PublicFront
from local.world.tunnel import NoTunnel, Tunnel
from trunkline.errors import TrunklineError

SAVED = Path(".local") / "live-saved.json"
REACHED_WITHIN_S = 60  # a new name takes a moment until every name server knows it


class NotLive(TrunklineError):
    """Why no call can be taken, in a sentence."""


def run(args: argparse.Namespace) -> None:
    """Raises NotLive."""
    try:
        settings = LiveSettings.read(_file(args.env_file), os.environ)
    except NotReady as trouble:
        raise NotLive("not ready:\n  " + "\n  ".join(trouble.troubles)) from None
    terminal = Terminal()
    log = _silent if args.form == QUIET else LogLines(terminal, json_only=args.form == JSON)
    failed: list[NotLive] = []
    live = Live(settings, terminal, args.fix, log=log)
    status = run_until_stopped(_collected(live.run(), failed), terminal)
    if failed:
        raise failed[0]
    if status:
        raise SystemExit(status)


def _silent(_source: str, _line: dict[str, Any] | str) -> None:
    """With --quiet."""


async def _collected(job: Awaitable[None], failed: list[NotLive]) -> None:
    try:
        await job
    except NotLive as reason:
        failed.append(reason)
    except NoTunnel as reason:
        failed.append(NotLive(str(reason)))


def _file(path: Path) -> dict[str, str | None]:
    return dotenv_values(path, interpolate=False) if path.exists() else {}


def _asked() -> bool:
    """A yes typed at a terminal."""
    if not sys.stdin.isatty():
        return False
    return input("Change this at the vendors, until Ctrl-C? Type yes: ").strip().lower() == "yes"


async def _status(url: str) -> int:
    try:
        async with httpx.AsyncClient(timeout=5) as http:
            return (await http.get(url)).status_code
    except httpx.HTTPError:
        return 0


@dataclass
class Live:
    """One run. The last five are what a test brings of its own."""

    settings: LiveSettings
    terminal: Terminal
    may_fix: bool
    saved: SavedValue = field(default_factory=lambda: SavedValue(SAVED))
    ask: Callable[[], bool] = _asked
    status: Callable[[str], Awaitable[int]] = _status
    path: str | None = None  # where tunnel programs are looked for
    on_ready: Callable[[], None] = lambda: None
    log: OnLog | None = None

    def __post_init__(self) -> None:
        self._knock = f"/live/{secrets.token_urlsafe(12)}"
        self.front = PublicFront(self._knock)
        self.tunnel: Tunnel | None = None
        self.world: LiveWorld | None = None

    async def run(self) -> None:
        """Until it is cancelled. Raises NotLive, NoTunnel."""
        try:
            base = await self._public_address()
            await self._until_reached(base)
            self.world = LiveWorld(self.settings, base, self.log or LogLines(self.terminal))
            behind = await self.world.start()
            await asyncio.to_thread(self._fit, self.world.environment())
            self.front.open(behind)
            self._say_ready(base)
            await self._stay()
        finally:
            await asyncio.shield(self._leave())

    # --- the address -------------------------------------------------------------------------------------------------

    async def _public_address(self) -> str:
        given = self.settings.public_base_url
        port = await self._listen(int(self.settings.live_port) if given else 0)
        if given:
            return given
        self.tunnel = Tunnel(port, self.path)
        address = await self.tunnel.start()
        self.terminal.fact(f"tunnel ({self.tunnel.name})", address)
        return address

    async def _listen(self, port: int) -> int:
        try:
            return await self.front.start(port)
        except OSError:
            raise NotLive(f"port {port} is taken; set LIVE_PORT to a free one that PUBLIC_BASE_URL leads to") from None

    async def _until_reached(self, base: str) -> None:
        for _ in range(REACHED_WITHIN_S):
            if await self.status(base + self._knock) == httpx.codes.NO_CONTENT:
                return
            await asyncio.sleep(1)
        raise NotLive(f"{base} does not lead here; no call could arrive")

    # --- the vendors -------------------------------------------------------------------------------------------------

    def _fit(self, environment: Environment) -> None:
        self._clean_up_after_the_last_run(environment)
        found = environment.look()
        show(found, self.terminal.line)
        if any(finding.fix for finding in found):
            found = self._fixed(found, environment) if self.may_fix or self.ask() else found
        if missing := environment.without_report_secrets():
            names = ", ".join(name.upper().removesuffix("S") for name in missing)
            raise NotLive(f"no report could be proved: set {names}, or let FIX=1 make a webhook")
        if any(not finding.ok for finding in found):
            self.terminal.line("Some checks failed; FIX=1 repairs those that it can.", "bad")

    def _clean_up_after_the_last_run(self, environment: Environment) -> None:
        left = self.saved.read()
        if left is None:
            return
        self.terminal.line("The last run did not end in order; what it had changed is put back first.")
        for sentence in put_back(left, environment):
            self.terminal.line(f"  {sentence}")
        self.saved.forget()

    def _fixed(self, found: list[Finding], environment: Environment) -> list[Finding]:
        self.saved.keep(remember(found, environment))  # before anything is changed
        fix_all(found, environment, self.terminal.line)
        found = environment.look()
        show(found, self.terminal.line)
        return found

    # --- staying and leaving -----------------------------------------------------------------------------------------

    def _say_ready(self, base: str) -> None:
        self.terminal.title(f"Ring {self.settings.twilio_number}; Ctrl-C ends it")
        self.terminal.fact("public address", base)
        self.terminal.fact("answered by", f"{self.settings.call_mode} {self.settings.agent_id}")
        self.on_ready()

    async def _stay(self) -> None:
        if self.tunnel is None:
            await asyncio.Event().wait()
            return
        await self.tunnel.ended()
        raise NotLive(f"{self.tunnel.name} has ended, and with it the public address")

    async def _leave(self) -> None:
        """The vendors first: from then on no call arrives here. The others end also when one of them fails."""
        async with AsyncExitStack() as last_first:
            if self.world:
                last_first.push_async_callback(self.world.stop)
            last_first.push_async_callback(self.front.stop)
            if self.tunnel:
                last_first.push_async_callback(self.tunnel.stop)
            if self.world and self.world.cloud:
                await asyncio.to_thread(self._put_back)

    def _put_back(self) -> None:
        try:
            saved = self.saved.read()
            if saved is None or self.world is None:
                return
            self.terminal.line("\nPutting back what was changed ...")
            for sentence in put_back(saved, self.world.environment()):
                self.terminal.line(f"  {sentence}")
            self.saved.forget()
        except TrunklineError as error:
            self.terminal.line(f"  not yet: {error}; the next `make live` tries again", "bad")
