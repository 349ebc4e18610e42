"""Verifies the audit log of a campaign's contacts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from trunkline.campaigns.domain.audit_log import Decision, first_broken_link
from trunkline.campaigns.domain.contacts import Contact


@dataclass(frozen=True, slots=True)
class Verified:
    """The verification of one contact's chain; `trouble` is empty when it holds."""

    contact_id: str
    decisions: int
    trouble: str


def verify_decisions(
    contacts: Iterable[Contact], decisions_of: Callable[[str, str], list[Decision]], key: bytes
) -> Iterator[Verified]:
    """The list comes from an index, which may lag: a contact decided about while this runs may look broken once."""
    for contact in contacts:
        decisions = decisions_of(contact.campaign_id, contact.contact_id)
        yield Verified(contact.contact_id, len(decisions), first_broken_link(decisions, contact.seal, key))
