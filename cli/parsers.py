"""Parsers that answer a person: each has a sentence, and one that needs a command and got none lists them."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction["Parser"]
else:
    _Commands = argparse._SubParsersAction


class Parser(argparse.ArgumentParser):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register("action", "parsers", Commands)

    def add_subparsers(self, **options: Any) -> Any:
        self.set_defaults(run=self._list_commands)  # the defaults of a command that was named stand above these
        return super().add_subparsers(**options)

    def _list_commands(self, _args: argparse.Namespace) -> None:
        self.print_help(sys.stderr)
        self.exit(2)


class Commands(_Commands):
    def add_parser(self, name: str, **options: Any) -> Parser:
        """The line in the list of commands is the command's own description, too, where it has no longer one."""
        line = options["help"]
        return super().add_parser(name, **({"description": f"{line[0].upper()}{line[1:]}."} | options))
