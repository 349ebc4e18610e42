"""Sessions at the console: begun with a key, held by a cookie, ended by hand, by time or with the key."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.accounts.domain.companies import ApiKey, Scope
from trunkline.accounts.domain.sessions import LASTS, ConsoleSession, written_session
from trunkline.accounts.ports import Companies, Sessions
from trunkline.accounts.use_cases.manage_companies import Secrets, refuse_small_scope
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.errors import Unauthenticated


@dataclass(frozen=True, slots=True)
class NewSession:
    """`written` is the cookie's value. It is returned once and never stored."""

    written: str
    session: ConsoleSession


def begin_session(key: ApiKey, sessions: Sessions, secrets: Secrets, now: datetime) -> NewSession:
    written = written_session(secrets.key_id(), secrets.secret())
    made = ConsoleSession(
        fingerprint(written), key.fingerprint, key.key_id, key.company_id, key.scopes, now, now + LASTS
    )
    sessions.add(made)
    return NewSession(written, made)


def session_of(written: str, sessions: Sessions, now: datetime) -> ConsoleSession:
    """Raises Unauthenticated for an unknown, ended or expired one."""
    found = sessions.find(fingerprint(written)) if written else None
    if found is None or not found.is_valid(now):
        raise Unauthenticated
    return found


def holder_of(
    written: str, needed: Scope, sessions: Sessions, companies: Companies, now: datetime, *, clinical: bool = False
) -> ApiKey:
    """The key of a session, read from the table each time: a key that is revoked or being replaced ends its sessions
    at once. Raises Unauthenticated, Forbidden."""
    key = companies.key_now(session_of(written, sessions, now).key_fingerprint)
    if key is None or key.ends_at is not None:
        raise Unauthenticated
    return refuse_small_scope(key, needed, clinical=clinical)


def end_session(written: str, sessions: Sessions) -> None:
    sessions.end(fingerprint(written))
