"""Authentication: an API key in `X-API-Key`, as bearer token or as user name of HTTP Basic; its scope and its rate."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer

from trunkline.accounts.domain.companies import CLINICAL, ApiKey, Scope
from trunkline.accounts.use_cases.manage_companies import authenticate
from trunkline.bootstrap.shared.api_deps import ApiDeps, KeyDeps
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.errors import RateLimited

HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key of your company")
BEARER = HTTPBearer(auto_error=False, description="The same key as a bearer token")
BASIC = HTTPBasic(auto_error=False, description="The same key as user name, without a password")


def deps_of(request: Request) -> ApiDeps:
    """All dependencies; a router annotates the part that it uses."""
    deps: ApiDeps = request.app.state.deps
    return deps


Deps = Annotated[KeyDeps, Depends(deps_of)]


class _Holder:
    """A dependency: the key shown, if it may do what is asked."""

    def __init__(self, needed: Scope, *, clinical: bool = False) -> None:
        self.needed = needed
        self.clinical = clinical

    @property
    def word(self) -> str:
        return f"{self.needed.word}, {CLINICAL}" if self.clinical else self.needed.word

    def __call__(
        self,
        deps: Deps,
        header: Annotated[str | None, Security(HEADER)] = None,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
        basic: Annotated[HTTPBasicCredentials | None, Security(BASIC)] = None,
    ) -> ApiKey:
        return known_key(header or key_in(bearer, basic), self.needed, deps, clinical=self.clinical)


def key_in(bearer: HTTPAuthorizationCredentials | None, basic: HTTPBasicCredentials | None) -> str:
    """The key of an Authorization header; empty without one."""
    return bearer.credentials if bearer else basic.username if basic else ""


def known_key(written: str, needed: Scope, deps: KeyDeps, *, clinical: bool = False) -> ApiKey:
    """Raises Unauthenticated, Forbidden, RateLimited."""
    now = deps.now()
    key = authenticate(written, needed, deps.companies, now, clinical=clinical)
    if not deps.rate.allows(key.key_id, now):
        raise RateLimited("too many requests with this key; try again in a minute")
    return key


def destinations_of(company_id: str, deps: KeyDeps) -> Destinations:
    """Destinations the company may call: the stage's list, narrowed by its own."""
    company = deps.companies.find(company_id)
    return deps.destinations.within(company.destinations if company else ())


def scope_of(dependant: Dependant) -> str | None:
    """The scope a route requires, in words; None for a route that does not require a key itself."""
    holders = (dependency.call for dependency in dependant.dependencies)
    return next((holder.word for holder in holders if isinstance(holder, _Holder)), None)


Reader = Annotated[ApiKey, Depends(_Holder(Scope.READ))]
Operator = Annotated[ApiKey, Depends(_Holder(Scope.OPERATE))]
Admin = Annotated[ApiKey, Depends(_Holder(Scope.ADMIN))]
ClinicalReader = Annotated[ApiKey, Depends(_Holder(Scope.READ, clinical=True))]
ClinicalOperator = Annotated[ApiKey, Depends(_Holder(Scope.OPERATE, clinical=True))]
ClinicalAdmin = Annotated[ApiKey, Depends(_Holder(Scope.ADMIN, clinical=True))]
