"""`live`: real calls on this machine, with real accounts and a tunnel; the vendors are left as they were."""

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    parser = commands.add_parser("live", help="take real calls on this machine (see .env.example)")
    parser.add_argument("--env-file", type=Path, default=Path(".env"), help="where the values are (default: .env)")
    parser.add_argument("--fix", action="store_true", help="let the vendors be set to this machine, until Ctrl-C")
    parser.needs = "`.env`, filled in as `.env.example` says"
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> None:
    from cli.live.command import run  # a whole local world: no other command should wait for it

    run(args)
