"""Distribution of test files to workers: worlds with real-time audio never beside each other while others are left."""

import re
from pathlib import Path

import pytest

from tests.workers import CUSTOMERS, SEASON, TIMED, kind, next_unit, preference

ROOT = Path(__file__).parents[2]
UNITS = ["tests/contract/test_a.py", "tests/end_to_end/test_documents.py", "season", TIMED[0], "tests/unit/test_b.py"]


@pytest.mark.parametrize(
    ("worker", "first"), [(0, "season"), (1, UNITS[0]), (2, "tests/end_to_end/test_documents.py"), (3, UNITS[0])]
)
def test_a_worker_takes_the_kind_that_it_prefers(worker: int, first: str) -> None:
    assert next_unit(UNITS, preference(worker)) == first


@pytest.mark.parametrize("worker", range(4))
def test_a_worker_takes_any_unit_when_no_other_is_left(worker: int) -> None:
    for unit in UNITS:
        assert next_unit([unit], preference(worker)) == unit


@pytest.mark.parametrize("path", [*SEASON, *CUSTOMERS, *TIMED])
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).is_file()


def test_files_that_share_a_world_are_a_kind_of_world() -> None:
    assert kind("customers") == kind("tests/end_to_end/test_documents.py")
    assert kind("season") == kind(TIMED[0])


@pytest.mark.parametrize(("fixture", "files"), [("season", SEASON), ("customers_world", CUSTOMERS)])
def test_every_file_that_asks_for_a_shared_world_is_kept_with_the_others(fixture: str, files: tuple[str, ...]) -> None:
    """Else another worker would make the world once more, and play all its calls."""
    asking = re.compile(rf"def \w+\([^)]*\b{fixture}\b")
    found = {path for path in (ROOT / "tests/end_to_end").glob("test_*.py") if asking.search(path.read_text())}
    assert {str(path.relative_to(ROOT)) for path in found} == set(files)
