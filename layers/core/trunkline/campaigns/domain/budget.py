"""The assumed price of a campaign's minute while it runs: the budget guard cannot wait for the bill."""

from decimal import Decimal

from trunkline.costs.domain.prices import PriceTable

PARTS = ("twilio.outbound.minute", "twilio.media_stream.minute", "aws.relay.minute")
AGENT_MINUTE_USD = Decimal("0.10")
"""The voice provider bills in credits, reported after the call. This is the price of a minute of an agent at list
prices; it is on the dear side on purpose, and counts for every channel."""


def usd_per_minute(table: PriceTable | None) -> Decimal:
    """Of the dearest channel: a guard that stops early is better than one that stops late."""
    known = table.prices if table else {}
    return sum((known.get(part, Decimal(0)) for part in PARTS), AGENT_MINUTE_USD)
