"""CSV out of bytes that come in pieces: records, each with where it ends, so that reading can go on there another time.

RFC 4180 as spreadsheets write it: any line end, a mark at the beginning, commas, semicolons or tabs. A record may span
lines inside quotes. One that grows beyond the limit is broken: its first line is told as such, and reading goes on
at the next, so that a quote nobody closed costs one row and not the rest of the list.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
QUOTE = b'"'
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """`data` without its line end; `end` is where the next one begins. A broken one is the first line of it alone."""

    data: bytes
    end: int
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """`data` is cut where the limit is; `length` counts all of it."""

    data: bytes
    length: int

    @property
    def flips_quotes(self) -> bool:
        return self.data.count(QUOTE) % 2 == 1


class Unreadable(Exception):
    """Bytes that are no text, or no CSV. The message says which."""


def records(pieces: Iterable[bytes], start: int, limit: int) -> Iterator[CsvRecord]:
    """Whole records in order. `start` is where the first piece lies."""
    lines, returned, end = _lines(pieces, limit), deque[_Line](), start
    while first := returned.popleft() if returned else next(lines, None):
        held, is_broken = _whole(first, returned, lines, limit)
        if is_broken:
            returned.extendleft(reversed(held[1:]))
            held = [first]
        end += sum(line.length for line in held)
        yield CsvRecord(b"".join(line.data for line in held).rstrip(b"\r\n"), end, is_broken)


def _whole(first: _Line, returned: deque[_Line], lines: Iterator[_Line], limit: int) -> tuple[list[_Line], bool]:
    """As many lines as it takes to close every quote; broken where they do not close within the limit."""
    held, is_open, size = [first], first.flips_quotes, first.length
    while is_open and size <= limit:
        line = returned.popleft() if returned else next(lines, None)
        if line is None:
            return held, True
        held.append(line)
        size += line.length
        is_open = is_open != line.flips_quotes
    return held, size > limit


def _lines(pieces: Iterable[bytes], limit: int) -> Iterator[_Line]:
    """Ends at line feeds only: what stands before one belongs to the line's end. Never holds more than the limit."""
    rest, dropped = b"", 0
    for piece in pieces:
        *lines, rest_of_piece = piece.split(b"\n")
        for line in lines:
            whole = rest + line + b"\n"
            yield _Line(whole[: limit + 1], dropped + len(whole))
            rest, dropped = b"", 0
        rest += rest_of_piece
        if len(rest) > limit + 1:
            dropped += len(rest) - limit - 1
            rest = rest[: limit + 1]
    if rest:
        yield _Line(rest, dropped + len(rest))


def cells(data: bytes, delimiter: str) -> list[str]:
    """A record's cells. Unreadable where it is no UTF-8 or quotes do not match."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Unreadable("not UTF-8") from problem
    if "\x00" in text:
        raise Unreadable("a zero byte")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as problem:
        raise Unreadable("quotes that do not match") from problem


def delimiter_of(header: bytes) -> str:
    """What separates the header's cells: whatever of the three stands there most often."""
    return max(DELIMITERS, key=lambda one: header.count(one.encode()))


def without_mark(header: bytes) -> bytes:
    return header.removeprefix(BYTE_ORDER_MARK)
