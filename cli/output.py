"""Output of a command: sentences for a person, one JSON document for a program, or one value for a variable."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

TEXT, JSON, QUIET = "text", "json", "quiet"


def add_forms(parser: argparse.ArgumentParser) -> None:
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", dest="form", action="store_const", const=JSON, help="answer with one JSON document")
    value = "print nothing but what a script asks for: an id, a key, names; nothing of most commands"
    forms.add_argument("--quiet", dest="form", action="store_const", const=QUIET, help=value)
    parser.set_defaults(form=TEXT)


class Output:
    """Sentences go out as they come; `end` is said once, last."""

    def __init__(self, form: str) -> None:
        self.form = form

    def line(self, text: str) -> None:
        if self.form == TEXT:
            print(text)

    def table(self, rows: list[list[str]]) -> None:
        """Columns as wide as their widest value, the last one as it is."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            *padded, last = (value.ljust(width) for value, width in zip(row, widths, strict=True))
            self.line("  ".join([*padded, last]).rstrip())

    def progress(self, text: str) -> None:
        """Progress for a person who waits, on standard error."""
        if self.form != QUIET:
            print(text, file=sys.stderr)

    def end(self, document: Mapping[str, Any] | list[Any], *values: str) -> None:
        """`values`: what --quiet prints, one a line."""
        if self.form == JSON:
            print(json.dumps(document, indent=1, ensure_ascii=False, default=str))
        if self.form == QUIET:
            for value in values:
                print(value)
