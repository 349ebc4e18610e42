"""Companies and their API keys: made, replaced, ended. A key is shown once and kept as a fingerprint."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from trunkline.accounts.domain.companies import (
    ApiKey,
    Company,
    Scope,
    SocketTicket,
    is_ticket,
    written_key,
    written_ticket,
)
from trunkline.accounts.ports import Companies
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.errors import BadRequest, Conflict, Forbidden, NotFound, Unauthenticated

COMPANY_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
TICKET_LASTS = timedelta(seconds=60)
GRACE = timedelta(hours=24)  # how long a replaced key still opens, so that programs can be changed one by one

NEEDS_CLINICAL = "this belongs to patients: it needs a key with scope clinical"

MissingSecrets = Callable[[str, Mapping[str, str]], list[str]]
"""Of the names that headers use, those the company does not own."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """`written` is the whole key. It is returned once and never stored."""

    written: str
    key: ApiKey


@dataclass(frozen=True, slots=True)
class SocketPlace:
    """The purpose of a program's socket: a call, or, without a call, an agent."""

    call_id: str = ""
    agent_id: str = ""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """`written` is shown once, here, and never again."""

    written: str
    ticket: SocketTicket


@dataclass(frozen=True, slots=True)
class Secrets:
    """Generators of key ids and secrets."""

    key_id: Callable[[], str]
    secret: Callable[[], str]


def add_company(company_id: str, name: str, companies: Companies, secrets: Secrets, now: datetime) -> NewKey:
    """A company and its first key, which may do everything. Raises Conflict, BadRequest."""
    if not COMPANY_ID.fullmatch(company_id):
        raise BadRequest("a company id has 3 to 40 lower case letters, digits and hyphens")
    companies.add(Company(company_id, name, now))
    return add_key(company_id, Scope.ADMIN, "first key", companies, secrets, now)


def add_key(
    company_id: str,
    scope: Scope,
    label: str,
    companies: Companies,
    secrets: Secrets,
    now: datetime,
    *,
    clinical: bool = False,
) -> NewKey:
    """One key per person: no other key has the label of a clinical one, because the audit log names people by it.

    Raises Conflict.
    """
    if any(key.label == label and (clinical or key.clinical) for key in good_keys(company_id, companies, now)):
        raise Conflict(f"there is a key labelled {label} already: a clinical key belongs to one person")
    return _kept_key(ApiKey("", "", company_id, scope, label, now, clinical=clinical), companies, secrets)


def _kept_key(wanted: ApiKey, companies: Companies, secrets: Secrets) -> NewKey:
    key_id = secrets.key_id()
    written = written_key(key_id, secrets.secret())
    key = replace(wanted, key_id=key_id, fingerprint=fingerprint(written))
    companies.add_key(key)
    return NewKey(written, key)


def add_ticket(key: ApiKey, place: SocketPlace, companies: Companies, secrets: Secrets, now: datetime) -> NewTicket:
    """For the address of one socket, where a key does not belong. It opens nothing else, and no second time."""
    written = written_ticket(secrets.key_id(), secrets.secret())
    ticket = SocketTicket(
        fingerprint(written), key.company_id, key.fingerprint, now + TICKET_LASTS, place.call_id, place.agent_id
    )
    companies.add_ticket(ticket)
    return NewTicket(written, ticket)


def company_at_socket(shown: str, place: SocketPlace, companies: Companies, now: datetime) -> str:
    """The company of the program that opens this socket: by an operate key, or by a ticket of such a key.

    Raises Unauthenticated, Forbidden.
    """
    if not is_ticket(shown):
        return authenticate(shown, Scope.OPERATE, companies, now).company_id
    ticket = companies.spend_ticket(fingerprint(shown), now)
    lender = companies.key_of(ticket.key_fingerprint) if ticket else None
    if ticket is None or lender is None or not lender.is_valid(now) or not ticket.opens(place.call_id, place.agent_id):
        raise Unauthenticated
    return ticket.company_id


def replace_key(company_id: str, key_id: str, companies: Companies, secrets: Secrets, now: datetime) -> NewKey:
    """A new key of the same scope and label; the old key is valid for one more day. Raises NotFound."""
    old = _key(company_id, key_id, companies, now)
    new = _kept_key(replace(old, created_at=now, ends_at=None), companies, secrets)
    companies.end_key(old, now + GRACE)
    return new


def revoke_key(company_id: str, key_id: str, companies: Companies, now: datetime) -> None:
    """At once. Raises NotFound."""
    companies.end_key(_key(company_id, key_id, companies, now), now)


def refuse_unknown_secrets(company_id: str, headers: Iterable[Mapping[str, str]], missing: MissingSecrets) -> None:
    """Checks the secret names of headers: another company's secret does not exist for this one.

    Raises BadRequest.
    """
    named = {name: name for values in headers for name in values.values()}
    if absent := missing(company_id, named):
        raise BadRequest(f"the company has no secret {', '.join(absent)}")


def good_keys(company_id: str, companies: Companies, now: datetime) -> list[ApiKey]:
    return [key for key in companies.keys_of(company_id) if key.is_valid(now)]


def authenticate(written: str, needed: Scope, companies: Companies, now: datetime, *, clinical: bool = False) -> ApiKey:
    """The API key that was presented. Raises Unauthenticated when unknown or ended, Forbidden without the scope."""
    key = companies.key_of(fingerprint(written)) if written else None
    if key is None or not key.is_valid(now):
        raise Unauthenticated
    return refuse_small_scope(key, needed, clinical=clinical)


def refuse_small_scope(key: ApiKey, needed: Scope, *, clinical: bool = False) -> ApiKey:
    """The key, if it may do this. Raises Forbidden."""
    if key.scope < needed:
        raise Forbidden(f"this needs a key with scope {needed.word}; this one has {key.scope.word}")
    if clinical and not key.clinical:
        raise Forbidden(NEEDS_CLINICAL)
    return key


def _key(company_id: str, key_id: str, companies: Companies, now: datetime) -> ApiKey:
    for key in good_keys(company_id, companies, now):
        if key.key_id == key_id:
            return key
    raise NotFound("API key not found")
