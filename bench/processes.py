"""A process of its own for everything measured: pinned to a core, and read from outside while it works (Linux)."""

import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Protocol

SCHEDULED_TIME = 2  # the clock of a process counts what its threads ran, to the nanosecond: see clock_getcpuclockid(3)
ANSWER_LIMIT_S = 120.0
PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


def cores() -> tuple[int, int]:
    """(for what is measured, for the load). One and the same on a machine with a single core."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def cpu_s(pid: int) -> float:
    return time.clock_gettime((~pid << 3) | SCHEDULED_TIME)


def rss_kb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB


def own_kb(pid: int) -> int:
    """Without the pages of files: the program itself is in memory once, however many calls first made it run."""
    resident, of_files = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    return (int(resident) - int(of_files)) * PAGE_KB


class Subject(Protocol):
    """A measured process: sends its port, works until `finish` comes, then sends its report."""

    @property
    def pid(self) -> int: ...

    def receive(self) -> Any: ...

    def send(self, what: Any) -> None: ...

    def end(self) -> None: ...


@dataclass(slots=True)
class Child:
    process: SpawnProcess
    pipe: Connection

    @classmethod
    def start(cls, work: Callable[..., None], core: int, *arguments: Any) -> "Child":
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_pinned, args=(core, work, theirs, *arguments), daemon=True
        )
        process.start()
        theirs.close()
        return cls(process, ours)

    def receive(self) -> Any:
        """The child's next message. Raises EOFError when it has died, TimeoutError when it says nothing."""
        if not self.pipe.poll(ANSWER_LIMIT_S):
            raise TimeoutError(f"no message from {self.process.name}")
        return self.pipe.recv()

    def send(self, what: Any) -> None:
        self.pipe.send(what)

    def has_spoken(self, within_s: float) -> bool:
        """Waits, but no longer than that."""
        return self.pipe.poll(within_s)

    def end(self) -> None:
        self.process.join(10)
        if self.process.is_alive():
            self.process.kill()

    @property
    def pid(self) -> int:
        assert self.process.pid is not None
        return self.process.pid


def _pinned(core: int, work: Callable[..., None], *arguments: Any) -> None:
    os.sched_setaffinity(0, {core})
    work(*arguments)
