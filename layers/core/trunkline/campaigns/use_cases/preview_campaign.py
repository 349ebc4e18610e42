"""Looks at a campaign's whole list beforehand, and writes its results afterwards: jobs, because lists are long."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from trunkline.campaigns.domain.campaigns import Campaign
from trunkline.campaigns.domain.contact_imports import results_key
from trunkline.campaigns.domain.contacts import Contact
from trunkline.campaigns.domain.csv_injection import escape
from trunkline.campaigns.domain.eligibility import EligibilityInput
from trunkline.campaigns.domain.simulation import Assumptions, Preview, preview_calls
from trunkline.campaigns.ports import ContactFacts, ContactFiles, Contacts, Notes, TickStore
from trunkline.campaigns.use_cases.eligibility_input import eligibility_input

KNOWN_AT_ONCE = 100
CSV_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("contact_id", "phone", "region", "time_zone", "state", "attempts", "dialled", "outcome", "reason")
ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class PreviewCampaignDeps:
    """All that a preview, or a table of results, needs."""

    contacts: Contacts
    ticks: TickStore
    files: ContactFiles
    notes: Notes
    assumed: Assumptions
    now: Callable[[], datetime]


def preview_name(campaign_id: str) -> str:
    return f"preview-{campaign_id}"


def results_name(campaign_id: str) -> str:
    return f"results-{campaign_id}"


def write_preview(campaign: Campaign, deps: PreviewCampaignDeps) -> Preview:
    """Writes the preview of a campaign as if it were started now."""
    now = deps.now()
    preview = preview_calls(campaign, _known(campaign, deps), now, deps.assumed)
    deps.notes.write(
        campaign.company_id, preview_name(campaign.campaign_id), preview_to_dict(preview, deps.assumed, now)
    )
    return preview


def _known(campaign: Campaign, deps: PreviewCampaignDeps) -> Iterator[tuple[Contact, EligibilityInput]]:
    people = deps.contacts.of_campaign(campaign.campaign_id)
    while contacts := list(islice(people, KNOWN_AT_ONCE)):
        known = deps.ticks.facts_of(campaign, contacts)
        for contact in contacts:
            yield contact, eligibility_input(known.get(contact.contact_id, ContactFacts()))


def preview_to_dict(preview: Preview, assumed: Assumptions, now: datetime) -> dict[str, Any]:
    usd = preview.estimated_usd(assumed)
    return {
        "made_at": now.isoformat(),
        "contacts": preview.contacts,
        "will_dial": preview.will_dial,
        "skipped": dict(sorted(preview.skipped.items())),
        "first_call_at": preview.first_call_at.isoformat() if preview.first_call_at else None,
        "last_call_at": preview.last_call_at.isoformat() if preview.last_call_at else None,
        "estimated_usd": None if usd is None else f"{usd:.2f}",
        "assumed_minutes_per_call": assumed.call.total_seconds() / 60,
    }


def write_results(campaign: Campaign, deps: PreviewCampaignDeps) -> int:
    """A row for each contact of the list, in its present state."""
    rows = deps.contacts.of_campaign(campaign.campaign_id)
    written = 0

    def pieces() -> Iterator[bytes]:
        nonlocal written
        yield _table([COLUMNS])
        while some := list(islice(rows, ROWS_AT_ONCE)):
            written += len(some)
            yield _table(map(_row, some))

    key = results_key(campaign.company_id, campaign.campaign_id)
    deps.files.stream(key, pieces(), CSV_TYPE)
    values = {"made_at": deps.now().isoformat(), "rows": written, "key": key}
    deps.notes.write(campaign.company_id, results_name(campaign.campaign_id), values)
    return written


def _row(contact: Contact) -> tuple[Any, ...]:
    facts = (contact.region, contact.zone, contact.state.value, contact.attempts, contact.dialled)
    return (contact.contact_id, contact.phone, *facts, contact.outcome, contact.reason)


def _table(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([escape(value) for value in row] for row in rows)
    return text.getvalue().encode()
