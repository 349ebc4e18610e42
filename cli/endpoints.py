"""`endpoints`: event endpoints and their deliveries, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY, an admin key)."""

import argparse
from typing import Any
from urllib.parse import quote

from cli.api import Answer, ask, ask_list, client, delete
from cli.campaigns import STAGE
from cli.parsers import API_KEY

PATH = "event-endpoints"
CALLS = "call-webhooks"  # the name under which the secret of all calls' webhooks is rotated


def add_to(commands: Any) -> None:
    parser = commands.add_parser("endpoints", help="event endpoints, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    doing.add_parser("list", help="all of them, with their state").set_defaults(run=_list)
    add = doing.add_parser("add", help="an https address that receives events; shows its secret, once")
    add.add_argument("url", help="https://crm.example.com/hook")
    add.add_argument("--type", action="append", default=[], metavar="TYPE", help="several times; without it every type")
    add.set_defaults(run=_add)
    _of_one(doing, "test", "send it an endpoint.test", _test)
    _of_one(doing, "deliveries", "the newest deliveries, or those of a call: call-<CallSid>", _deliveries)
    resend = _of_one(doing, "resend", "send a delivery again, with its id", _resend)
    resend.add_argument("delivery_id", help="as `endpoints deliveries` names it")
    _of_one(doing, "rotate", f"a new secret, shown once; {CALLS}: that of all calls' webhooks", _rotate)
    _of_one(doing, "remove", "for good, with what waits for it", _remove)
    for command in doing.choices.values():
        command.set_defaults(over_api=True)
        command.needs = API_KEY
        command.add_stage(default=None, what=STAGE)


def _of_one(doing: Any, name: str, meaning: str, run: Any) -> Any:
    parser = doing.add_parser(name, help=meaning)
    parser.add_argument("endpoint_id", help="as `endpoints list` names it")
    parser.set_defaults(run=run)
    return parser


def _path(args: argparse.Namespace, more: str = "") -> str:
    return f"{PATH}/{quote(args.endpoint_id, safe='')}{more}"


def _list(args: argparse.Namespace) -> None:
    with client() as api:
        endpoints = ask_list(api, PATH)
    for endpoint in endpoints:
        state = "on" if endpoint["is_enabled"] else f"off: {endpoint['disabled_reason']}"
        args.out.line(f"{endpoint['endpoint_id']}  {endpoint['url']}  {state}")
    if not endpoints:
        args.out.line("no event endpoints yet: endpoints add URL makes one")
    args.out.end(endpoints, *(endpoint["endpoint_id"] for endpoint in endpoints))


def _add(args: argparse.Namespace) -> None:
    with client() as api:
        made = ask(api, "POST", PATH, json={"url": args.url, "types": args.type})
    args.out.line(f"endpoint {made['endpoint_id']}; its secret, shown this once: {made['secret']}")
    args.out.end(made, made["endpoint_id"], made["secret"])


def _test(args: argparse.Namespace) -> None:
    with client() as api:
        sent = ask(api, "POST", _path(args, "/test"))
    args.out.line(f"{sent['type']} is on its way: delivery {sent['delivery_id']}")
    args.out.end(sent, sent["delivery_id"])


def _deliveries(args: argparse.Namespace) -> None:
    with client() as api:
        page = ask(api, "GET", _path(args, "/deliveries"))
    for delivery in map(Answer, page["deliveries"]):
        last = Answer(delivery["attempts"][-1]) if delivery["attempts"] else None
        answer = (last["status"] or last["error"]) if last else "not tried yet"
        args.out.line(f"{delivery['delivery_id']}  {delivery['type']:<18}  {delivery['state']:<9}  {answer}")
    if not page["deliveries"]:
        args.out.line("no deliveries in the last 30 days")
    args.out.end(page, *(delivery["delivery_id"] for delivery in page["deliveries"]))


def _resend(args: argparse.Namespace) -> None:
    with client() as api:
        sent = ask(api, "POST", _path(args, f"/deliveries/{quote(args.delivery_id, safe='')}/resend"))
    args.out.line(f"delivery {sent['delivery_id']} is sent again")
    args.out.end(sent, sent["delivery_id"])


def _rotate(args: argparse.Namespace) -> None:
    with client() as api:
        made = ask(api, "POST", _path(args, "/rotate"))
    args.out.line(f"the new secret, shown this once: {made['secret']}; the one before signs beside it for a day")
    args.out.end(made, made["secret"])


def _remove(args: argparse.Namespace) -> None:
    with client() as api:
        delete(api, _path(args))
    args.out.line(f"endpoint {args.endpoint_id} is removed")
    args.out.end({"endpoint_id": args.endpoint_id}, args.endpoint_id)
