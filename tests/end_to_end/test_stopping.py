"""A world from a terminal, ended in every way: what was started goes with it, and nobody reads a traceback."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_run import ROOT, free_ports

GONE_WITHIN_S = 30
ANSWERS_CTRL_C = """
import contextlib, os, runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["local", *sys.argv[1:]]
with contextlib.suppress(OSError):
    os.write(1, b"begins" + bytes([10]))
runpy.run_module("local", run_name="__main__", alter_sys=True)
"""  # as from a terminal: a shell's background jobs ignore Ctrl-C, and so would all that they start


def alive(group: int) -> list[str]:
    """The processes of a group, without those that have ended and are not yet buried."""
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
    """What is left when the time is up."""
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
    raise AssertionError(f"it never said {words}")


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_nothing_outlives_a_world_that_is_ended(sign: signal.Signals) -> None:
    """The program alone gets the signal, and not the group: a supervisor does it like that."""
    with started("run") as process:
        read_until(process, "Try it in another terminal")
        process.send_signal(sign)
        assert until_gone(process.pid) == []
        assert process.wait(GONE_WITHIN_S) == (-sign if sign == signal.SIGKILL else 130)


@pytest.mark.parametrize("after_s", [1.5, 3.0])
def test_ctrl_c_while_it_starts_leaves_nothing_and_no_traceback(after_s: float) -> None:
    with started("run") as process:
        read_until(process, "begins")
        time.sleep(after_s)
        os.killpg(process.pid, signal.SIGINT)
        said, wrong = process.communicate(timeout=GONE_WITHIN_S)
        assert until_gone(process.pid) == []
        assert process.returncode == 130
        assert "Traceback" not in said + wrong


def test_a_reader_who_has_gone_ends_a_call_quietly() -> None:
    with started("call", "silent") as process:
        read_until(process, "Starting")
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr.read() == ""
        assert until_gone(process.pid) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_ends_a_call_with_a_sentence() -> None:
    with Path("/dev/full").open("w") as full, started("call", "silent", out=full.fileno()) as process:
        _, wrong = process.communicate(timeout=60)
        assert process.returncode == 1
        assert wrong == "stopped, as nothing can be written any more: No space left on device\n"
        assert until_gone(process.pid) == []
