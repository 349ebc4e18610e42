"""The store of daily costs."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from trunkline.costs.domain.costs import CostKey, CostSum


class DailyCosts(Protocol):
    """Costs of each day, once they are added up."""

    def days(self, company_id: str, first: date, last: date) -> dict[date, dict[CostKey, CostSum]]: ...

    def keep(self, company_id: str, day: date, sums: Mapping[CostKey, CostSum]) -> None: ...
