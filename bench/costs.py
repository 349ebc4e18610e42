"""`python -m bench.costs`: what a minute of a call costs by mode, and each stage of samconfig.toml idle and busy.

Pure arithmetic on two tables: how much of everything a call needs (`cli/costs/call_usage.py`) and what one of it costs
(`cli/costs/unit_prices.py`, `trunkline/costs/domain/prices.py`). One stage alone: `python -m cli cost-of`.
"""

import argparse
import re
from datetime import date
from pathlib import Path

from cli.costs.call_usage import MINUTES, MODES, call_minute
from cli.costs.stage_shape import shape_of
from cli.costs.table import table
from cli.costs.unit_prices import PRICES, READ_ON
from trunkline.costs.domain.prices import TABLES, table_of

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs/howto/costs.md"
STAGES = ("dev", "staging", "prod")
DAY = TABLES[-1].effective
TITLES = ("carrier", "provider", "AWS, use", "USD")
GROUPS = ("carrier", "voice provider", "AWS")


def minutes(day: date) -> str:
    prices = table_of(day)
    lines = [
        f"list prices read {READ_ON}; calls priced with table {prices.version if prices else 'none'}",
        "",
        f"{f'a minute, inbound, of {MINUTES:g}':28}" + "".join(f"{title:>10}" for title in TITLES),
    ]
    for mode in MODES:
        found = call_minute(mode, day)
        groups = [sum(item.usd for item in found if item.group == group) for group in GROUPS]
        lines.append(f"{mode:28}" + "".join(f"{number:10.5f}" for number in (*groups, sum(groups))))
    return "\n".join(lines)


def stages() -> str:
    return "\n\n\n".join(table(shape_of(stage)) for stage in STAGES)


def sources() -> str:
    return "\n".join(f"{unit:28}{price.usd:<16.10g}{price.read}" for unit, price in PRICES.items())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.costs", description=__doc__)
    parser.add_argument("--day", type=date.fromisoformat, default=DAY, help="whose prices count")
    parser.add_argument("--sources", action="store_true", help="each unit price, and where it was read")
    parser.add_argument("--write", action="store_true", help=f"put all three into {DOCUMENT.name}")
    args = parser.parse_args()
    if args.write:
        DOCUMENT.write_text(with_output(DOCUMENT.read_text()))
    print(sources() if args.sources else f"{minutes(args.day)}\n\n\n{stages()}")


def with_output(text: str) -> str:
    """The document with this output in its three blocks."""
    blocks = iter((minutes(DAY), stages(), sources()))
    return re.sub(r"(?<=```text\n).*?(?=\n```)", lambda _: next(blocks), text, count=3, flags=re.DOTALL)


if __name__ == "__main__":
    main()
