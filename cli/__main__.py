"""`python -m cli COMMAND`: says what it did, or in one sentence why it could not."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from local.commands.ending import drop_output, status_of

if TYPE_CHECKING:
    from cli.parsers import Parser


OURS = {"cli", "local", "trunkline", "media_relay"}
ACTIVATE = "`. .venv/bin/activate` first, once in each terminal (`make setup` makes it)"


def main(arguments: Sequence[str] | None = None) -> int:
    return status_of(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    """Everything is imported here, where an interrupt is expected."""
    try:
        from cli.environment import environment_of
        from cli.failures import EXPECTED, sentence
        from cli.output import Output

        parser = make_parser()
    except ModuleNotFoundError as error:
        if str(error.name).split(".")[0] in OURS:
            raise
        print(f"python -m cli: {error.name} is not installed: {ACTIVATE}", file=sys.stderr)
        return 1
    try:
        args = _parsed(parser, arguments)
        args.out = Output(args.form)
        with environment_of(args):
            args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except EXPECTED as error:
        print(f"{parser.prog}: {sentence(error)}", file=sys.stderr)
        _flush_or_drop()
        return 1
    return 0


def _parsed(parser: "Parser", arguments: Sequence[str] | None) -> Namespace:
    try:
        return parser.parse_args(arguments)
    except SystemExit:  # after --help, too, and that has to arrive
        sys.stdout.flush()
        raise


def _flush_or_drop() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()


def make_parser() -> "Parser":
    from cli.commands import make_parser as made

    return made()


if __name__ == "__main__":
    sys.exit(main())
