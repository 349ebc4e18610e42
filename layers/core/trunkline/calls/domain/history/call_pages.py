"""A page of a company's calls, newest first, by a bounded number of reads.

A filter that matches little would otherwise read every call of a year before it answers.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from trunkline.calls.domain.call_search import DAYS_AT_MOST, CallFilter, CallSummary

READS_AT_MOST = 1000  # calls of one request; a day without calls counts as one
LIVE_WITHIN = timedelta(hours=5)  # the longest call takes 4 hours; one that began earlier lost its end
Position = tuple[str, str]  # started_at and call id of the last call read; a day and "" before its first call

CallsOfDay = Callable[[date, Position | None], Iterable[CallSummary]]


def days_of(wanted: CallFilter, position: Position | None, today: date) -> Iterator[date]:
    """The days that are still to be read, newest first. Without a start, a year back from the end."""
    newest = min(wanted.last_day or today, today)
    oldest = wanted.first_day or newest - timedelta(days=DAYS_AT_MOST - 1)
    begun = min(date.fromisoformat(position[0][:10]), newest) if position else newest
    return (begun - timedelta(days=n) for n in range((begun - oldest).days + 1))


def bounded_page(
    days: Iterable[date],
    of_day: CallsOfDay,
    wanted: CallFilter,
    size: int,
    position: Position | None,
    reads: int = READS_AT_MOST,
) -> tuple[list[CallSummary], Position | None]:
    """The calls found, and the position to go on from; None at the end. Two reads are the least that makes headway."""
    found: list[CallSummary] = []
    for day in days:
        if reads <= 0:
            return found, (day.isoformat(), "")
        after = position if position and position[1] and position[0].startswith(day.isoformat()) else None
        last, reads = after or (day.isoformat(), ""), reads - 1
        for call in of_day(day, after):
            is_match = wanted.lets_through(call)
            if reads <= 0 or (is_match and len(found) == size):
                return found, last
            found += [call] if is_match else []
            last, reads = (call.started_at, call.call_id), reads - 1
    return found, None
