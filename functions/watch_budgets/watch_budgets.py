"""Every hour: adds up what each company's month has cost, and says so when a budget is used up."""

from functools import cache
from typing import Any

from trunkline.accounts.domain.companies import Company
from trunkline.bootstrap.shared.common import initialize
from trunkline.bootstrap.watch_budgets import WatchBudgetsDeps, watch_budgets_deps
from trunkline.costs.use_cases.add_up_costs import spending
from trunkline.telemetry import count, log


@cache
def deps() -> WatchBudgetsDeps:
    return watch_budgets_deps()


initialize(deps)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, deps())


def respond(_event: dict[str, Any], deps: WatchBudgetsDeps) -> dict[str, Any]:
    """One company that cannot be added up must not hide the others; the run fails afterwards."""
    watched, failed = 0, []
    for company in deps.companies.all():
        try:
            spent = spending(company, deps.now().date(), deps.calls, deps.costs)
        except Exception as error:  # noqa: BLE001 - raised again below, when the others have had their turn
            log.exception("budget not added up", company=company.company_id)
            failed.append(error)
            continue
        if spent is None:
            continue
        watched += 1
        fields = {"company": company.company_id, "used_pct": float(spent.used_pct)}
        log.info("budget", calls=spent.total.calls, calls_unknown=spent.total.calls_unknown, **fields)
        if spent.is_over:
            count("BudgetExceeded")
            _note_exceeded(company, deps)
    if failed:
        raise ExceptionGroup("budgets not added up", failed)
    return {"watched": watched}


def _note_exceeded(company: Company, deps: WatchBudgetsDeps) -> None:
    """Once a month: the write is what the event `budget.exceeded` is read from."""
    month = deps.now().strftime("%Y-%m")
    if company.budget_exceeded_in != month:
        deps.companies.set_budget_exceeded(company.company_id, month)
