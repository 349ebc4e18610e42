"""Agents: their settings at a voice provider. Nothing changes without a word."""

from typing import Any

from cli.agents import settings


def add_to(commands: Any) -> None:
    parser = commands.add_parser("agents", help="settings of agents, and checks of agent files", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    settings.add_to(doing)
