"""A function in the emulator that AWS publishes for its runtime: a fresh environment, one request, the first init."""

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

STARTS_WITHIN_S = 10.0
INIT_LIMIT_S = 60.0
PLAIN = ("-S",)  # what this machine has installed into its Python is not on Lambda's
NOT_CARRIED = "http://127.0.0.1:9"  # an init that needs AWS or a vendor fails at once instead of being measured
ASKED = b"POST /2015-03-31/functions/function/invocations HTTP/1.1\r\nHost: emulator\r\nContent-Length: 2\r\n\r\n{}"


@dataclass(frozen=True, slots=True)
class Package:
    """What Lambda would be given: the function's folder, its layers, its handler and its variables."""

    name: str
    folder: Path
    handler: str
    layers: tuple[Path, ...] = ()
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Emulator:
    binary: Path
    python: Path
    runtime: Path  # where awslambdaric is, which Lambda has beside every function

    def init_ms(self, package: Package) -> float:
        """From the start of the process to a handler that is ready."""
        with self._started(package) as (process, port), _connected(port) as asking:
            asking.sendall(ASKED)  # one request: it makes the environment, and a second one would crash it
            return read_init(lines_of(process), package.name)

    @contextmanager
    def _started(self, package: Package) -> Iterator[tuple[subprocess.Popen[str], int]]:
        port, inner = _free_port(), _free_port()
        arguments = (
            "--runtime-interface-emulator-address",
            f"127.0.0.1:{port}",
            "--runtime-api-address",
            f"127.0.0.1:{inner}",
        )
        process = subprocess.Popen(
            [self.binary, *arguments, self.python, *PLAIN, "-m", "awslambdaric", package.handler],
            cwd=package.folder,
            env=self._environment(package),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that the function's own process ends with the emulator
        )
        try:
            yield process, port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _environment(self, package: Package) -> dict[str, str]:
        path = [package.folder, *package.layers, self.runtime]
        return package.variables | {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": os.pathsep.join(str(folder) for folder in path),
            "PYTHONDONTWRITEBYTECODE": "1",  # what is deployed is read-only on Lambda
            "LAMBDA_TASK_ROOT": str(package.folder),
            "AWS_LAMBDA_FUNCTION_NAME": package.name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "60",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "none",
            "AWS_SECRET_ACCESS_KEY": "none",
            "AWS_ENDPOINT_URL": NOT_CARRIED,
        }


def read_init(lines: Iterable[str], name: str) -> float:
    """The emulator's own measure of the first init. What it calls `Init Duration` in its report is not that."""
    values: list[str] = []
    for line in lines:
        values.append(line)
        if found := re.search(r"INIT REPORT\(durationMs: ([\d.]+)\)", line):
            if not any("INIT RTDONE(status: success)" in earlier for earlier in values):
                break
            return float(found.group(1))
    raise RuntimeError(f"{name} did not come up:\n{''.join(values)}")


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    watchdog = threading.Timer(INIT_LIMIT_S, process.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield from process.stdout
    finally:
        watchdog.cancel()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=STARTS_WITHIN_S)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
