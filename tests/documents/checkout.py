"""A checkout as the README leaves it: the repository's files, an environment with what `make setup` installs.

The packages are those of this environment, by links: what a page needs beyond the README's install is not there.
"""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
NOT_TAKEN = {
    ".git",
    ".venv",
    ".local",
    "build",
    ".aws-sam",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}
NOT_INHERITED = ("AWS_", "PYTEST", "MAKE", "MFLAGS", "VENV", "PYTHON")


def made(folder: Path) -> Path:
    folder.mkdir()
    for path in ROOT.iterdir():
        if path.name not in NOT_TAKEN and not path.name.startswith(".venv"):
            (folder / path.name).symlink_to(path)
    environment = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    [packages] = environment.glob("lib/python*/site-packages")
    for name in required("local"):
        _link(name, packages)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    roots = settings["tool"]["hatch"]["build"]["dev-mode-dirs"]
    (packages / "trunkline.pth").write_text("".join(f"{folder / root}\n" for root in roots))
    (environment / "local.done").touch()
    return folder


def environment(port: int) -> dict[str, str]:
    """The variables of a reader's terminal: without those of the `make test` around it, which name its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    return kept | {"LOCAL_PORT": str(port), "PYTHONUNBUFFERED": "1"}


def required(group: str) -> list[str]:
    lines = (ROOT / f"requirements/{group}.txt").read_text().splitlines()
    found = [Requirement(line.rstrip("\\ ")) for line in lines if "==" in line and not line.startswith((" ", "#"))]
    return [item.name for item in found if item.marker is None or item.marker.evaluate()]


def _link(name: str, packages: Path) -> None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        raise AssertionError(f"{name} is in requirements/local.txt and not here: make setup-dev") from None
    for entry in sorted({file.parts[0] for file in found.files or [] if file.parts[0] not in ("..", "__pycache__")}):
        if not (packages / entry).exists():
            (packages / entry).symlink_to(found.locate_file(entry))
