"""A company's costs by day, agent and campaign. Days are added up once they have settled, and kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from trunkline.accounts.domain.companies import Company
from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.domain.costs import CostKey, CostSum, day_of_costs, sum_of, used_pct
from trunkline.costs.ports import DailyCosts
from trunkline.errors import BadRequest

UNSETTLED_DAYS = 3  # how long a day's reports may still come; until then it is added up anew each time
DAYS_AT_MOST = 92

CallsOfDay = Callable[[str, date], Iterable[CallSummary]]


@dataclass(frozen=True, slots=True)
class Spending:
    """A company's month so far, against its budget."""

    company: Company
    total: CostSum
    used_pct: Decimal

    @property
    def is_over(self) -> bool:
        return self.used_pct >= 100


def costs_between(
    company_id: str, first: date, last: date, today: date, calls: CallsOfDay, book: DailyCosts
) -> dict[CostKey, CostSum]:
    """Raises BadRequest for more days than one question may look at."""
    if not timedelta(0) <= last - first < timedelta(days=DAYS_AT_MOST):
        raise BadRequest(f"the last day is not before the first; {DAYS_AT_MOST} days at most")
    kept, found = book.days(company_id, first, last), dict[CostKey, CostSum]()
    for day in (first + timedelta(days=n) for n in range((min(last, today) - first).days + 1)):
        sums = kept.get(day)
        if sums is None:
            sums = day_of_costs(day, calls(company_id, day))
            if (today - day).days > UNSETTLED_DAYS:
                book.keep(company_id, day, sums)
        found |= sums
    return found


def spending(company: Company, today: date, calls: CallsOfDay, book: DailyCosts) -> Spending | None:
    """This month's; None for a company without a budget."""
    if company.monthly_budget_usd is None:
        return None
    sums = costs_between(company.company_id, today.replace(day=1), today, today, calls, book)
    total = sum_of(sums.values())
    return Spending(company, total, used_pct(total, company.monthly_budget_usd))
