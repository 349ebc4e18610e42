"""A folder is a category: some may not open a socket, and nothing may leave a task behind."""

import asyncio
import gc
import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket, enable_socket

from media_relay.native import frame_scanner
from tests.workers import WorldsApart, refuse_equal_ids

VECTORS = Path(__file__).parent / "vectors"
WITHOUT_SOCKETS = ("unit/trunkline", "unit/functions", "unit/media_relay/session", "properties", "structure")

# Lambda and Fargate set these; nothing here may ever reach the real AWS.
os.environ.update(
    AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1"
)
os.environ.update(POWERTOOLS_SERVICE_NAME="trunkline", POWERTOOLS_METRICS_NAMESPACE="Trunkline", STAGE="test")

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stack", action="store_true", help="play against the deployed template (see `make stack`)")


def pytest_collection_finish() -> None:
    """Imports and collected tests live as long as the run: the garbage collector skips them from here on."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    return f"the relay's audio path: {'compiled to C' if frame_scanner.IS_COMPILED else 'interpreted Python'}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return WorldsApart(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    refuse_equal_ids(items)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The reasons of skipped tests, a line each."""
    reasons = Counter(
        skipped.longrepr[2].removeprefix("Skipped: ") for skipped in terminalreporter.getreports("skipped")
    )
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"SKIPPED [{count}] tests: {reason}")
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.line(f"{name.upper()} {value}")


def vectors(name: str) -> list[dict[str, Any]]:
    return json.loads((VECTORS / f"{name}.json").read_text())


@pytest.fixture(autouse=True)
def _sockets_where_they_belong(request: pytest.FixtureRequest) -> Any:
    folder = str(request.path.relative_to(Path(__file__).parent))
    if folder.startswith(WITHOUT_SOCKETS) and "asyncio" not in request.keywords:
        disable_socket(allow_unix_socket=True)
        yield
        enable_socket()
    else:
        yield


@pytest_asyncio.fixture(autouse=True)
async def _no_task_left_behind() -> AsyncIterator[None]:
    yield
    await asyncio.sleep(0)
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task() and not task.done()]
    assert not others, f"left running: {others}"
