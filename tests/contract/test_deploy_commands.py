"""`make deploy` and `make deploy-relay`, with all that they start replaced: what is asked before a deployment."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = f"""#!/bin/sh
[ "$1" = -c ] && exec env "PYTHONPATH={ROOT}" "{sys.executable}" "$@"
echo "cli $*" >>ran.txt
[ "$3" != relay-parameters ] || echo "Stage=prod"
"""
NOTED = '#!/bin/sh\necho "{name}" >>ran.txt\n{then}\n'
SAMCONFIG = """
[prod.deploy.parameters]
parameter_overrides = ["Stage=prod"]
[prod-elsewhere.deploy.parameters]
parameter_overrides = ["Stage=prod", "Arch=arm64"]
[staging.deploy.parameters]
parameter_overrides = ["Stage=staging"]
[dev.deploy.parameters]
parameter_overrides = []
"""


def command(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("deploy", "deploy-relay", "looked-up"):
        (tmp_path / "scripts").mkdir(exist_ok=True)
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts" / name)
    shutil.copytree(ROOT / "cli", tmp_path / "cli")  # it reads the samconfig.toml beside it
    command(tmp_path / ".venv/bin/python", OURS)
    command(tmp_path / ".venv-sam/bin/sam", NOTED.format(name="sam $1", then=""))
    command(tmp_path / "scripts/build", NOTED.format(name="build", then=""))
    (tmp_path / "Makefile").write_text(".venv-audit/done:\n\t@echo audit >>ran.txt\n")
    (tmp_path / "samconfig.toml").write_text(SAMCONFIG)
    return tmp_path


def deployed(
    folder: Path, script: str, stage: str, answer: str = "exit 0", **environment: str
) -> tuple[int, list[str], str]:
    command(folder / ".venv-audit/bin/python", NOTED.format(name="look-up $2", then=answer))
    words = [str(folder / "scripts" / script), stage]
    clean = {name: value for name, value in os.environ.items() if name != "UNCHECKED"}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**clean, **environment})
    return done.returncode, (folder / "ran.txt").read_text().splitlines(), done.stderr


@pytest.mark.parametrize("script", ["deploy", "deploy-relay"])
@pytest.mark.parametrize("stage", ["prod", "prod-elsewhere"])
def test_prod_is_not_deployed_without_an_answer(folder, script, stage):
    status, ran, trouble = deployed(folder, script, stage, "echo SKIPPED; exit 1")
    assert status == 1
    assert ran[-1] == "look-up --required"
    assert "sam deploy" not in ran
    assert trouble.startswith("Not deployed: prod wants a look-up")
    assert "UNCHECKED=1" in trouble
    assert len(trouble.splitlines()) == 1


@pytest.mark.parametrize("script", ["deploy", "deploy-relay"])
def test_prod_is_deployed_after_an_answer(folder, script):
    status, ran, _ = deployed(folder, script, "prod")
    assert status == 0
    assert ran.index("look-up --required") < ran.index("sam deploy")


@pytest.mark.parametrize("script", ["deploy", "deploy-relay"])
def test_prod_is_deployed_unchecked_when_that_is_said(folder, script):
    status, ran, trouble = deployed(folder, script, "prod", "exit 1", UNCHECKED="1")
    assert status == 0
    assert "sam deploy" in ran
    assert not [line for line in ran if line.startswith("look-up")]
    assert "UNCHECKED=1: deployed without asking" in trouble


@pytest.mark.parametrize("unchecked", ["", "0", "no"])
def test_only_1_means_unchecked(folder, unchecked):
    status, ran, _ = deployed(folder, "deploy", "prod", "exit 1", UNCHECKED=unchecked)
    assert status == 1
    assert "sam deploy" not in ran


@pytest.mark.parametrize("script", ["deploy", "deploy-relay"])
@pytest.mark.parametrize("stage", ["dev", "staging"])
def test_other_stages_wait_for_no_answer(folder, script, stage):
    status, ran, _ = deployed(folder, script, stage, "exit 1")
    assert status == 0
    assert "sam deploy" in ran
    assert not [line for line in ran if line.startswith("look-up")]


def test_a_block_that_cannot_be_read_is_not_deployed(folder):
    (folder / "samconfig.toml").write_text('[prod.deploy.parameters]\nparameter_overrides = ["Stage"]\n')
    status, ran, _ = deployed(folder, "deploy", "prod", "exit 0")
    assert status != 0
    assert "sam deploy" not in ran
