"""`python -m media_relay` at a terminal: a sentence, not a traceback."""

import os
import subprocess
import sys

import pytest

from local.world.world import ROOT


def relay(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "layers" / "core")}
    command = [sys.executable, "-m", "media_relay", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_help_says_what_it_does_and_where_its_settings_are() -> None:
    shown = relay("--help")
    assert shown.returncode == 0
    assert "audio of calls" in shown.stdout
    assert "docs/reference/settings.md" in shown.stdout


@pytest.mark.parametrize(("argument", "code"), [((), 1), (("--port", "1"), 2)])
def test_what_is_missing_or_too_much_is_a_sentence(argument: tuple[str, ...], code: int) -> None:
    ended = relay(*argument)
    assert ended.returncode == code
    assert "python -m media_relay: " in ended.stderr
    assert "Traceback" not in ended.stderr
