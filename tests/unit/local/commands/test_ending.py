"""The end of our programs at a terminal."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
INTERRUPTED = """
import builtins, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job inherits a deaf one
from {program}.__main__ import {main}
load = builtins.__import__
def interrupted(name, *more):
    if name == "{loads}":
        signal.raise_signal(signal.SIGINT)
    return load(name, *more)
builtins.__import__ = interrupted
from local.commands.ending import status_of
sys.exit(status_of({main}))
"""
PROGRAMS = [("local", "_run", "local.commands.command_line"), ("local.chaos", "_run", "local.chaos.command")]


@pytest.mark.parametrize(("program", "main", "loads"), PROGRAMS)
def test_an_interrupt_while_a_program_loads_ends_quietly(program: str, main: str, loads: str) -> None:
    code = INTERRUPTED.format(program=program, main=main, loads=loads)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")
