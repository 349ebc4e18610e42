"""A company's calls by day, counted by a bounded number of reads: the next request goes on where one stopped."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.history.call_pages import Position
from trunkline.costs.domain.counts import CallCount, CountedDay
from trunkline.costs.ports import DailyCounts
from trunkline.errors import BadRequest

DAYS_AT_MOST = 92
READS_AT_MOST = 3000  # calls of one request

CallsOfDay = Callable[[str, date, Position | None], Iterable[CallSummary]]


def count_days(
    company_id: str,
    first: date,
    last: date,
    now: datetime,
    calls: CallsOfDay,
    book: DailyCounts,
    reads: int = READS_AT_MOST,
) -> list[CountedDay]:
    """The days, oldest first; days to come are left out. The newest is counted first. Raises BadRequest."""
    if not timedelta(0) <= last - first < timedelta(days=DAYS_AT_MOST):
        raise BadRequest(f"the last day is not before the first; {DAYS_AT_MOST} days at most")
    last = min(last, now.date())
    known = book.days(company_id, first, last) if first <= last else {}
    found = list[CountedDay]()
    for day in (last - timedelta(days=n) for n in range((last - first).days + 1)):
        counted = known.get(day, CountedDay(day))
        if not counted.is_good(now) and reads > 0:
            counted, used = _advanced(company_id, counted, now, calls, reads)
            reads -= used
            book.keep(company_id, counted)  # refused where another request was quicker: what it has counted stands
        found.append(counted)
    return found[::-1]


def _advanced(
    company_id: str, counted: CountedDay, now: datetime, calls: CallsOfDay, reads: int
) -> tuple[CountedDay, int]:
    """The day with up to `reads` more calls counted, and how many it took."""
    count, position, used = (counted.partial or CallCount()).copy(), counted.position, 0
    for call in calls(company_id, counted.day, position):
        if used == reads and position:
            return counted.further(count, position, now), used
        count.add(call)
        position, used = (call.started_at, call.call_id), used + 1
    return counted.finished(count, now), used
