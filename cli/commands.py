"""All commands, each from the module that carries it out."""

import tomllib
from pathlib import Path

from cli import (
    agents,
    audit,
    audit_log,
    calls,
    campaigns,
    companies,
    cost_of,
    doctor,
    endpoints,
    events,
    exports,
    live,
    prompts,
)
from cli.data import backup, erase, replay
from cli.deploy import console_files, preflight
from cli.deploy import relay_parameters as relay
from cli.output import add_forms
from cli.parsers import Parser

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
MODULES = (
    *(agents, backup, calls, campaigns, companies, console_files, audit, audit_log, cost_of, doctor, endpoints, erase),
    *(events, exports, live, preflight, prompts, relay, replay),
)


def make_parser() -> Parser:
    parser = Parser(prog="python -m cli", description="Run a stage of Trunkline.")
    version = tomllib.loads(PROJECT.read_text())["project"]["version"]
    parser.add_argument("--version", action="version", version=f"Trunkline {version}")
    parser.set_defaults(form="text")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for module in MODULES:
        module.add_to(commands)
    for command in parser.leaves():
        add_forms(command)
        command.epilog = f"Needs {command.needs}."
    return parser
