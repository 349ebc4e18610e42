"""Agents: their settings at a voice provider, and agent files with checks. Nothing changes without a word.

What reads the files is imported when a command does: every other command starts without it.
"""

import argparse
from pathlib import Path
from typing import Any

from cli.agents import settings
from cli.parsers import API_KEY, AWS

FILES = "agent files or folders (default: agents/)"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("agents", help="settings of agents, and checks of agent files", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    settings.add_to(doing)
    _add_test(doing)
    _add_pushes(doing)


def _add_test(doing: Any) -> None:
    what = "Screenplays in text against the brain, with the file's script or with a real model."
    parser = doing.add_parser("test", help="play each file's checks against the brain", description=what)
    parser.set_defaults(run=_test)
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE", help=FILES)
    model = "of an OpenAI-compatible model, whose key is OPENAI_API_KEY (default: each file's script)"
    parser.add_argument("--model-url", metavar="URL", help=model)
    parser.add_argument("--model", default="", help="the model's name there (default: `models.brain` of the file)")
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write the results there, too, as JUnit")
    parser.needs = "OPENAI_API_KEY in the environment, where the model wants a key; nothing with a script"


def _add_pushes(doing: Any) -> None:
    diff = doing.add_parser("diff", help="what differs between agent files and the agents, and fails if anything does")
    apply = doing.add_parser("apply", help="change the agents to what the files say")
    for parser, run in ((diff, _diff), (apply, _apply)):
        parser.set_defaults(run=run)
        parser.add_argument("paths", nargs="*", type=Path, metavar="FILE", help=FILES)
        parser.add_argument("--to", metavar="PROVIDER", help="one of those in `at` (default: all of them)")
        parser.add_stage()
        parser.needs = f"{API_KEY} for the brain; {AWS}, and the providers' keys in the stage's secret, for the others"


def _test(args: argparse.Namespace) -> None:
    from cli.agents.check_command import check

    check(args)


def _diff(args: argparse.Namespace) -> None:
    from cli.agents.push_command import diff

    diff(args)


def _apply(args: argparse.Namespace) -> None:
    from cli.agents.push_command import apply

    apply(args)
