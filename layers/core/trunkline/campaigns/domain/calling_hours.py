"""Calling hours in the contact's own time: the law's rules, narrowed by a campaign's window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from trunkline.campaigns.domain.calling_rules import CallingRule, Span
from trunkline.campaigns.domain.campaigns import Window

IsHoliday = Callable[[str, date], bool]  # asked with a region and a day there
# fmt: off
AREAS = {
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil", "Canada", "Chile", "Europe",
    "Indian", "Mexico", "Pacific", "US",
}
# fmt: on
LOOK_AHEAD = timedelta(days=40)  # no rule closes for longer; a window that never meets one is never open


@dataclass(frozen=True, slots=True)
class Clock:
    """A contact's calling hours: possible time zones, the rules there, and the campaign's window."""

    zones: tuple[str, ...]
    region: str
    rule: CallingRule
    window: Window
    is_holiday: IsHoliday

    def is_open(self, at: datetime) -> bool:
        """In every zone the person may be in."""
        return bool(self.zones) and all(self._is_open_in(ZoneInfo(zone), at) for zone in self.zones)

    def next_open(self, at: datetime) -> datetime | None:
        """The first moment from `at` on. Hours begin where a span opens in some zone: only those are tried."""
        if self.is_open(at):
            return at
        return next((start for start in self._starts(at) if self.is_open(start)), None)

    def _is_open_in(self, zone: ZoneInfo, at: datetime) -> bool:
        local = at.astimezone(zone)
        return any(span.holds(local.time()) for span in self._spans(local.date()))

    def _spans(self, day: date) -> Iterator[Span]:
        if day.weekday() not in self.window.weekdays:
            return
        if not self.rule.holidays_too and self.is_holiday(self.region, day):
            return
        for span in self.rule.spans(day.weekday()):
            yield Span(max(span.opens, self.window.opens), min(span.closes, self.window.closes))

    def _starts(self, after: datetime) -> Iterator[datetime]:
        """Soonest first, computed lazily."""
        return merge(*(self._starts_in(ZoneInfo(zone), after) for zone in self.zones))

    def _starts_in(self, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
        first = after.astimezone(zone).date()
        for ahead in range(LOOK_AHEAD.days):
            day = first + timedelta(days=ahead)
            for span in self._spans(day):
                start = datetime.combine(day, span.opens, zone).astimezone(UTC)
                if start > after:
                    yield start


def is_zone(name: str) -> bool:
    """Whether this is a place's time zone in the IANA database.

    EST, localtime or right/… are names of files beside it: without daylight saving, of this machine, or leap seconds.
    """
    if name.partition("/")[0] not in AREAS:
        return False
    try:
        return ZoneInfo(name).key == name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
