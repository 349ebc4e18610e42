"""Public holidays, by country and state. `holidays` comes with the layer of campaigns."""

from datetime import date
from functools import lru_cache

import holidays


def is_public_holiday(region: str, day: date) -> bool:
    """A region without a calendar has no holidays; its calling hours are the strictest."""
    return day in _of_year(region, day.year)


@lru_cache(maxsize=1024)
def _of_year(region: str, year: int) -> frozenset[date]:
    country, _, state = region.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        return frozenset()
    subdivision = state if state in known[country] else None
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
