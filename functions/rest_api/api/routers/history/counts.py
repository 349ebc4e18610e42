"""Counts of calls by day."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from api.errors import answers
from api.identity import Reader, deps_of
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.costs.domain.counts import CallCount, CountedDay
from trunkline.costs.use_cases.count_calls import count_days

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]


class Count(BaseModel):
    """`known_usd` is not the whole cost while `cost_unknown`, a number of calls, is not 0."""

    calls: int
    answered: int
    minutes: float
    trouble: int
    by_outcome: dict[str, int]
    by_mode: dict[str, int]
    by_trouble: dict[str, int]
    known_usd: float
    cost_unknown: int


class CountOfDay(Count):
    """`counted_at` is null while the first count of the day is in progress."""

    day: date
    counted_at: datetime | None
    is_complete: bool


class Counts(Count):
    """The sum, and each day. `is_complete` is false while a day is still being counted: ask again."""

    first_day: date
    last_day: date
    is_complete: bool
    days: list[CountOfDay]


@router.get("/counts", response_model=Counts, responses=answers())
def get_counts(
    key: Reader,
    deps: Deps,
    first_day: Annotated[date | None, Query()] = None,
    last_day: Annotated[date | None, Query()] = None,
) -> Counts:
    """Calls by the day they began (UTC): this month by default, 92 days at most.
    A complete count is five minutes old at most, or its day has settled: three days later no report changes it."""
    now = deps.now()
    last = last_day or now.date()
    first = first_day or last.replace(day=1)
    days = count_days(key.company_id, first, last, now, deps.call_search.oldest_first, deps.counts)
    total = CallCount()
    for counted in days:
        total.join(counted.shown)
    is_complete = all(counted.is_good(now) for counted in days)
    shapes = [_day(counted, now) for counted in days]
    return Counts(**_count(total), first_day=first, last_day=last, is_complete=is_complete, days=shapes)


def _day(counted: CountedDay, now: datetime) -> CountOfDay:
    is_complete = counted.is_good(now)
    return CountOfDay(**_count(counted.shown), day=counted.day, counted_at=counted.whole_at, is_complete=is_complete)


def _count(count: CallCount) -> dict[str, Any]:
    return {
        "calls": count.calls,
        "answered": count.answered,
        "minutes": round(count.seconds / 60, 1),
        "trouble": count.trouble,
        "by_outcome": dict(count.by_outcome),
        "by_mode": dict(count.by_mode),
        "by_trouble": dict(count.by_trouble),
        "known_usd": float(count.known_usd),
        "cost_unknown": count.cost_unknown,
    }
