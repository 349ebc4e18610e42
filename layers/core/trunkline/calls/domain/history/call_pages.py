"""A page of a company's calls, newest first, by a bounded number of reads.

A filter that matches little would otherwise read every call on file before it answers.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeVar

from trunkline.calls.domain.call_search import CallFilter, CallSummary

READS_AT_MOST = 1000  # calls of one request
LIVE_WITHIN = timedelta(hours=5)  # the longest call takes 4 hours; one that began earlier lost its end
Position = tuple[str, str]  # started_at and call id of the last call read; a day and "" before its first call
EARLIEST, LATEST = "0", ":"  # before and behind every time in ISO 8601
Item = TypeVar("Item")


def times_of(wanted: CallFilter) -> tuple[str, str]:
    """The first and the last time that may be listed, as ISO 8601 in UTC."""
    first, last = _iso(wanted.started_after, EARLIEST), _iso(wanted.started_before, LATEST)
    if wanted.day:
        first, last = max(first, wanted.day.isoformat()), min(last, end_of(wanted.day.isoformat()))
    return first, last


def end_of(day: str) -> str:
    """Behind every time of this day."""
    return f"{day}U"  # a time goes on with a T


def bounded_page(
    calls: Iterable[tuple[Position, CallSummary | None]], size: int, reads: int = READS_AT_MOST
) -> tuple[list[CallSummary], Position | None]:
    """The calls found, and the position to go on from; None at the end. A call that does not match is read as None."""
    found: list[CallSummary] = []
    last: Position | None = None
    for position, call in calls:
        if call and len(found) == size:
            return found, last
        found += [call] if call else []
        last, reads = position, reads - 1
        if reads <= 0:
            return found, last
    return found, None


def portions(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of this size. Reads no further than asked."""
    remaining = iter(items)
    while portion := list(islice(remaining, size)):
        yield portion


def _iso(unix_s: int | None, otherwise: str) -> str:
    return otherwise if unix_s is None else datetime.fromtimestamp(unix_s, UTC).isoformat()
