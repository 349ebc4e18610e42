"""`cost-of`: what a stage costs by list prices and its parameters in samconfig.toml. It asks nothing of AWS."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:
    line = "what a stage costs in a month without calls and a minute with them, on paper"
    parser = commands.add_parser("cost-of", help=line)
    parser.add_argument("name", metavar="STAGE", help="a block of samconfig.toml")
    parser.needs = "`samconfig.toml`"
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    from cli.costs.stage_shape import shape_of
    from cli.costs.table import document, table

    shape = shape_of(args.name)
    args.out.line(table(shape))
    args.out.end(document(shape))
