"""`relay-parameters`: what the relay's stack is deployed with, for `make deploy-relay`.

The first stack says what it has, by the names of its outputs and parameters; the stage's relay block of samconfig.toml
says what is decided for the relay, and goes before.
"""

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.parsers import AWS
from cli.stage import StageUnknown, block_of, overrides_in, stack_of
from local.cloud.relay_template import FILE, relay_parameters
from local.cloud.template import read_yaml

ROOT = Path(__file__).parents[2]


def add_to(commands: Any) -> None:
    parser = commands.add_parser("relay-parameters", help="what the relay's stack is deployed with")
    parser.add_stage()
    parser.needs = f"{AWS} and `samconfig.toml`"
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    first = stack_of(args.stage)
    decided = overrides_in(block_of(f"{args.stage}-relay"))
    words = written(read_yaml(ROOT / FILE), first.outputs, first.parameters, decided)
    args.out.line(words)
    args.out.end(dict(word.split("=", 1) for word in shlex.split(words)), words)


def written(
    template: Mapping[str, Any], outputs: Mapping[str, str], parameters: Mapping[str, str], decided: Mapping[str, str]
) -> str:
    """Words for `sam deploy --parameter-overrides`. Raises StageUnknown when one is missing or unknown."""
    asked = template["Parameters"]
    given = {**relay_parameters(asked, outputs, parameters), **decided}
    if unknown := sorted(set(given) - set(asked)):
        raise StageUnknown(f"{FILE} has no parameter {', '.join(unknown)}")
    if missing := sorted(name for name, about in asked.items() if name not in given and "Default" not in about):
        raise StageUnknown(f"the relay's stack needs {', '.join(missing)}: see docs/howto/deploy.md")
    return " ".join(shlex.quote(f"{name}={value}") for name, value in given.items())
