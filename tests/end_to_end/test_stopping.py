"""A world from a terminal, ended in every way: what was started goes with it, and no traceback is printed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.ports import free_ports

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow

GONE_WITHIN_S, AT_ONCE = 30, 2
ANSWERS_CTRL_C = """
import contextlib, os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["local", *sys.argv[1:]]
with contextlib.suppress(OSError):
    os.write(1, b"begins" + bytes([10]))
runpy.run_module("local", run_name="__main__", alter_sys=True)
"""  # as from a terminal: a shell's background jobs ignore Ctrl-C, and so would all that they start


def alive(group: int) -> list[str]:
    """The processes of a group, without those that have ended and are not yet reaped."""
    listed = from_proc() if Path("/proc/self/stat").exists() else from_ps()
    return [command for pgid, state, command in listed if pgid == group and not state.startswith("Z")]


def from_proc() -> list[tuple[int, str, str]]:
    """Group, state and name of every process: a minimal Linux has no `ps`."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            name, fields = stat.read_text().split(" (", 1)[1].rsplit(") ", 1)
            state, _parent, pgid = fields.split()[:3]
            found.append((int(pgid), state, name))
    return found


def from_ps() -> list[tuple[int, str, str]]:
    listed = subprocess.run(["ps", "-axo", "pgid=,stat=,command="], capture_output=True, text=True, check=True).stdout
    fields = (line.split(None, 2) for line in listed.splitlines())
    return [(int(pgid), state, command) for pgid, state, command in fields]


def until_gone(group: int) -> list[str]:
    """The processes that are left when the time is up."""
    deadline = time.monotonic() + GONE_WITHIN_S
    while (left := alive(group)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


@contextlib.contextmanager
def started(*command: str, out: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    """A group of its own, of which nothing survives the test."""
    environment = os.environ | {"LOCAL_PORT": str(free_ports())}
    process = subprocess.Popen(
        [sys.executable, "-c", ANSWERS_CTRL_C, *command],
        cwd=ROOT, env=environment, stdout=out, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def read_until(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"not printed: {words}")


@dataclass
class Ended:
    """A program after its end: its status, its last words, and the processes that are left of it."""

    status: int
    left: list[str]
    out: str = ""
    err: str = ""


def ended_by(sign: signal.Signals) -> Ended:
    """The program alone gets the signal, and not the group: a supervisor does it like that."""
    with started("run") as process:
        read_until(process, "Try it in another terminal")
        process.send_signal(sign)
        left = until_gone(process.pid)
        return Ended(process.wait(GONE_WITHIN_S), left)


def interrupted(after_s: float) -> Ended:
    """Ctrl-C while the program starts."""
    with started("run") as process:
        read_until(process, "begins")
        time.sleep(after_s)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=GONE_WITHIN_S)
        return Ended(process.returncode, until_gone(process.pid), out, err)


def without_a_reader() -> Ended:
    """A call whose output is a pipe that closes."""
    with started("call", "silent") as process:
        read_until(process, "Starting")
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        status = process.wait(60)
        return Ended(status, until_gone(process.pid), err=process.stderr.read())


def on_a_full_disk() -> Ended:
    with FULL.open("w") as full, started("call", "silent", out=full.fileno()) as process:
        _, err = process.communicate(timeout=60)
        return Ended(process.returncode, until_gone(process.pid), err=err)


FULL = Path("/dev/full")
SIGNALS, AFTER_S = (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM), (1.5, 3.0)
PROGRAMS: dict[str, Callable[[], Ended]] = {
    **{sign.name: partial(ended_by, sign) for sign in SIGNALS},
    **{f"Ctrl-C after {after_s}": partial(interrupted, after_s) for after_s in AFTER_S},
    "no reader": without_a_reader,
    **({"full disk": on_a_full_disk} if FULL.exists() else {}),
}


@pytest.fixture(scope="module")
def ended() -> Iterator[Callable[[str], Ended]]:
    """All programs run in this file, some at the same time: each waits more than it computes."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {
            name: pool.submit(run) for name, run in PROGRAMS.items() if run is not on_a_full_disk or FULL.exists()
        }
        yield lambda name: futures[name].result()


@pytest.mark.parametrize("sign", SIGNALS)
def test_nothing_outlives_a_world_that_is_ended(ended, sign: signal.Signals) -> None:
    program = ended(sign.name)
    assert program.left == []
    assert program.status == (-sign if sign == signal.SIGKILL else 130)


@pytest.mark.parametrize("after_s", AFTER_S)
def test_ctrl_c_while_it_starts_leaves_nothing_and_no_traceback(ended, after_s: float) -> None:
    program = ended(f"Ctrl-C after {after_s}")
    assert program.left == []
    assert program.status == 130
    assert "Traceback" not in program.out + program.err


def test_a_call_whose_reader_has_gone_ends_quietly(ended) -> None:
    assert ended("no reader") == Ended(status=141, left=[])


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_a_full_disk_ends_a_call_with_a_sentence(ended) -> None:
    reason = "stopped, as nothing can be written any more: No space left on device\n"
    assert ended("full disk") == Ended(status=1, left=[], err=reason)
