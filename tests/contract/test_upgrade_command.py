"""`make upgrade`, with docker's client and the compiler of the lists replaced: base and lists change together."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD = "python:3.13.13-slim-bookworm@sha256:" + "0" * 64
DIGEST = "sha256:" + "ab" * 32
IMAGE = {
    f"linux/{item}": {"config": {"Env": ["PATH=/usr/bin", "PYTHON_VERSION=3.13.15"]}} for item in ("arm64", "amd64")
}
DOCKER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys
with open({log!r}, "a") as log: log.write(" ".join(sys.argv[1:]) + "\\n")
form = sys.argv[-1]
answer = {manifest!r} if "Manifest" in form else {image!r}
sys.exit({trouble!r} or print(answer))
"""


class Tree:
    """The surroundings of the command: its own folder, and a docker that answers as a registry would."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin = folder, folder / "bin"
        for name in ("scripts", "media_relay", "requirements", "bin"):
            (folder / name).mkdir()
        shutil.copy(ROOT / "scripts/upgrade", folder / "scripts/upgrade")
        self.dockerfile = folder / "media_relay/Dockerfile"
        self.dockerfile.write_text(f"# base\nARG PYTHON_IMAGE={OLD}\nFROM ${{PYTHON_IMAGE}}\n")
        self.lists()

    def lists(self, then: str = "exit 0") -> None:
        self.command("requirements/compile.sh", f"#!/bin/sh\necho $1 >>compiled.txt\n{then}\n")

    def docker(self, manifest: object = None, image: object = None, trouble: str = "") -> None:
        manifest = json.dumps({"digest": DIGEST} if manifest is None else manifest)
        image = json.dumps(IMAGE if image is None else image)
        log = str(self.folder / "asked.txt")
        text = DOCKER.format(python=sys.executable, log=log, manifest=manifest, image=image, trouble=trouble)
        self.command("bin/docker", text)

    def command(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)
        (self.folder / name).chmod(0o755)

    def upgrade(self) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, str(self.folder / "scripts/upgrade")]
        environment = {**os.environ, "PATH": str(self.bin)}
        return subprocess.run(words, capture_output=True, text=True, check=False, env=environment, cwd=self.folder)

    @property
    def base(self) -> str:
        return self.dockerfile.read_text().splitlines()[1].partition("=")[2]

    @property
    def compiled(self) -> str:
        path = self.folder / "compiled.txt"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_base_and_lists_are_renewed_together(tree):
    tree.docker()
    done = tree.upgrade()
    assert done.returncode == 0, done.stderr
    assert tree.base == f"python:3.13.15-slim-bookworm@{DIGEST}"
    assert tree.compiled == "--upgrade\n"
    first, second = (tree.folder / "asked.txt").read_text().splitlines()
    assert first.startswith("buildx imagetools inspect python:3.13-slim-bookworm ")
    assert second.startswith(f"buildx imagetools inspect python@{DIGEST} ")  # the tag may have moved meanwhile


NOTHING = "Nothing was changed: the newest release of the image's base is not known: "


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"trouble": "docker: no buildx here\n\nRun 'docker --help'"}, "docker: no buildx here"),
        ({"manifest": {}}, "no digest for python:3.13-slim-bookworm"),
        ({"manifest": {"digest": "sha256:short"}}, "no digest for python:3.13-slim-bookworm"),
        ({"manifest": [1]}, "no digest for python:3.13-slim-bookworm"),
        ({"image": {}}, "does not say which release"),
        ({"image": {"config": {"Env": ["PYTHON_VERSION=3.14.1"]}}}, "does not say which release"),
        ({"image": {"a": ["PYTHON_VERSION=3.13.14"], "b": ["PYTHON_VERSION=3.13.15"]}}, "does not say which release"),
    ],
)
def test_without_an_answer_nothing_is_changed(tree, answers, reason):
    tree.docker(**answers)
    done = tree.upgrade()
    assert done.returncode == 1
    assert done.stderr.startswith(NOTHING)
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert (tree.base, tree.compiled) == (OLD, "")


def test_without_docker_it_says_so_and_fails(tree):
    done = tree.upgrade()
    assert (done.returncode, done.stderr) == (1, f"{NOTHING}there is no docker command here\n")
    assert (tree.base, tree.compiled) == (OLD, "")


def test_an_answer_that_is_no_json_is_no_answer(tree):
    tree.command("bin/docker", "#!/bin/sh\necho 'Name: python'\n")
    assert "is no JSON" in tree.upgrade().stderr
    assert tree.base == OLD


def test_lists_that_cannot_be_compiled_leave_the_base(tree):
    tree.docker()
    tree.lists("exit 1")
    done = tree.upgrade()
    assert done.returncode == 1
    assert "The base was left as it is" in done.stderr
    assert tree.base == OLD


def test_a_dockerfile_without_a_pinned_base_is_said_before_anything_is_asked(tree):
    tree.dockerfile.write_text("FROM python:3.13-slim\n")
    tree.docker()
    assert "no ARG PYTHON_IMAGE" in tree.upgrade().stderr
    assert not (tree.folder / "asked.txt").exists()
