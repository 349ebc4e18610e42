"""Callers' variables for agents, and the company's own system that answers for callers."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from api.errors import answers
from api.identity import Admin, Reader, deps_of
from api.models.fields import Name, OwnNames, PersonsNumber, Shape, Value
from trunkline.accounts.adapters.http_caller_source import can_be_passed_on
from trunkline.accounts.domain.callers import Caller, HttpSource, workspace_names
from trunkline.accounts.use_cases.manage_companies import refuse_unknown_secrets
from trunkline.bootstrap.shared.api_deps import NumberDeps
from trunkline.errors import NotFound

router = APIRouter(tags=["callers"])
Deps = Annotated[NumberDeps, Depends(deps_of)]
CallerNumber = Annotated[PersonsNumber, Path()]
SecureUrl = Annotated[str, StringConstraints(pattern=r"^https://[^\s@]{1,500}$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]


def _own_things(overrides: dict[str, Any]) -> dict[str, Any]:
    if names := workspace_names(overrides):
        raise ValueError(f"overrides name no things of the workspace: {', '.join(name[:64] for name in names[:5])}")
    return overrides


class CallerBody(Shape):
    """Variables whose names begin with `secret__` are never shown again, nor logged."""

    dynamic_variables: Annotated[dict[Name, Value | bool | int | float], Field(max_length=50), OwnNames] = Field(
        default_factory=dict
    )
    conversation_config_override: Annotated[dict[str, Any], Field(max_length=10), AfterValidator(_own_things)] = Field(
        default_factory=dict
    )
    user_id: Annotated[str, StringConstraints(max_length=128)] = ""

    @model_validator(mode="after")
    def _is_valid_context(self) -> "CallerBody":
        if not can_be_passed_on({"variables": self.dynamic_variables, "overrides": self.conversation_config_override}):
            raise ValueError("a number or a character that JSON cannot hold")
        return self


class CallerShape(BaseModel):
    """The caller on file."""

    number: str
    dynamic_variables: dict[str, str | bool | int | float]
    conversation_config_override: dict[str, Any]
    user_id: str


class SourceBody(Shape):
    """An https address that is asked with the provider's own words. `headers` names a secret for each header."""

    url: SecureUrl
    headers: Annotated[dict[HeaderName, Name], Field(max_length=10)] = Field(default_factory=dict)


@router.put("/callers/{number}", response_model=CallerShape, responses=answers())
def put_caller(number: CallerNumber, body: CallerBody, key: Admin, deps: Deps) -> CallerShape:
    """Replaces all that is known of the caller."""
    caller = Caller(key.company_id, number, body.dynamic_variables, body.conversation_config_override, body.user_id)
    deps.callers.put(caller)
    return _to_response(caller)


@router.get("/callers/{number}", response_model=CallerShape, responses=answers(404))
def get_caller(number: CallerNumber, key: Reader, deps: Deps) -> CallerShape:
    caller = deps.callers.find(key.company_id, number)
    if caller is None:
        raise NotFound("Caller not found")
    return _to_response(caller)


@router.delete("/callers/{number}", status_code=204, responses=answers(404))
def delete_caller(number: CallerNumber, key: Admin, deps: Deps) -> Response:
    if not deps.callers.remove(key.company_id, number):
        raise NotFound("Caller not found")
    return Response(status_code=204)


@router.put("/caller-source", response_model=SourceBody, responses=answers())
def set_caller_source(body: SourceBody, key: Admin, deps: Deps) -> SourceBody:
    """Asked about callers that are not put down here. It has 2 s; then the route's variables stand alone."""
    refuse_unknown_secrets(key.company_id, [body.headers], deps.missing_secrets)
    deps.callers.set_source(key.company_id, HttpSource(body.url, body.headers, key.company_id))
    return body


@router.delete("/caller-source", status_code=204, responses=answers())
def remove_caller_source(key: Admin, deps: Deps) -> Response:
    deps.callers.set_source(key.company_id, None)
    return Response(status_code=204)


def _to_response(caller: Caller) -> CallerShape:
    shown = caller.redacted()
    return CallerShape(
        number=shown.number,
        dynamic_variables=shown.variables,
        conversation_config_override=shown.overrides,
        user_id=shown.user_id,
    )
