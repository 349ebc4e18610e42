"""What a minute of a campaign's calls is taken to cost, while it runs: the budget guard cannot wait for the bill."""

from decimal import Decimal

from trunkline.costs.domain.prices import PriceTable

PARTS = ("twilio.outbound.minute", "twilio.media_stream.minute", "aws.relay.minute")
AGENT_MINUTE_USD = Decimal("0.10")
"""The voice provider bills in credits, and tells them after the call. This is what a minute of an agent came to at list
prices; it is on the dear side on purpose, and counts for every channel."""


def usd_per_minute(table: PriceTable | None) -> Decimal:
    """Of the dearest channel: a guard that stops early is better than one that stops late."""
    known = table.prices if table else {}
    return sum((known.get(part, Decimal(0)) for part in PARTS), AGENT_MINUTE_USD)
