"""`python -m cli.reference`: docs/reference/command-line.md, written from the parsers."""

import argparse
import sys
from collections.abc import Iterator

from cli.commands import make_parser
from cli.parsers import Parser

INTRODUCTION = """# The command line

Every command of `python -m cli`, run from the repository with its environment (`. .venv/bin/activate`). This page is
written by `make api-docs` from the parsers that read what you type; `--help` behind any command shows its part of it.

**Which stage, where.** `--stage` names a block of `samconfig.toml`; without it the stage is `dev`. The region is the
first of: `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's (`AWS_PROFILE`). Tables, bucket and queues are
those of the stage's stack. `--stage local` is the world of `make run` in another terminal, with its own credentials and
API key: a command can be tried there first, without an account. With `LOCAL_PORT` there, set it here, too.

**Over the API.** `calls`, `campaigns`, `endpoints` and `prompts` ask the API at `TRUNKLINE_URL`, which is the stage's
`PublicBaseUrl`, with the key `TRUNKLINE_API_KEY`; with `--stage` the address is that stage's.
Everything else asks AWS, with the credentials that `aws` would take; `cost-of` and `events` ask nothing.

**Answers.** Sentences for a person. `--json`: one document instead. `--quiet`: only what a script asks for, so that
`ID=$(python -m cli campaigns create order.json --quiet)` holds an id; of most commands that is nothing. Progress, and
what went wrong, go to the error output.

**Exit status.** 0: done. 1: not done, or a check failed, and a sentence says why. 2: what was typed is no command. 130:
interrupted. 141: what read the answer has gone.
"""
COMMON = {"--stage", "--region", "--json", "--quiet", "--help"}


def page() -> str:
    parts = [INTRODUCTION, *(_command(parser) for parser in make_parser().leaves())]
    return "\n".join(parts)


def _command(parser: Parser) -> str:
    name = parser.prog.removeprefix("python -m cli ")
    lines = [f"## {name}", "", parser.description or "", "", f"Needs {parser.needs}.", ""]
    if rows := list(_rows(parser)):
        lines += ["| | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _rows(parser: Parser) -> Iterator[str]:
    for action in parser._actions:
        if not COMMON & set(action.option_strings):
            required = " (required)" if action.option_strings and action.required else ""
            yield f"| {_spelled(action)} | {action.help}{required} |"


def _spelled(action: argparse.Action) -> str:
    value = str(action.metavar or action.dest.upper())
    if action.choices is not None:
        value = "`, `".join(map(str, action.choices))
    if not action.option_strings:
        return f"`{value}`{' …' if action.nargs in ('+', '*') else ''}"
    option = action.option_strings[-1]
    return f"`{option}`" if action.nargs == 0 else f"`{option}` `{value}`"


if __name__ == "__main__":
    sys.stdout.write(page())
