"""`python -m cli COMMAND`: says what it did, or in one sentence why it could not."""

import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from cli import audit_log, backup, campaigns, companies, doctor, erase, live, preflight, relay, replay
from cli.failures import EXPECTED, sentence
from cli.parsers import Parser

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
INTERRUPTED, PIPE_CLOSED = 130, 141  # what shells say of a program that a signal ended


def main(arguments: Sequence[str] | None = None) -> int:
    parser = make_parser()
    args = parser.parse_args(arguments)
    try:
        args.run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more as it ends
        return PIPE_CLOSED
    except EXPECTED as error:
        print(f"{parser.prog}: {sentence(error)}", file=sys.stderr)
        return 1
    return 0


def make_parser() -> Parser:
    parser = Parser(prog="python -m cli", description="Run a stage of Trunkline.")
    version = tomllib.loads(PROJECT.read_text())["project"]["version"]
    parser.add_argument("--version", action="version", version=f"Trunkline {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for module in (backup, campaigns, companies, audit_log, doctor, erase, live, preflight, relay, replay):
        module.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
