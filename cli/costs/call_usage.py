"""AWS usage of a call by its mode, and its cost with the vendors'."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cli.costs.unit_prices import PRICES
from trunkline.costs.domain.prices import table_of

MINUTES, TURNS_A_MINUTE = 3.0, 4.0
MS = {"answer": 60.0, "ask_provider": 700.0, "callback": 30.0, "report": 40.0, "file": 400.0, "fetch": 900.0}
"""How long a warm function is taken to run: no AWS was asked, so generously. What waits for a vendor waits."""
CREDITS_A_MINUTE = (
    400  # of an agent, Creator plan ("cost in credits per extra minute"); its language model is billed apart
)
SPOKEN_CHARACTERS_A_MINUTE = 450  # in mode voice: half of a minute at 15 characters a second, a credit each
KB_A_SECOND = {"from_carrier": 20.5, "to_agent": 15.0, "to_caller": 5.5}  # 20 ms frames; the agent talks half the time
LOG_KB = {"function": 1.0, "relayed": 8.0}

MODES = ("register", "relay", "voice", "forward", "voicemail")
RELAYED, WITH_AGENT = {"relay", "voice"}, {"register", "relay"}


@dataclass(frozen=True, slots=True)
class Line:
    group: str
    what: str
    usd: float


def usage(mode: str, minutes: float = MINUTES) -> Counter[str]:
    """The usage of an inbound call of this length, beside its share of a relay task."""
    need: Counter[str] = Counter()
    _function(need, 1024, MS["ask_provider" if mode == "register" else "answer"], writes=12, reads=3)
    for _ in range(1 + 2 * (mode in RELAYED)):  # its end; a stream that began and stopped
        _function(need, 512, MS["callback"], writes=5)
    if mode != "register":
        _function(need, 1024, MS["answer"], writes=0, reads=1)  # after-stream, after-dial, the message
    if mode in WITH_AGENT:
        _agent(need)
    if mode in RELAYED:
        _relay(need, minutes)
    if mode == "relay":
        need.update({"transfer_out.gb": KB_A_SECOND["to_agent"] * minutes * 60 / 1e6})
    return need


def _function(need: Counter[str], memory_mb: int, ms: float, writes: float, reads: float = 0.0) -> None:
    """One request through the gateway. A write is counted with its index."""
    need.update({"http_api.request": 1, "lambda.request": 1, "lambda.gb_second": memory_mb / 1024 * ms / 1000})
    need.update({"dynamodb.write_unit": writes, "dynamodb.read_unit": reads, "logs.gb": LOG_KB["function"] / 1e6})


def _agent(need: Counter[str]) -> None:
    """The report is kept, queued and filed, and the provider's recording fetched."""
    _function(need, 512, MS["report"], writes=0)
    need.update({"lambda.request": 2, "lambda.gb_second": (MS["file"] + MS["fetch"]) / 1000 / 2, "sqs.request": 6})
    need.update({"s3.put": 5, "s3.get": 2, "dynamodb.write_unit": 14, "dynamodb.read_unit": 4})
    need.update({"logs.gb": 2 * LOG_KB["function"] / 1e6})


def _relay(need: Counter[str], minutes: float) -> None:
    seconds = minutes * 60
    turns, leases = minutes * TURNS_A_MINUTE, 1 + seconds / 10
    need.update({"dynamodb.write_unit": 8 + turns + 5 * leases})  # a lease is on the record, which two indexes hold
    need.update({"logs.gb": LOG_KB["relayed"] / 1e6})
    through_balancer = (KB_A_SECOND["from_carrier"] + KB_A_SECOND["to_caller"]) * seconds / 1e6
    need.update({"alb.lcu_hour": through_balancer})  # a gigabyte is an hour of one unit
    need.update({"transfer_out.gb": KB_A_SECOND["to_caller"] * seconds / 1e6})


def usd(need: Counter[str]) -> float:
    return sum(PRICES[unit].usd * count for unit, count in need.items())


def by_use_a_minute(mode: str, minutes: float = MINUTES) -> float:
    return usd(usage(mode, minutes)) / minutes


def vendors(mode: str, day: date) -> Iterator[Line]:
    """A minute, at the prices that calls are priced with."""
    table = table_of(day)
    known = table.prices if table else {}
    credit = known["elevenlabs.credit"]
    yield Line("carrier", "a minute inbound", float(known["twilio.inbound.minute"]))
    if mode == "forward":
        yield Line("carrier", "a minute outbound, the other phone", float(known["twilio.outbound.minute"]))
    if mode in RELAYED:
        yield Line("carrier", "a minute of media stream", float(known["twilio.media_stream.minute"]))
    if mode in WITH_AGENT:
        yield Line("voice provider", f"agent, {CREDITS_A_MINUTE} credits", float(credit * CREDITS_A_MINUTE))
    if mode == "voice":
        characters = Decimal(SPOKEN_CHARACTERS_A_MINUTE)
        yield Line("voice provider", f"speech, {characters} characters", float(credit * characters))


def call_minute(mode: str, day: date, minutes: float = MINUTES) -> list[Line]:
    return [*vendors(mode, day), Line("AWS", "by use", by_use_a_minute(mode, minutes))]
