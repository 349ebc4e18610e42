"""Whether calls to a company's numbers arrive: the doctor's checks of each, at the carrier and of its agent."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.errors import answers
from api.identity import Admin, deps_of
from trunkline.accounts.use_cases.check_numbers import NumberFinding, check_numbers
from trunkline.bootstrap.shared.api_deps import NumberFindingDeps

router = APIRouter(tags=["phone numbers"])
Deps = Annotated[NumberFindingDeps, Depends(deps_of)]


class NumberFindingShape(BaseModel):
    """`unknown`: the vendor could not be asked, and `says` why. `how`: what a person does about it."""

    about: Literal["carrier", "agent"]
    state: Literal["good", "bad", "unknown"]
    says: str
    how: str | None


class FindingsOfNumber(BaseModel):
    number: str
    findings: list[NumberFindingShape]


@router.get("/phone-numbers/findings", response_model=list[FindingsOfNumber], responses=answers())
def list_number_findings(key: Admin, deps: Deps) -> list[FindingsOfNumber]:
    """For each number with a route of yours: whether the carrier sends its calls and their status here, and whether its
    agent is there and speaks what a telephone needs. The vendors are asked now, and nothing is changed."""
    found = check_numbers(deps.routes.of_company(key.company_id), deps.number_checks)
    return [
        FindingsOfNumber(number=number, findings=[_to_response(finding) for finding in findings])
        for number, findings in found.items()
    ]


def _to_response(finding: NumberFinding) -> NumberFindingShape:
    shape = {"about": finding.about, "state": finding.state.value, "says": finding.says, "how": finding.how or None}
    return NumberFindingShape.model_validate(shape)
