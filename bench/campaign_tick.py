"""What a tick costs with a short list and with a long one, the same number being due: `python -m bench.campaign_tick`.

The real tick and the real tables on `bench/campaign_table.py`; queue, scheduler and telephone are not there. Sizes take
turns, so that a noisy neighbour disturbs both.
"""

import argparse
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.campaign_table import CampaignTable
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.calls.domain.outbound.dial_jobs import Job
from trunkline.campaigns.adapters.attempts_table import CampaignAttempts
from trunkline.campaigns.adapters.campaigns_table import CampaignsTable, due
from trunkline.campaigns.adapters.items import campaign_values, contact_values, millis
from trunkline.campaigns.adapters.ticks_table import TicksTable
from trunkline.campaigns.domain.campaigns import Campaign, CampaignState, Channel, Pacing
from trunkline.campaigns.domain.contacts import Consent, Contact, contact_id
from trunkline.campaigns.use_cases.tick_campaign import TickCampaignDeps, Ticked, tick

RESULT = Path(__file__).parent / "results/campaign_tick.json"
NOW = datetime(2026, 7, 6, 16, tzinfo=UTC)  # Monday noon in New York
NAME, COMPANY = "spring", "acme"
SIZES = (10_000, 1_000_000)
GOAL = 1.2


class NoQueue:
    """The port `DialQueue`: messages are not what grows with a list."""

    def send(self, jobs: Iterable[Job], _now: datetime) -> None:
        list(jobs)


@dataclass
class Stage:
    """A campaign with so many contacts, so many of them due."""

    contacts: int
    due: int

    def __post_init__(self) -> None:
        self.table, self.queue, self.now = CampaignTable(), NoQueue(), NOW
        live = Pacing(Decimal(1000), 10_000_000)
        order = Campaign(NAME, COMPANY, "Spring", Channel.VOICE, "+12025550100", NOW, pacing=live)
        order = Campaign(**{**_fields(order), "state": CampaignState.RUNNING})
        self.table.put_item(Item=to_item(table_keys.campaign(NAME) | campaign_values(order)))
        for number in range(self.contacts):
            self._store(number)
        table: Any = self.table
        self.ticking = TickCampaignDeps(
            TicksTable(table, "t"), CampaignAttempts(table, "t"), CampaignsTable(table, "t", lambda: self.now),
            self.queue, _absent(), _absent(), b"key", lambda _region, _day: False, Decimal("0.1"),
            lambda _name, _now: True, lambda: self.now,
        )  # fmt: skip

    def _store(self, number: int) -> None:
        phone = f"+1212{number:07}"
        name = contact_id(NAME, phone)
        at = NOW - timedelta(hours=1) if number < self.due else NOW + timedelta(days=1)
        key = table_keys.contact(NAME, name)
        make = partial(_item, phone, name, at)
        self.table.store((key["pk"], key["sk"]), due(NAME, name), millis(at), make)

    def run(self) -> tuple[Ticked, float, dict[str, int]]:
        self.table.requests.clear()
        began = time.perf_counter()
        ticked = tick(NAME, self.ticking, self.now)
        took = time.perf_counter() - began
        return ticked, took * 1000, dict(self.table.requests)


def _item(phone: str, name: str, at: datetime) -> dict[str, Any]:
    consent = Consent("form", datetime(2026, 1, 1, tzinfo=UTC))
    contact = Contact(name, NAME, COMPANY, phone, "America/New_York", "US-NY", consent=consent, due_at=at)
    waits = {"due": due(NAME, name), "due_at": millis(at), "owner": f"{NAME}#contact"}
    return to_item(table_keys.contact(NAME, name) | contact_values(contact) | waits)


def _fields(campaign: Campaign) -> dict[str, Any]:
    return {name: getattr(campaign, name) for name in Campaign.__slots__}


def _absent() -> Any:
    """A request here is an error: no attempt is late, no campaign ends."""
    return None


def measure(sizes: tuple[int, ...], due_now: int, runs: int) -> dict[str, Any]:
    values: dict[int, list[tuple[float, dict[str, int]]]] = {size: [] for size in sizes}
    for _ in range(runs):
        for size in sizes:
            ticked, took, requests = Stage(size, due_now).run()
            if ticked.claimed != due_now:
                raise SystemExit(f"{ticked.claimed} of {due_now} were claimed")
            values[size].append((took, requests))
    return {
        str(size): {"tick_ms": round(median(took for took, _ in runs_of), 1), "requests": runs_of[0][1]}
        for size, runs_of in values.items()
    } | {"due": due_now, "runs": runs}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--due", type=int, default=300, help="contacts due at this tick")
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--keep", metavar="DATE", help=f"write {RESULT.name}")
    given = asked.parse_args()
    found = measure(SIZES, given.due, given.runs)
    small, large = (found[str(size)] for size in SIZES)
    found["ratio"] = round(large["tick_ms"] / small["tick_ms"], 3)
    found["met"] = found["ratio"] <= GOAL and small["requests"] == large["requests"]
    print(json.dumps(found, indent=1))
    if given.keep:
        RESULT.write_text(json.dumps({"date": given.keep} | found, indent=1) + "\n")


if __name__ == "__main__":
    main()
