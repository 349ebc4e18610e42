"""The stores of daily costs and counts."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from trunkline.costs.domain.costs import CostKey, CostSum
from trunkline.costs.domain.counts import CountedDay


class DailyCosts(Protocol):
    """Costs of each day, once they are added up."""

    def days(self, company_id: str, first: date, last: date) -> dict[date, dict[CostKey, CostSum]]: ...

    def keep(self, company_id: str, day: date, sums: Mapping[CostKey, CostSum]) -> None: ...


class DailyCounts(Protocol):
    """Counts of each day, whole or in progress."""

    def days(self, company_id: str, first: date, last: date) -> dict[date, CountedDay]: ...

    def keep(self, company_id: str, counted: CountedDay) -> bool:
        """False when another request has counted further since this day was read."""
        ...
