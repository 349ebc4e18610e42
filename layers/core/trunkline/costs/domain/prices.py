"""Price tables as data. They are examples: list prices as published on the day named, without discounts or taxes.

A table is never changed once calls were priced with it: a new price is a new table with a later day. What a table does
not know it leaves out, and the costs that need it stay unknown.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PriceTable:
    """US dollars. Counts from its day on, until another one does."""

    version: str
    effective: date
    sources: dict[str, str]  # where each family of prices was read
    prices: dict[str, Decimal]


_FIRST = PriceTable(
    version="2026-01",
    effective=date(2026, 1, 1),
    sources={
        "twilio": "Twilio, United States, pay as you go: local numbers, media streams, ConversationRelay",
        "elevenlabs": "ElevenLabs, Creator plan: 22 dollars for 100 000 credits",
        "retell": "Retell AI, pay as you go: voice engine and telephony of one minute",
        "aws": "AWS us-east-1: Fargate (arm64), Lambda, DynamoDB and S3 requests of one call",
    },
    prices={
        "twilio.inbound.minute": Decimal("0.0085"),
        "twilio.outbound.minute": Decimal("0.0140"),
        "twilio.media_stream.minute": Decimal("0.0040"),
        "twilio.conversation_relay.minute": Decimal("0.0700"),  # speech both ways; the model is not in it
        "elevenlabs.credit": Decimal("0.00022"),
        "retell.minute": Decimal("0.07"),
        "aws.relay.minute": Decimal("0.0000033"),  # a task of 1 vCPU and 2 GB shared by 200 calls
        "aws.call": Decimal("0.00006"),  # invocations, table writes and objects of a call, beside its minutes
    },
)

_AWS_BY_PARTS = PriceTable(  # AWS's part by mode; the vendors' prices are unchanged
    version="2026-12",
    effective=date(2026, 12, 1),
    sources=_FIRST.sources
    | {"aws": "AWS us-east-1, by python -m bench.costs: requests, audio out, load balancer, share of a task"},
    prices=_FIRST.prices
    | {
        "aws.relay.minute": Decimal("0.000151"),  # audio out, leases, turns, load balancer, a share of a task
        "aws.voice.minute": Decimal("0.000070"),  # the agent's audio does not leave us
        "aws.call.relay": Decimal("0.000090"),
        "aws.call.register": Decimal("0.000073"),
        "aws.call.voice": Decimal("0.000040"),
        "aws.call": Decimal("0.000018"),  # of any other mode: no agent reports on it
    },
)

TABLES = (_FIRST, _AWS_BY_PARTS)


def table_of(day: date) -> PriceTable | None:
    """The table that counts on this day; None before the first."""
    known = [table for table in TABLES if table.effective <= day]
    return max(known, key=lambda table: table.effective) if known else None
