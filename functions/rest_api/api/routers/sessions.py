"""A person's session at the console: begun with their key, held by a cookie that scripts cannot read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response, Security
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import SESSION, KeyInHeader, Reader, deps_of
from api.models.fields import zulu
from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.domain.sessions import COOKIE, LASTS, ConsoleSession
from trunkline.accounts.use_cases.sign_in import begin_session, end_session, session_of
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import AccessDeps

router = APIRouter(tags=["sessions"])
Deps = Annotated[AccessDeps, Depends(deps_of)]
Cookie = Annotated[str | None, Security(SESSION)]
NEVER_KEPT = {"Cache-Control": "no-store"}


class SessionShape(BaseModel):
    """Who asks. The times are null where a key asks, which has no session."""

    company_id: str
    key_id: str
    label: str
    scope: str
    clinical: bool
    began_at: str | None
    ends_at: str | None


@router.post("/sessions", response_model=SessionShape, status_code=201, responses=answers())
def create_session(key: KeyInHeader, deps: Deps, audit: Audit, response: Response) -> SessionShape:
    """Takes a key in `X-API-Key` or as a bearer token, and sets a cookie that stands for it for eight hours, or until
    the key is revoked or replaced. Ask with a key that is a person's own: its label is in the audit log."""
    audit.note(key, Action.SIGN_IN, key.key_id)
    new = begin_session(key, deps.sessions, deps.new_secrets, deps.now())
    _set_cookie(response, new.written, int(LASTS.total_seconds()))
    return _shown(key, new.session)


@router.get("/sessions/current", response_model=SessionShape, responses=answers())
def get_session(key: Reader, deps: Deps, response: Response, cookie: Cookie = None) -> SessionShape:
    """Who is signed in, and until when."""
    response.headers.update(NEVER_KEPT)
    return _shown(key, session_of(cookie, deps.sessions, deps.now()) if cookie else None)


@router.delete("/sessions/current", status_code=204, responses=answers())
def delete_session(key: Reader, deps: Deps, audit: Audit, cookie: Cookie = None) -> Response:
    """Signs out, at once."""
    audit.note(key, Action.SIGN_OUT, key.key_id)
    if cookie:
        end_session(cookie, deps.sessions)
    answer = Response(status_code=204)
    _set_cookie(answer, "", 0)
    return answer


def _set_cookie(answer: Response, value: str, seconds: int) -> None:
    answer.set_cookie(COOKIE, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")
    answer.headers.update(NEVER_KEPT)


def _shown(key: ApiKey, session: ConsoleSession | None) -> SessionShape:
    return SessionShape(
        company_id=key.company_id,
        key_id=key.key_id,
        label=key.label,
        scope=key.scope.word,
        clinical=key.clinical,
        began_at=zulu(session.began_at) if session else None,
        ends_at=zulu(session.ends_at) if session else None,
    )
