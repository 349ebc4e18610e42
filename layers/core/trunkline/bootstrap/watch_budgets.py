"""Dependencies of `watch_budgets`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from trunkline.accounts.adapters.companies_table import CompaniesTable
from trunkline.accounts.ports import Companies
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.common import aws_client, settings, utc_now
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.adapters.daily_costs_table import DailyCostsTable
from trunkline.costs.ports import DailyCosts


@dataclass(frozen=True, slots=True)
class WatchBudgetsDeps:
    """Dependencies of `watch_budgets`."""

    companies: Companies
    calls: Callable[[str, date], Iterable[CallSummary]]
    costs: DailyCosts
    now: Callable[[], datetime] = utc_now


def watch_budgets_deps() -> WatchBudgetsDeps:
    known, dynamodb = settings(), aws_client("dynamodb")
    return WatchBudgetsDeps(
        companies=CompaniesTable(Directory(dynamodb, known.directory_table)),
        calls=CallIndex(dynamodb, known.calls_table).oldest_first,
        costs=DailyCostsTable(dynamodb, known.calls_table),
    )
