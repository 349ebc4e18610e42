"""Counts of a company's calls of one day. They are taken from the records, in as many passes of reading as it needs."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.history.call_pages import Position
from trunkline.costs.domain.costs import breakdown_of

UNSETTLED = timedelta(days=3)  # after the day's end: how long its reports may still come
FRESH = timedelta(minutes=5)  # how long the count of an unsettled day is good


@dataclass(slots=True)
class CallCount:
    """Calls added up. `known_usd` is not the whole cost while `cost_unknown` is not 0."""

    calls: int = 0
    answered: int = 0
    seconds: int = 0
    trouble: int = 0
    cost_unknown: int = 0
    known_usd: Decimal = Decimal(0)
    by_outcome: Counter[str] = field(default_factory=Counter)
    by_mode: Counter[str] = field(default_factory=Counter)
    by_trouble: Counter[str] = field(default_factory=Counter)

    def add(self, call: CallSummary) -> None:
        cost = breakdown_of(call)
        self.calls += 1
        self.answered += call.was_answered
        self.seconds += int(call.facts.get("duration_s") or call.facts.get("conversation_duration_s") or 0)
        self.trouble += bool(call.trouble)
        self.cost_unknown += cost.usd is None
        self.known_usd += cost.known_usd
        self.by_outcome[str(call.facts.get("outcome") or "unknown")] += 1
        self.by_mode[str(call.facts.get("mode") or "unknown")] += 1
        self.by_trouble.update(reason.value for reason in call.trouble)

    def join(self, other: "CallCount") -> None:
        for name in ("calls", "answered", "seconds", "trouble", "cost_unknown", "known_usd"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("by_outcome", "by_mode", "by_trouble"):
            getattr(self, name).update(getattr(other, name))

    def copy(self) -> "CallCount":
        made = CallCount()
        made.join(self)
        return made


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day's last whole count, and the one in progress: it began at `begun_at` and has come to `position`."""

    day: date
    whole: CallCount | None = None
    whole_at: datetime | None = None  # when that count began
    partial: CallCount | None = None
    begun_at: datetime | None = None
    position: Position | None = None
    version: int = 0

    def is_good(self, now: datetime) -> bool:
        """Whether the whole count may be shown without another: it is fresh, or began when the day had settled."""
        if self.whole_at is None:
            return False
        return now - self.whole_at < FRESH or (self.whole_at.date() - self.day) > UNSETTLED

    @property
    def shown(self) -> CallCount:
        return self.whole or self.partial or CallCount()

    def further(self, count: CallCount, position: Position, now: datetime) -> "CountedDay":
        """The count in progress after more calls."""
        begun_at = self.begun_at or now
        return replace(self, partial=count, position=position, begun_at=begun_at, version=self.version + 1)

    def finished(self, count: CallCount, now: datetime) -> "CountedDay":
        return CountedDay(self.day, count, self.begun_at or now, version=self.version + 1)


def to_values(count: CallCount) -> dict[str, Any]:
    counters = {name: dict(getattr(count, name)) for name in ("by_outcome", "by_mode", "by_trouble")}
    plain = ("calls", "answered", "seconds", "trouble", "cost_unknown", "known_usd")
    return {name: getattr(count, name) for name in plain} | counters


def from_values(values: Mapping[str, Any]) -> CallCount:
    counters = {name: Counter(values[name]) for name in ("by_outcome", "by_mode", "by_trouble")}
    return CallCount(**{**values, "known_usd": Decimal(values["known_usd"]), **counters})
