"""The usual bridge in Node, started as users start it. Its packages are installed when they are first needed."""

import json
import os
import select
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import ANSWER_LIMIT_S

FOLDER = Path(__file__).parent / "node_bridge"
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
ABSENT = "SKIPPED: no Node, peer not measured"
NOT_INSTALLED = "SKIPPED: npm ci failed, the Node peer is not measured"
LEAVE_LIMIT_S = 10


def reason_to_skip(which: Callable[[str], str | None] = shutil.which) -> str:
    """Empty when the bridge can be measured. Installs it when Node is there and its packages are not."""
    if not which("node") or not (is_installed() or which("npm")):
        return ABSENT
    if is_installed():
        return ""
    done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, capture_output=True, check=False)
    return NOT_INSTALLED if done.returncode else ""


def is_installed() -> bool:
    """What npm noted last is not older than what it is to install."""
    return INSTALLED.exists() and INSTALLED.stat().st_mtime >= (FOLDER / "package-lock.json").stat().st_mtime


def version() -> str:
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()


@dataclass(frozen=True, slots=True)
class NodeBridge:
    """A subject like any other, but that it speaks JSON lines on its standard streams."""

    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, core: int, agents_port: int) -> "NodeBridge":
        environment = os.environ | {"PROVIDER_URL": f"http://127.0.0.1:{agents_port}", "NODE_ENV": "production"}
        process = subprocess.Popen(
            ["node", "server.js"],
            cwd=FOLDER,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509 - no thread of ours runs yet
        )
        return cls(process)

    @property
    def pid(self) -> int:
        return self.process.pid

    def receive(self) -> Any:
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], ANSWER_LIMIT_S)[0]:
            raise TimeoutError("nothing heard from the Node bridge")
        line = self.process.stdout.readline()
        if not line:
            raise EOFError("the Node bridge has died")
        return json.loads(line)

    def send(self, what: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        self.process.stdin.flush()

    def end(self) -> None:
        try:
            self.process.wait(LEAVE_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
