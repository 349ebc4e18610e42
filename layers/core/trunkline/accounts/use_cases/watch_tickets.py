"""Tickets of those who watch a call: lent to a key that may read it, spent at the relay, and good for nothing else."""

from dataclasses import replace
from datetime import datetime

from trunkline.accounts.domain.companies import ApiKey, SocketTicket, written_ticket
from trunkline.accounts.ports import Companies
from trunkline.accounts.use_cases.manage_companies import TICKET_LASTS, NewTicket, Secrets
from trunkline.calls.domain.stream_tickets import fingerprint
from trunkline.errors import Unauthenticated


def lend_watch(
    key: ApiKey, call_id: str, companies: Companies, secrets: Secrets, now: datetime, *, listens: bool
) -> NewTicket:
    """Whether the key may read this call was asked before."""
    written = written_ticket(secrets.key_id(), secrets.secret())
    ends_at = now + TICKET_LASTS
    ticket = SocketTicket(fingerprint(written), key.company_id, key.fingerprint, ends_at, call_id)
    ticket = replace(ticket, watches=True, listens=listens)
    companies.add_ticket(ticket)
    return NewTicket(written, ticket)


def company_of_watcher(shown: str, call_id: str, companies: Companies, now: datetime, *, listens: bool) -> str:
    """The company whose call this ticket opens. It is spent by being shown. Raises Unauthenticated."""
    ticket = companies.spend_ticket(fingerprint(shown), now) if shown else None
    lender = companies.key_of(ticket.key_fingerprint) if ticket else None
    if ticket is None or lender is None or not lender.is_valid(now):
        raise Unauthenticated
    if not ticket.opens_watch(call_id, listens=listens):
        raise Unauthenticated
    return ticket.company_id
