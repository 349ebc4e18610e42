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
SLOW = {
    "test_api_documents.py": "the requests of the API's first description",
    "test_brain_calls.py": "calls of the brain that are cut off, transferred, or lose their relay",
    "test_campaign.py": "campaigns of all five channels, on the telephone",
    "test_check_in_by_brain.py": "a patient's check-in held by our own brain",
    "test_client_examples.py": "the clients of the API's first description",
    "test_description.py": "the API's description, by thousands of requests made from it",
    "test_documents.py": "the pages of the documents, typed into a shell",
    "test_events_briefly.py": "events of a hundred calls under faults",
    "test_failure_recovery.py": "calls whose agent or relay is lost",
    "test_live.py": "a real number on this machine, with a tunnel",
    "test_patient_canary.py": "a search for a patient's words in everything that is written",
    "test_python_client.py": "a whole call with the generated client",
    "test_relay_that_sleeps.py": "a relay that sleeps",
    "test_reports_briefly.py": "reports of a hundred calls under faults",
    "test_stopping.py": "worlds that are ended by signals",
}
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
    parser.addoption("--slow", action="store_true", help="run the slow tests too (see `make slow-tests`)")


def pytest_collection() -> None:
    """Imports and collected tests live as long as the run: the garbage collector does not look for them."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Frozen as they are: to collect first takes seven seconds and finds little."""
    gc.freeze()
    gc.enable()


def pytest_report_header() -> str:
    return f"the relay's audio path: {'compiled to C' if frame_scanner.IS_COMPILED else 'interpreted Python'}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return WorldsApart(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    refuse_equal_ids(items)
    for item in items:
        if item.get_closest_marker("asyncio"):
            item.fixturenames.insert(0, "_no_task_left_behind")  # a loop for each of the others would take ten seconds
    slow = [] if config.getoption("--slow") else [item for item in items if item.get_closest_marker("slow")]
    for item in slow:
        item.add_marker(pytest.mark.skip(reason=f"NOT TESTED: {SLOW[item.path.name]}; make slow-tests does"))


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


@pytest_asyncio.fixture
async def _no_task_left_behind() -> AsyncIterator[None]:
    yield
    await asyncio.sleep(0)
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task() and not task.done()]
    assert not others, f"left running: {others}"
