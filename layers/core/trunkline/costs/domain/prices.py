"""Price tables as data. They are examples: list prices as published on the day named, without discounts or taxes.

A table is never changed once calls were priced with it: a new price is a new table with a later day. What a table does
not know it leaves out, and whatever needs it stays unknown.
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


TABLES = (
    PriceTable(
        version="2026-01",
        effective=date(2026, 1, 1),
        sources={
            "twilio": "Twilio Programmable Voice, United States, pay as you go: local numbers, media streams",
            "elevenlabs": "ElevenLabs, Creator plan: 22 dollars for 100 000 credits",
            "retell": "Retell AI, pay as you go: voice engine and telephony of one minute",
            "aws": "AWS us-east-1: Fargate (arm64), Lambda, DynamoDB and S3 requests of one call",
        },
        prices={
            "twilio.inbound.minute": Decimal("0.0085"),
            "twilio.outbound.minute": Decimal("0.0140"),
            "twilio.media_stream.minute": Decimal("0.0040"),
            "elevenlabs.credit": Decimal("0.00022"),
            "retell.minute": Decimal("0.07"),
            "aws.relay.minute": Decimal("0.0000033"),  # a task of 1 vCPU and 2 GB shared by 200 calls
            "aws.call": Decimal("0.00006"),  # invocations, table writes and objects of a call, beside its minutes
        },
    ),
)


def table_of(day: date) -> PriceTable | None:
    """The table that counts on this day; None before the first."""
    known = [table for table in TABLES if table.effective <= day]
    return max(known, key=lambda table: table.effective) if known else None
