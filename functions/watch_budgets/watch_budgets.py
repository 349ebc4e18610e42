"""Every hour: adds up what each company's month has cost, and says so when a budget is used up."""

from functools import cache
from typing import Any

from trunkline.bootstrap.shared.common import warm
from trunkline.bootstrap.watch_budgets import BudgetServices, budget_services
from trunkline.costs.use_cases.add_up_costs import spending
from trunkline.telemetry import count, log


@cache
def services() -> BudgetServices:
    return budget_services()


warm(services)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return respond(event, services())


def respond(_event: dict[str, Any], services: BudgetServices) -> dict[str, Any]:
    """One company that cannot be added up must not hide the others; the run fails afterwards."""
    watched, failed = 0, []
    for company in services.companies.all():
        try:
            spent = spending(company, services.now().date(), services.calls, services.costs)
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
    if failed:
        raise ExceptionGroup("budgets not added up", failed)
    return {"watched": watched}
