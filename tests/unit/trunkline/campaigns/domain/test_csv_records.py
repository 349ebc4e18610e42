"""Records come out whole however the bytes are cut; reading goes on anywhere; what is broken costs only itself."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.campaigns.domain.csv_records import cells, records
from trunkline.campaigns.domain.text_encodings import Unreadable

LIMIT = 200


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def read(data: bytes, size: int = 3, start: int = 0):
    return list(records(cut(data[start:], size), start, LIMIT))


tables = st.lists(st.lists(st.text('aä,;"\n\r \t1', max_size=8), min_size=2, max_size=4), max_size=8)


@given(table=tables, size=st.integers(1, 40))
def test_what_a_spreadsheet_writes_is_read_back_from_any_row_on(table, size):
    text = io.StringIO()
    csv.writer(text).writerows(table)
    data = text.getvalue().encode()
    found = read(data, size)
    assert [cells(item.data, ",") for item in found] == table
    for n, record in enumerate(found):
        assert [item.data for item in read(data, size, record.end)] == [item.data for item in found[n + 1 :]]
    assert not found or found[-1].end == len(data)


@given(data=st.binary(max_size=400) | st.text('ab",\n', max_size=400).map(str.encode), size=st.integers(1, 50))
def test_garbage_ends_and_no_byte_is_lost(data, size):
    found = read(data, size)
    ends = [item.end for item in found]
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(data)
    assert all(len(item.data) <= LIMIT + 1 for item in found if item.is_broken)


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_the_last_line_needs_no_end(newline):
    assert [item.data for item in read(b"a,b" + newline + b"c,d")] == [b"a,b", b"c,d"]


def test_an_unclosed_quote_costs_one_row():
    found = read(b'a,b\n"open,1\nc,d\ne,f\n')
    assert [(item.data, item.is_broken) for item in found] == [
        (b"a,b", False),
        (b'"open,1', True),
        (b"c,d", False),
        (b"e,f", False),
    ]


def test_a_quote_closed_too_far_away_costs_one_row_as_well():
    rows = b"".join(b"row,%d\n" % n for n in range(60))
    found = read(b'"open,1\n' + rows + b'"\n')
    assert found[0].is_broken
    assert [item.data for item in found[1:61]] == [b"row,%d" % n for n in range(60)]


def test_a_line_without_an_end_does_not_fill_the_memory():
    found = read(b"x" * 5000 + b"\nc,d\n", size=64)
    assert [(len(item.data), item.is_broken) for item in found] == [(LIMIT + 1, True), (3, False)]
    assert found[0].end == 5001


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a\x00b", b'"a"b,c'])
def test_what_is_no_text_says_so(data):
    with pytest.raises(Unreadable):
        cells(data, ",")
