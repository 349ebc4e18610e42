"""The files of events/, by the function each is named for."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

EVENTS = sorted((Path(__file__).parents[2] / "events").glob("*__*.json"))


def names(paths: list[Path], function: str) -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in paths if path.stem.startswith(function + "__")]


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())


def respond(function: str, event: dict[str, Any], services: object) -> dict[str, Any]:
    return importlib.import_module(function).respond(event, services)
