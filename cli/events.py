"""`events types`: the types of events that an event endpoint can receive. It asks nothing of the API."""

import argparse
from typing import Any

from trunkline.events.domain.events import EventType

NO_KEY = "nothing: the types are of this version"


def add_to(commands: Any) -> None:
    parser = commands.add_parser("events", help="events for other systems", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    types = doing.add_parser("types", help="for `endpoints add --type`; docs/reference/events.md has their data")
    types.needs = NO_KEY
    types.set_defaults(run=_types)


def _types(args: argparse.Namespace) -> None:
    types = [type_.value for type_ in EventType]
    for type_ in types:
        args.out.line(type_)
    args.out.end(types, *types)
