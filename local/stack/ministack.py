"""ministack as a child process: everything of AWS that the template names, on one loopback port, roles enforced."""

import asyncio
import os
import shutil
import socket
import tempfile
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / ".venv-ministack" / "bin" / "ministack"
ROOT_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}  # the account's owner, who deploys
READY_WITHIN_S, LEAVES_WITHIN_S = 30.0, 15.0


class Ministack:
    def __init__(self) -> None:
        self.port = _free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = Path()
        self._folder = Path()
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        if not PROGRAM.exists():
            raise FileNotFoundError(f"{PROGRAM} is not installed; `make stack` installs it")
        self._folder = Path(tempfile.mkdtemp(prefix="trunkline-stack-"))
        self.log = self._folder / "ministack.log"
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                str(PROGRAM), env=self._environment(), cwd=self._folder, stdout=log, stderr=log
            )
        await asyncio.wait_for(self._until_ready(), READY_WITHIN_S)

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), LEAVES_WITHIN_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        if self._folder != Path():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        values = {"AUTH": "true", "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port), "LOG_LEVEL": "INFO"}
        return {**machine, **values, **ROOT_KEYS, "TMPDIR": str(self._folder), "PYTHONDONTWRITEBYTECODE": "1"}

    async def _until_ready(self) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                assert self._process is not None
                if self._process.returncode is not None:
                    raise RuntimeError(f"ministack ended at once: {self.log.read_text()[-2000:]}")
                try:
                    async with http.get(f"{self.endpoint}/_ministack/health") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
