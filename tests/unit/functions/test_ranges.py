"""Ranges of bytes as requests write them, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ranges import PIECE_BYTES, Unsatisfiable, asked

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        (" bytes=5-6 ", (5, 7)),
    ],
)
def test_a_range_is_cut_to_the_file(header, span):
    assert asked(header, SIZE) == span


@pytest.mark.parametrize(
    "header",
    [
        *(
            None,
            "",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "items=0-5",
            "bytes 0-5",
            "bytes=1",
        ),
        *("bytes=-1-5", "bytes=\u0663-\u0665", f"bytes={'9' * 400}-", "\x00", "bytes=0x1-2", "BYTES=0-1"),
    ],
)
def test_what_is_no_single_range_is_passed_over(header):
    assert asked(header, SIZE) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=-0", 1000), ("bytes=0-", 0), ("bytes=-1", 0)]
)
def test_a_range_behind_the_end_cannot_be_satisfied(header, size):
    with pytest.raises(Unsatisfiable):
        asked(header, size)


def test_no_range_is_longer_than_an_answer():
    assert asked("bytes=7-", 100 * PIECE_BYTES) == (7, 7 + PIECE_BYTES)
    assert 4 * (PIECE_BYTES // 3 + 1) < 6_000_000  # as text, and some room for the headers


@given(st.text() | st.from_regex(r"bytes=\d{0,20}-\d{0,20}", fullmatch=True), st.integers(0, 1 << 33))
def test_any_header_is_a_range_inside_of_the_file_or_none(header, size):
    try:
        found = asked(header, size)
    except Unsatisfiable:
        return
    if found is not None:
        start, stop = found
        assert 0 <= start < stop <= size
        assert stop - start <= PIECE_BYTES
