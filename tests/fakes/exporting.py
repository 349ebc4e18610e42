"""Calls made up on the fly, and a desk that exports them to this machine's AWS: for tests and the benchmark."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import to_item
from trunkline.ids import CallId, company_day

NAMES = ("Xanthippe", "Quillfeather")
# Personal data that a de-identified file must not contain.
CANARIES = (
    *NAMES,
    "+14155550187",
    "415 555 0187",
    "4155550187",
    "canary@example.net",
    "five five five oh one eight seven",
)
SAID = (
    "Hello, this is Xanthippe Quillfeather.",
    "You reach me at 415 555 0187, that is four one five, five five five oh one eight seven.",
    "Or +1 (415) 555-0187, or canary@example.net, canary at example dot net.",
)


def record(number: int, day: date, company_id: str = "acme", **facts: Any) -> dict[str, Any]:
    """A call's record as the tables keep it."""
    started = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=number % 86_000)
    call_id = CallId(f"CA{day:%m%d}{number:026}")
    return table_keys.call(call_id) | {
        "call_id": call_id,
        "company_id": company_id,
        "company_day": company_day(company_id, started),
        "started_at": started.isoformat(),
        "direction": "inbound" if number % 3 else "outbound",
        "from_number": "+14155550187",
        "to_number": "+15005550006",
        "mode": "relay",
        "status": "completed",
        "progress": 4,
        "provider": "elevenlabs",
        "agent_id": f"agent_{number % 4}",
        "conversation_id": f"conv_{call_id}",
        "outcome": ("success", "failure", "unknown")[number % 3],
        "duration_s": 60 + number % 300,
        "conversation_duration_s": 58 + number % 300,
        "turn_count": 6,
        "turn_latency_ms": Decimal("812.5"),
        "cost_credits": None if number % 5 == 0 else 300 + number % 100,
        "summary": "Xanthippe asked for a call back at 415 555 0187.",
        "metadata": {"customer_name": "Xanthippe Quillfeather"},
        "transcript_key": f"transcripts/dt={day}/{call_id}/conv_{call_id}.json",
        **facts,
    }


def transcript(call_id: str) -> bytes:
    turns = [
        {"speaker": ("agent", "caller")[n % 2], "text": SAID[n % 3], "at_s": n * 4, "interrupted": n == 2,
         "intended": SAID[1] if n == 2 else None, "tools": [], "novelty": {"said": SAID[n % 3]}}
        for n in range(6)
    ]  # fmt: skip
    values = {"schema": 1, "call_id": call_id, "language": "en", "turns": turns}
    return json.dumps(values | {"variables": {"first_name": "Xanthippe", "phone": "+14155550187"}}).encode()


def items_of_day(calls: int, day: date) -> Iterator[dict[str, Any]]:
    return (to_item(record(number, day)) for number in range(calls))
