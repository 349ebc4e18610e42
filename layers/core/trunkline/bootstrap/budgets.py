"""`watch_budgets`, put together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from trunkline.bootstrap.common import aws_client, settings, utc_now
from trunkline.domain.call_views import CallView
from trunkline.ports.companies import Companies, CostBook
from trunkline.storage.call_views import CallViews
from trunkline.storage.companies_table import CompaniesTable
from trunkline.storage.cost_book import CostBookTable
from trunkline.storage.directory import Directory


@dataclass(frozen=True, slots=True)
class BudgetServices:
    """What `watch_budgets` needs."""

    companies: Companies
    calls: Callable[[str, date], Iterable[CallView]]
    costs: CostBook
    now: Callable[[], datetime] = utc_now


def budget_services() -> BudgetServices:
    known, dynamodb = settings(), aws_client("dynamodb")
    return BudgetServices(
        companies=CompaniesTable(Directory(dynamodb, known.directory_table)),
        calls=CallViews(dynamodb, known.calls_table).oldest_first,
        costs=CostBookTable(dynamodb, known.calls_table),
    )
