"""Execution environments of the functions: processes started, reused, timed out and ended the way Lambda does it."""

import asyncio
import contextlib
import json
import os
import sys
import sysconfig
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from local.world.processes import spawn

WORKER = Path(__file__).with_name("worker.py")
LINE_LIMIT = 32 * 1024 * 1024  # longer than any answer Lambda lets through
INIT_LIMIT_S = 30.0
MOST_ENVIRONMENTS = 4  # of one function, by default

OnLog = Callable[[str, dict | str], None]


class Invocation(NamedTuple):
    function: str
    duration_ms: float
    error: str | None


class FunctionFailed(Exception):
    """The handler raised, ran out of time or took its process down. Carries Lambda's error document."""

    def __init__(self, document: dict) -> None:
        super().__init__(f"{document['errorType']}: {document.get('errorMessage', '')}")
        self.document = document


@dataclass(frozen=True)
class Function:
    """A function of the template, ready to run here."""

    logical_id: str
    arn: str
    handler: str
    code: Path
    layers: list[Path]
    timeout_s: float
    environment: dict[str, str] = field(repr=False)

    def command_environment(self) -> dict[str, str]:
        """Lambda's path: the function, its layers, then the libraries. Nothing of the caller's environment passes."""
        site = sysconfig.get_paths()
        path = [self.code, *self.layers, site["purelib"], site["platlib"]]
        return {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(dict.fromkeys(map(str, path))),
            "_HANDLER": self.handler,
            "LAMBDA_TASK_ROOT": str(self.code),
            **self.environment,
        }


class Worker:
    """One process that serves one request at a time."""

    def __init__(self, function: Function, on_log: OnLog) -> None:
        self.function = function
        self._on_log = on_log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        answers_fd, worker_fd = os.pipe()
        try:
            # -S: no site, so nothing installed for development (an editable tree, say) leaks in; -P: nor this folder
            self._process = await spawn(
                sys.executable, "-S", "-P", str(WORKER), str(worker_fd),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
                pass_fds=[worker_fd], cwd=self.function.code, env=self.function.command_environment(), limit=LINE_LIMIT,
            )  # fmt: skip
        finally:
            os.close(worker_fd)
        self._answers = asyncio.StreamReader(limit=LINE_LIMIT)
        self._pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(self._answers), os.fdopen(answers_fd, "rb")
        )
        self._logs = asyncio.create_task(self._copy_logs())
        try:
            await asyncio.wait_for(self._answers.readline(), INIT_LIMIT_S)
        except BaseException:
            await self.stop()
            raise

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def call(self, event: Any, request_id: str) -> Any:
        timeout_s = self.function.timeout_s
        request = {"request_id": request_id, "arn": self.function.arn, "timeout_s": timeout_s, "event": event}
        try:
            line = await asyncio.wait_for(self._exchange(json.dumps(request)), timeout_s)
        except TimeoutError:
            await self.stop()
            message = f"RequestId: {request_id} Error: Task timed out after {timeout_s:.2f} seconds"
            raise FunctionFailed({"errorType": "Sandbox.Timedout", "errorMessage": message}) from None
        except BaseException:
            await self.stop()  # a half-spoken process must never serve again
            raise
        if not line:
            await self.stop()
            message = f"RequestId: {request_id} Error: Runtime exited"
            raise FunctionFailed({"errorType": "Runtime.ExitError", "errorMessage": message})
        answer = json.loads(line)
        if answer.get("is_broken"):
            await self.stop()  # what it lacked when it started (a secret, a table) may be there by now
        if "error" in answer:
            raise FunctionFailed(answer["error"])
        return answer["result"]

    async def _exchange(self, request: str) -> bytes:
        with contextlib.suppress(ConnectionError):  # a dead process shows as an empty answer
            self._process.stdin.write(request.encode() + b"\n")
            await self._process.stdin.drain()
        return await self._answers.readline()

    async def _copy_logs(self) -> None:
        async for line in self._process.stdout:
            self._on_log(self.function.logical_id, _parsed(line.decode("utf-8", "replace").rstrip("\n")))

    async def stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        with contextlib.suppress(TimeoutError):  # a grandchild may hold the pipe open
            await asyncio.wait_for(self._logs, 1.0)
        self._pipe.close()
        process._transport.close()


def _parsed(line: str) -> dict | str:
    try:
        parsed = json.loads(line)
    except ValueError:
        return line
    return parsed if isinstance(parsed, dict) else line


class Workers:
    """All environments of one function: idle ones are reused, more are started on demand up to a limit."""

    def __init__(
        self, function: Function, on_log: OnLog, invocations: list[Invocation], most: int = MOST_ENVIRONMENTS
    ) -> None:
        self.function = function
        self.running = 0
        self.invocations = invocations  # one list for all functions, in the order they ended
        self._on_log = on_log
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._most = most
        self._places = asyncio.Semaphore(most)

    async def start(self, warm: int = 1) -> None:
        """One warm environment, so that the first caller does not wait for an import; or more of them."""
        self._idle += await asyncio.gather(*(self._new() for _ in range(min(warm, self._most))))

    async def _new(self) -> Worker:
        worker = Worker(self.function, self._on_log)
        self._all.add(worker)
        await worker.start()
        return worker

    async def invoke(self, event: Any) -> Any:
        self.running += 1
        try:
            async with self._places:
                return await self._timed(event)
        finally:
            self.running -= 1

    async def _timed(self, event: Any) -> Any:
        started = time.perf_counter()
        error = None
        try:
            return await self._call(event)
        except FunctionFailed as failure:
            error = str(failure)
            self._on_log(self.function.logical_id, {"level": "ERROR", **failure.document})
            raise
        finally:
            duration_ms = (time.perf_counter() - started) * 1000
            self.invocations.append(Invocation(self.function.logical_id, round(duration_ms, 1), error))

    async def _call(self, event: Any) -> Any:
        worker = self._idle.pop() if self._idle else await self._new()
        try:
            return await worker.call(event, str(uuid.uuid4()))
        finally:
            if worker.is_alive:
                self._idle.append(worker)
            else:
                self._all.discard(worker)

    async def stop(self) -> None:
        await asyncio.gather(*(worker.stop() for worker in self._all))
        self._all.clear()
        self._idle.clear()
