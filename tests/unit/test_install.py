"""`scripts/install` without a network: what to do, and a failure that make sees."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAILS_AT = {"lists": "--requirement", "this project": "--editable"}


@pytest.mark.parametrize("at", FAILS_AT)
def test_packages_that_do_not_come_end_in_a_sentence(tmp_path: Path, at: str) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\ncase "$*" in *{FAILS_AT[at]}*) exit 1;; esac\n')
    python.chmod(0o755)
    command = ["scripts/install", str(tmp_path / "venv"), "python", "requirements/core.txt", "editable"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "HTTPS_PROXY" in ran.stderr
    assert "PIP_INDEX_URL" in ran.stderr
