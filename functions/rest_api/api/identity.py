"""Authentication: an API key in a header, or the cookie of a session that began with one; its scope and its rate.

A header is `X-API-Key`, a bearer token or the user name of HTTP Basic, and goes before a cookie.
"""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.security import (
    APIKeyCookie,
    APIKeyHeader,
    HTTPAuthorizationCredentials,
    HTTPBasic,
    HTTPBasicCredentials,
    HTTPBearer,
)

from trunkline.accounts.domain.companies import CLINICAL, ApiKey, Scope
from trunkline.accounts.domain.sessions import COOKIE
from trunkline.accounts.use_cases.manage_companies import authenticate
from trunkline.accounts.use_cases.sign_in import holder_of
from trunkline.bootstrap.shared.api_deps import ApiDeps, KeyDeps
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.errors import Forbidden, RateLimited

HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="An API key of your company")
BEARER = HTTPBearer(auto_error=False, description="The same key as a bearer token")
BASIC = HTTPBasic(auto_error=False, description="The same key as user name, without a password")
SESSION = APIKeyCookie(
    name=COOKIE, auto_error=False, description="A session of the console; what changes something takes its header, too"
)
CONSOLE = "X-Trunkline-Console"  # a header that no form and no link of another site can send
SAFE = {"GET", "HEAD", "OPTIONS"}


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
        request: Request,
        deps: Deps,
        header: Annotated[str | None, Security(HEADER)] = None,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
        basic: Annotated[HTTPBasicCredentials | None, Security(BASIC)] = None,
        cookie: Annotated[str | None, Security(SESSION)] = None,
    ) -> ApiKey:
        if cookie and not (header or bearer or basic):
            refuse_other_sites(request)
            return session_key(cookie, self.needed, deps, clinical=self.clinical)
        return known_key(header or key_in(bearer, basic), self.needed, deps, clinical=self.clinical)


class _KeyInHeader(_Holder):
    """A dependency: the key that begins a session. Neither a session nor what a browser adds by itself begins one."""

    def __call__(  # type: ignore[override]
        self,
        request: Request,
        deps: Deps,
        header: Annotated[str | None, Security(HEADER)] = None,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    ) -> ApiKey:
        refuse_other_sites(request, is_by_cookie=False)
        return known_key(header or key_in(bearer, None), self.needed, deps)


def key_in(bearer: HTTPAuthorizationCredentials | None, basic: HTTPBasicCredentials | None) -> str:
    """The key of an Authorization header; empty without one."""
    return bearer.credentials if bearer else basic.username if basic else ""


def known_key(written: str, needed: Scope, deps: KeyDeps, *, clinical: bool = False) -> ApiKey:
    """Raises Unauthenticated, Forbidden, RateLimited."""
    now = deps.now()
    return _at_its_rate(authenticate(written, needed, deps.companies, now, clinical=clinical), deps, now)


def session_key(cookie: str, needed: Scope, deps: KeyDeps, *, clinical: bool = False) -> ApiKey:
    """Raises Unauthenticated, Forbidden, RateLimited."""
    now = deps.now()
    return _at_its_rate(holder_of(cookie, needed, deps.sessions, deps.companies, now, clinical=clinical), deps, now)


def refuse_other_sites(request: Request, *, is_by_cookie: bool = True) -> None:
    """Browsers say where a request comes from, and a page cannot change that. Raises Forbidden.

    With a cookie, what changes something has to come from the console's own pages.
    """
    site = request.headers.get("sec-fetch-site", "")
    if site not in {"", "none", "same-origin"}:
        raise Forbidden("requests of other sites are refused")
    is_ours = site == "same-origin" and request.headers.get(CONSOLE) == "1"
    if is_by_cookie and request.method not in SAFE and not is_ours:
        raise Forbidden(f"with a session this is for the console's own pages: {CONSOLE} or Sec-Fetch-Site is missing")


def _at_its_rate(key: ApiKey, deps: KeyDeps, now: datetime) -> ApiKey:
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
KeyInHeader = Annotated[ApiKey, Depends(_KeyInHeader(Scope.READ))]
ClinicalReader = Annotated[ApiKey, Depends(_Holder(Scope.READ, clinical=True))]
ClinicalOperator = Annotated[ApiKey, Depends(_Holder(Scope.OPERATE, clinical=True))]
ClinicalAdmin = Annotated[ApiKey, Depends(_Holder(Scope.ADMIN, clinical=True))]
