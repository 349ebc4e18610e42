"""Distribution of test files to workers: worlds with real-time audio never beside each other while others are left."""

from pathlib import Path

import pytest

from tests.workers import SEASON, TIMED, next_unit, preference

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


@pytest.mark.parametrize("path", [*SEASON, *TIMED])
def test_a_file_with_real_time_audio_exists(path: str) -> None:
    assert (ROOT / path).is_file()
