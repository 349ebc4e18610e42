"""`python -m bench.costs`: what a minute of a call costs by mode, and what a stage costs in a month without calls.

Pure arithmetic on two tables: how much of everything a call needs (below, from the template, from the requests that
tests count and from the size of frames) and what one of it costs (`unit_prices.py`, `costs/domain/prices.py`).
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.unit_prices import HOURS, PRICES, READ_ON
from trunkline.costs.domain.prices import table_of

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs/howto/costs.md"
MINUTES, TURNS_A_MINUTE, CALLS_A_TASK = 3.0, 4.0, 120
TASK_VCPU, TASK_GB = 1.0, 2.0
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
    """How much of everything one inbound call of this length needs from AWS."""
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
        need["transfer_out.gb"] += KB_A_SECOND["to_agent"] * minutes * 60 / 1e6
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
    hours, seconds = minutes / 60, minutes * 60
    turns, leases = minutes * TURNS_A_MINUTE, 1 + seconds / 10
    need.update({"dynamodb.write_unit": 8 + turns + 5 * leases})  # a lease is on the record, which two indexes hold
    need.update({"fargate.vcpu_hour": TASK_VCPU * hours / CALLS_A_TASK, "public_ipv4.hour": hours / CALLS_A_TASK})
    need.update({"fargate.gb_hour": TASK_GB * hours / CALLS_A_TASK, "logs.gb": LOG_KB["relayed"] / 1e6})
    through_balancer = (KB_A_SECOND["from_carrier"] + KB_A_SECOND["to_caller"]) * seconds / 1e6
    need.update({"alb.lcu_hour": through_balancer})  # a gigabyte is an hour of one unit
    need.update({"transfer_out.gb": KB_A_SECOND["to_caller"] * seconds / 1e6})


def usd(need: Counter[str]) -> float:
    return sum(PRICES[unit].usd * count for unit, count in need.items())


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
    return [*vendors(mode, day), Line("AWS", "everything of ours", usd(usage(mode, minutes)) / minutes)]


def idle_month(has_relay: bool) -> list[Line]:
    """Nobody calls. What is made once stands there, and the clocks go on."""
    ticks = 60 * HOURS * (1 + 1 / 15 + 1 / 60) + HOURS / 24
    clock = Counter({"scheduler.invocation": ticks, "lambda.request": ticks, "logs.gb": ticks * 1e-6})
    clock.update({"lambda.gb_second": ticks * 0.05, "dynamodb.read_unit": 4 * ticks})
    alarms, secrets = (template_counts(kind) for kind in ("CloudWatch::Alarm", "SecretsManager::Secret"))
    lines = [
        Line("AWS", "clocks: schedules and their functions", usd(clock)),
        Line("AWS", f"{alarms} alarms", alarms * PRICES["cloudwatch.alarm_month"].usd),
        Line("AWS", "dashboard", PRICES["cloudwatch.dashboard_month"].usd),
        Line("AWS", f"{secrets} secrets", secrets * PRICES["secrets.secret_month"].usd),
    ]
    return [*lines, *_idle_relay()] if has_relay else lines


def _idle_relay() -> list[Line]:
    task = Counter({"fargate.vcpu_hour": TASK_VCPU * HOURS, "fargate.gb_hour": TASK_GB * HOURS})
    return [
        Line("AWS", "one relay task", usd(task)),
        Line("AWS", "load balancer", usd(Counter({"alb.hour": HOURS}))),
        Line("AWS", "3 public addresses (no NAT)", usd(Counter({"public_ipv4.hour": 3 * HOURS}))),
        Line("AWS", "metrics of an idle relay", 2 * PRICES["cloudwatch.metric_month"].usd),
    ]


def options() -> list[Line]:
    return [
        Line("AWS", "a KMS key of one's own, each", PRICES["kms.key_month"].usd),
        Line("AWS", "a firewall (WAF)", PRICES["waf.acl_month"].usd),
        Line("AWS", "… each of its rules", PRICES["waf.rule_month"].usd),
    ]


def template_counts(kind: str) -> int:
    """In the template and the stacks inside it."""
    files = [ROOT / "template.yaml", *sorted((ROOT / "stacks").glob("*.yaml"))]
    return sum(len(re.findall(rf"^    Type: AWS::{kind}$", path.read_text(), re.MULTILINE)) for path in files)


def report(day: date) -> str:
    table = table_of(day)
    head = f"list prices read {READ_ON}; calls priced with table {table.version if table else 'none'}"
    lines = [
        head,
        "",
        f"{'a minute, inbound, of ' + format(MINUTES, 'g'):28}{'carrier':>10}{'provider':>10}{'AWS':>10}{'USD':>10}",
    ]
    for mode in MODES:
        found = call_minute(mode, day)
        groups = [
            sum(item.usd for item in found if item.group == group) for group in ("carrier", "voice provider", "AWS")
        ]
        lines.append(f"{mode:28}" + "".join(f"{number:10.5f}" for number in (*groups, sum(groups))))
    for title, found in (("an idle month", idle_month(False)), ("… with a relay", idle_month(True)[4:])):
        lines += ["", f"{title:48}{'USD':>20}", *(f"  {item.what:46}{item.usd:20.2f}" for item in found)]
        lines.append(f"{'':48}{sum(item.usd for item in found):20.2f}")
    lines += ["", "if switched on, a month", *(f"  {option.what:46}{option.usd:20.2f}" for option in options())]
    return "\n".join(lines)


def sources() -> str:
    return "\n".join(f"{unit:28}{price.usd:<16.10g}{price.read}" for unit, price in PRICES.items())


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.costs", description=__doc__)
    asked.add_argument("--day", type=date.fromisoformat, default=date.fromisoformat(READ_ON), help="whose prices count")
    asked.add_argument("--sources", action="store_true", help="each unit price, and where it was read")
    asked.add_argument("--write", action="store_true", help=f"put both into {DOCUMENT.name}")
    given = asked.parse_args()
    if given.write:
        DOCUMENT.write_text(with_output(DOCUMENT.read_text()))
    print(sources() if given.sources else report(given.day))


def with_output(text: str) -> str:
    """The document with this output in its two blocks."""
    blocks = iter((report(date.fromisoformat(READ_ON)), sources()))
    return re.sub(r"(?<=```text\n).*?(?=\n```)", lambda _: next(blocks), text, count=2, flags=re.DOTALL)


if __name__ == "__main__":
    main()
