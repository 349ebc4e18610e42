"""Parsers that answer a person: each has a sentence, and one that needs a command and got none lists them."""

import argparse
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction["Parser"]
else:
    _Commands = argparse._SubParsersAction


LOCAL = "local"
AWS, API_KEY = "AWS credentials", "an API key"
REGION_FROM = ("AWS_REGION", "AWS_DEFAULT_REGION", "the profile's")
REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d+")


def region(text: str) -> str:
    if not REGION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"not a region of AWS: {text} (write one like eu-central-1)")
    return text


class Parser(argparse.ArgumentParser):
    needs = AWS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register("action", "parsers", Commands)

    def add_subparsers(self, **options: Any) -> Any:
        self.set_defaults(run=self._list_commands)  # the defaults of a command that was named stand above these
        return super().add_subparsers(**options)

    def add_stage(self, default: str | None = "dev", what: str = "") -> None:
        """Adds --stage and --region, on which `cli.environment` acts."""
        what = what or f"a block of samconfig.toml; {LOCAL}: the world of `make run` (default: {default})"
        self.add_argument("--stage", default=default, help=what)
        self.add_argument("--region", type=region, help=f"of the stage (default: {', '.join(REGION_FROM)})")

    def leaves(self) -> "Iterator[Parser]":
        """Itself, or all commands below it."""
        groups = [action for action in self._actions if isinstance(action, argparse._SubParsersAction)]
        below: list[Parser] = [parser for group in groups for parser in group.choices.values()]
        if not below:
            yield self
        for parser in below:
            yield from parser.leaves()

    def _print_message(self, message: str, file: Any = None) -> None:
        """As argparse does it, but what cannot be written is an error."""
        if message:
            (file or sys.stderr).write(message)

    def _list_commands(self, _args: argparse.Namespace) -> None:
        self.print_help(sys.stderr)
        self.exit(2)


class Commands(_Commands):
    def add_parser(self, name: str, **options: Any) -> Parser:
        """The line in the list of commands is the command's own description, too, where it has no longer one."""
        line = options["help"]
        return super().add_parser(name, **({"description": f"{line[0].upper()}{line[1:]}."} | options))
