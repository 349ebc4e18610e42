"""Costs by day, agent and campaign, and of one call line by line. Prices are a dated table; unknown is null."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from api.errors import answers
from api.identity import Reader, deps_of
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.costs.domain.costs import CostKey, CostSum, breakdown_of, sum_of
from trunkline.costs.use_cases.add_up_costs import costs_between
from trunkline.errors import NotFound
from trunkline.ids import CallId

router = APIRouter(tags=["costs"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
CallName = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,128}$")]


class CostTotal(BaseModel):
    """`known_usd` is not the whole of it while `calls_unknown` is not 0."""

    calls: int
    calls_unknown: int
    known_usd: float
    by_part: dict[str, float]


class CostOfDay(CostTotal):
    day: date
    agent_id: str | None
    campaign_id: str | None


class Costs(CostTotal):
    first_day: date
    last_day: date
    monthly_budget_usd: float | None
    days: list[CostOfDay]


class CostLineShape(BaseModel):
    part: str
    quantity: float | None
    unit: str
    usd: float | None
    source: str


class CallCost(BaseModel):
    """`usd` is null while any part is unknown."""

    call_sid: str
    usd: float | None
    known_usd: float
    lines: list[CostLineShape]


@router.get("/costs", response_model=Costs, responses=answers())
def get_costs(
    key: Reader,
    deps: Deps,
    first_day: Annotated[date | None, Query()] = None,
    last_day: Annotated[date | None, Query()] = None,
    agent_id: Annotated[str | None, Query(max_length=64)] = None,
) -> Costs:
    """This month by default; 92 days at most. Without what vendors bill beside their calls."""
    today = deps.now().date()
    last = last_day or today
    first = first_day or last.replace(day=1)
    sums = costs_between(key.company_id, first, last, today, deps.call_search.oldest_first, deps.costs)
    wanted = {about: item for about, item in sums.items() if agent_id in (None, about.agent_id)}
    company = deps.companies.find(key.company_id)
    return Costs(
        **_total(sum_of(wanted.values())),
        first_day=first,
        last_day=last,
        monthly_budget_usd=_number(company.monthly_budget_usd if company else None),
        days=[_day(about, item) for about, item in wanted.items()],
    )


@router.get("/costs/calls/{call_sid}", response_model=CallCost, responses=answers(404))
def get_call_cost(call_sid: CallName, key: Reader, deps: Deps) -> CallCost:
    call = deps.call_search.find(CallId(call_sid))
    if call is None or call.company_id != key.company_id:
        raise NotFound("Call not found")
    ledger = breakdown_of(call)
    lines = [
        CostLineShape(
            part=line.part, quantity=_number(line.quantity), unit=line.unit, usd=_number(line.usd), source=line.source
        )
        for line in ledger.lines
    ]
    return CallCost(call_sid=call_sid, usd=_number(ledger.usd), known_usd=float(ledger.known_usd), lines=lines)


def _day(about: CostKey, cost_sum: CostSum) -> CostOfDay:
    return CostOfDay(
        **_total(cost_sum), day=about.day, agent_id=about.agent_id or None, campaign_id=about.campaign_id or None
    )


def _total(cost_sum: CostSum) -> dict[str, Any]:
    by_part = {part: float(usd) for part, usd in cost_sum.by_part.items()}
    return {
        "calls": cost_sum.calls,
        "calls_unknown": cost_sum.calls_unknown,
        "known_usd": float(cost_sum.known_usd),
        "by_part": by_part,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
