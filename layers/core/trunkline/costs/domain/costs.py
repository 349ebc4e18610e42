"""The cost of a call, line by line. Unknown stays unknown: a line without a price or a quantity is None and never 0."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trunkline.calls.domain.call_search import CallSummary
from trunkline.costs.domain.prices import PriceTable, table_of
from trunkline.ids import DEFAULT_PROVIDER

STREAMED = {"relay", "voice"}  # modes whose audio crosses our relay
SPOKEN_BY_PROVIDER = {"relay", "voice", "register"}
CONVERSE = "converse"  # the carrier speaks; what the brain's model costs is not known
UNASSIGNED = ""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One part of a call's cost. `usd` is None when the quantity or the price is not known."""

    part: str
    quantity: Decimal | None
    unit: str
    usd: Decimal | None
    source: str  # a price table's version, or "reported" by the vendor itself


@dataclass(frozen=True, slots=True)
class CostBreakdown:
    """All the lines of one call."""

    lines: tuple[CostLine, ...]

    @property
    def known_usd(self) -> Decimal:
        return sum((line.usd for line in self.lines if line.usd is not None), Decimal(0))

    @property
    def usd(self) -> Decimal | None:
        """The whole cost, or None as long as any part of it is unknown."""
        return None if not self.lines or any(line.usd is None for line in self.lines) else self.known_usd


def breakdown_of(call: CallSummary) -> CostBreakdown:
    """From the record alone. A call that is not over has no ledger yet."""
    if not call.is_over and "conversation_duration_s" not in call.facts:
        return CostBreakdown(())
    table = table_of(datetime.fromisoformat(call.started_at).date()) if call.started_at else None
    mode = str(call.facts.get("mode", UNASSIGNED))
    lines = [_carrier(call.facts, table)]
    if mode in STREAMED:
        lines.append(_minutes("media stream", "twilio.media_stream.minute", _carried_s(call.facts), table))
        each = _known(table, f"aws.{mode}.minute", "aws.relay.minute")
        lines.append(_minutes("relay", each, _carried_s(call.facts), table))
    if mode == CONVERSE:
        lines.append(_minutes("conversation relay", "twilio.conversation_relay.minute", _carried_s(call.facts), table))
    if mode in SPOKEN_BY_PROVIDER:
        lines.append(_speech(call.facts, table) if mode == "voice" else _provider(call.facts, table))
    if mode != "voice" and "speech_credits" in call.facts:  # texts that were synthesized beside the agent's own words
        lines.append(_credits("speech", call.facts["speech_credits"], call.facts, table))
    return CostBreakdown(
        (*lines, _line("aws", Decimal(1), "call", _known(table, f"aws.call.{mode}", "aws.call"), table))
    )


def _known(table: PriceTable | None, of_the_mode: str, of_any: str) -> str:
    """A table may tell what a mode takes from AWS, or one price for all of them."""
    return of_the_mode if table and of_the_mode in table.prices else of_any


def _carrier(facts: Mapping[str, Any], table: PriceTable | None) -> CostLine:
    """The carrier counts begun minutes. A call it never connected costs nothing there, and it says so: 0 seconds."""
    direction = "inbound" if facts.get("direction") == "inbound" else "outbound"
    return _minutes("carrier", f"twilio.{direction}.minute", facts.get("duration_s"), table)


def _provider(facts: Mapping[str, Any], table: PriceTable | None) -> CostLine:
    if facts.get("cost_usd") is not None:
        usd = Decimal(str(facts["cost_usd"]))
        return CostLine("voice provider", usd, "USD", usd, "reported")
    by_minute = f"{_provider_of(facts)}.minute"
    if table and by_minute in table.prices:
        return _minutes("voice provider", by_minute, facts.get("conversation_duration_s"), table)
    return _credits("voice provider", facts.get("cost_credits"), facts, table)


def _speech(facts: Mapping[str, Any], table: PriceTable | None) -> CostLine:
    """The relay counts the credits of what it had spoken; a call that was never connected had nothing spoken."""
    spoken = facts.get("speech_credits", 0 if facts.get("duration_s") == 0 else None)
    return _credits("voice provider", spoken, facts, table)


def _credits(part: str, count: Any, facts: Mapping[str, Any], table: PriceTable | None) -> CostLine:
    return _line(part, None if count is None else Decimal(count), "credit", f"{_provider_of(facts)}.credit", table)


def _provider_of(facts: Mapping[str, Any]) -> str:
    return str(facts.get("provider") or DEFAULT_PROVIDER)


def _carried_s(facts: Mapping[str, Any]) -> int | None:
    payload: int | None = facts.get("conversation_duration_s", facts.get("duration_s"))
    return payload


def _minutes(part: str, price: str, seconds: int | None, table: PriceTable | None) -> CostLine:
    begun = None if seconds is None else Decimal(-(-int(seconds) // 60))
    return _line(part, begun, "minute", price, table)


def _line(part: str, quantity: Decimal | None, unit: str, price: str, table: PriceTable | None) -> CostLine:
    each = table.prices.get(price) if table else None
    usd = None if quantity is None or each is None else quantity * each
    return CostLine(part, quantity, unit, usd, table.version if table else "no table")


@dataclass(slots=True)
class CostSum:
    """Calls added up. `known_usd` is what is known; `calls_unknown` says of how many calls it is not the whole."""

    calls: int = 0
    calls_unknown: int = 0
    known_usd: Decimal = Decimal(0)
    by_part: dict[str, Decimal] = field(default_factory=dict)

    def add(self, ledger: CostBreakdown) -> None:
        self.calls += 1
        self.calls_unknown += ledger.usd is None
        self.known_usd += ledger.known_usd
        for line in ledger.lines:
            if line.usd is not None:
                self.by_part[line.part] = self.by_part.get(line.part, Decimal(0)) + line.usd

    def join(self, other: "CostSum") -> None:
        self.calls += other.calls
        self.calls_unknown += other.calls_unknown
        self.known_usd += other.known_usd
        for part, usd in other.by_part.items():
            self.by_part[part] = self.by_part.get(part, Decimal(0)) + usd

    def values(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CostKey:
    """The key of a sum of costs. An unknown campaign is empty."""

    day: date
    agent_id: str
    campaign_id: str


def day_of_costs(day: date, calls: Iterable[CallSummary]) -> dict[CostKey, CostSum]:
    """One day's calls by agent and campaign, in one pass."""
    sums: dict[CostKey, CostSum] = {}
    for call in calls:
        agent, campaign = (str(call.facts.get(name) or UNASSIGNED) for name in ("agent_id", "campaign_id"))
        sums.setdefault(CostKey(day, agent, campaign), CostSum()).add(breakdown_of(call))
    return sums


def sum_of(sums: Iterable[CostSum]) -> CostSum:
    """The sum of all lines."""
    total = CostSum()
    for item in sums:
        total.join(item)
    return total


def used_pct(total: CostSum, budget_usd: Decimal) -> Decimal:
    """The known use of a budget in percent; it may be more."""
    return (total.known_usd * 100 / budget_usd).quantize(Decimal("0.1"))
