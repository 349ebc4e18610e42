"""CSV out of bytes that come in pieces: records, each with where it ends, so that reading can go on there another time.

RFC 4180 as spreadsheets write it: any line end, a mark at the beginning, UTF-8, UTF-16 or Windows-1252. A quote opens
at a cell's start and nowhere else: 6'2" is a height. A record may span lines inside quotes. One whose quotes do not
match, or that grows beyond the limit, is broken: its first line is reported, and reading continues at the next.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from trunkline.campaigns.domain.text_encodings import UTF8_MARK, Unreadable, line_of

QUOTE = '"'
DELIMITERS = (",", ";", "\t", "|")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)")
SEPARATOR_HINT = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvRecord:
    """`data` without its line end; `end` is where the next one begins. A broken one is the first line of it alone."""

    data: bytes
    end: int
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """`data` is cut where the limit is, and UTF-8 where the file is UTF-16; `length` counts all of it in the file."""

    data: bytes
    length: int


class _Quotes(Enum):
    """The state of quotes at the end of a line."""

    CLOSED = "closed"
    OPEN = "open"
    BROKEN = "broken"  # something else than a separator follows the quote that closes a cell


def records(
    pieces: Iterable[bytes], start: int, limit: int, delimiters: str = "".join(DELIMITERS), wide: str = ""
) -> Iterator[CsvRecord]:
    """Whole records in order. `start` is where the first piece lies; `wide` is the encoding, if it is UTF-16.

    `delimiters` may separate cells: all of them until the header is read.
    """
    lines, returned, end = _lines(pieces, limit, wide), deque[_Line](), start
    while first := returned.popleft() if returned else next(lines, None):
        held, is_broken = _whole(first, returned, lines, limit, delimiters)
        if is_broken:
            returned.extendleft(reversed(held[1:]))
            held = [first]
        end += sum(line.length for line in held)
        yield CsvRecord(b"".join(line.data for line in held).rstrip(b"\r\n"), end, is_broken)


def _whole(
    first: _Line, returned: deque[_Line], lines: Iterator[_Line], limit: int, delimiters: str
) -> tuple[list[_Line], bool]:
    """Joins lines until every quote is closed; broken where they do not close within the limit."""
    held, size, quotes = [first], first.length, _quotes_after(first.data, delimiters, is_open=False)
    while quotes is _Quotes.OPEN and size <= limit:
        line = returned.popleft() if returned else next(lines, None)
        if line is None:
            return held, True
        held.append(line)
        size += line.length
        quotes = _quotes_after(line.data, delimiters, is_open=True)
    return held, size > limit or (quotes is _Quotes.BROKEN and len(held) > 1)


def _quotes_after(line: bytes, delimiters: str, *, is_open: bool) -> _Quotes:
    """Quotes and separators are ASCII, so the bytes of any encoding here are looked at one by one."""
    if b'"' not in line:
        return _Quotes.OPEN if is_open else _Quotes.CLOSED
    text, at = line.rstrip(b"\r\n").decode("latin-1"), 0
    while at < len(text) or is_open:
        if not is_open and text[at] == QUOTE:
            is_open, at = True, at + 1
        if is_open:
            closed = _closing_quote(text, at)
            if closed < 0:
                return _Quotes.OPEN
            at, is_open = closed + 1, False
            if at < len(text) and text[at] not in delimiters:
                return _Quotes.BROKEN
        at = min((found for delimiter in delimiters if (found := text.find(delimiter, at)) >= 0), default=len(text)) + 1
    return _Quotes.CLOSED


def _closing_quote(text: str, at: int) -> int:
    """The index of the cell's closing quote; doubled quotes are skipped. -1: not in this line."""
    while (at := text.find(QUOTE, at)) >= 0:
        if text[at + 1 : at + 2] != QUOTE:
            return at
        at += 2
    return -1


def _lines(pieces: Iterable[bytes], limit: int, wide: str) -> Iterator[_Line]:
    """Never holds more than the limit and a piece. A carriage return may be half of a line's end: it waits for more."""
    decoder = codecs.getincrementaldecoder(wide or "latin-1")("replace")
    rest, dropped = "", 0
    for piece in pieces:
        rest, at = rest + decoder.decode(piece), 0
        for found in LINE.finditer(rest):
            if found.end() == len(rest) and rest.endswith("\r"):
                break
            yield _line(found[0], dropped, limit, wide)
            at, dropped = found.end(), 0
        rest = rest[at:]
        if len(rest) > limit + 2:
            rest, beyond = rest[: limit + 1] + rest[-1], rest[limit + 1 : -1]
            dropped += _width(beyond, wide)
    rest += decoder.decode(b"", final=True)
    if rest:
        yield _line(rest, dropped, limit, wide)


def _line(text: str, dropped: int, limit: int, wide: str) -> _Line:
    return _Line(text[: limit + 1].encode("utf-8" if wide else "latin-1"), dropped + _width(text, wide))


def _width(text: str, wide: str) -> int:
    return len(text.encode(wide)) if wide else len(text)


def cells(data: bytes, delimiter: str) -> list[str]:
    """A record's cells. Unreadable where it is no text or quotes do not match."""
    text = line_of(data.removeprefix(UTF8_MARK))
    if "\x00" in text:
        raise Unreadable("a zero byte")
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as problem:
        raise Unreadable("quotes that do not match") from problem


def delimiter_hint(first: bytes) -> str:
    """The delimiter of a first line `sep=;`, as spreadsheets write it."""
    hint = SEPARATOR_HINT.fullmatch(first.decode("utf-8", "replace").strip("\ufeff "))
    return hint[1] if hint else ""
