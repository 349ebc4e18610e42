"""`campaigns`: order, fill, preview, start, watch and stop them, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY)."""

import argparse
import json
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from cli.api import Answer, ask, ask_list, client, fetch, upload
from cli.files import written
from cli.output import QUIET, Output
from cli.parsers import API_KEY, AWS
from cli.stage import stage_named
from trunkline.bootstrap.shared.common import aws_client, utc_now
from trunkline.campaigns.adapters.campaigns_table import SuppressionsTable
from trunkline.campaigns.adapters.phone_number_parser import to_e164
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.domain.text_encodings import Unreadable, text_of
from trunkline.errors import BadRequest
from trunkline.numbering.e164 import InvalidPhoneNumber

STAGE = (
    "whose API (default: what TRUNKLINE_URL leads to); its address is looked up in AWS, the key is TRUNKLINE_API_KEY;"
    " local: the world of `make run`, and its key"
)
ASKED_EVERY_S = 2.0
BAR = 30
NUMBERS_AT_ONCE = 500
OVER = {"finished", "cancelled", "draft", "paused"}
VERBS = {
    "start": "call its people from now on",
    "pause": "place no further call",
    "resume": "go on where it was paused",
    "cancel": "for good",
}


def add_to(commands: Any) -> None:
    parser = commands.add_parser("campaigns", help="outbound campaigns, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    create = doing.add_parser("create", help="a draft, from a JSON file as POST /campaigns takes it")
    create.add_argument("file", type=Path, help="what is ordered (docs/howto/run-a-campaign.md)")
    create.set_defaults(run=_create)
    doing.add_parser("list", help="all of them, with their state").set_defaults(run=_list)
    fill = _of_one(doing, "import", "upload a CSV list and import it", _import)
    fill.add_argument("file", type=Path, help="the list, as a spreadsheet saves it")
    fill.add_argument("--country", default="US", help="of numbers that are written without one (default: US)")
    fill.add_argument("--report", type=Path, metavar="FILE", help="where to put the report of rejected rows")
    _of_one(doing, "preview", "whom it would dial, whom not and why, when, for how much", _preview)
    for verb, meaning in VERBS.items():
        _of_one(doing, verb, meaning, _move)
    _of_one(doing, "watch", "progress with rate and end, until it is over", _watch)
    results = _of_one(doing, "results", "a table with a row for every contact", _results)
    results.add_argument("--into", type=Path, required=True, metavar="FILE", help="where to put it, as CSV")
    _add_suppress(doing)
    for command in doing.choices.values():
        command.set_defaults(over_api=True)
        command.needs = API_KEY
        command.add_stage(default=None, what=STAGE)
    doing.choices["suppress"].needs = f"{API_KEY}; with `--everybody` {AWS} instead"


def _add_suppress(doing: Any) -> None:
    suppress = doing.add_parser("suppress", help="people who must not be called, by any campaign of yours")
    suppress.add_argument("numbers", nargs="*", metavar="NUMBER", help="+14155550123")
    suppress.add_argument("--file", type=Path, help="more of them, one a line")
    everybody = "for every company of the stage (default: dev): takes AWS credentials, no API key"
    suppress.add_argument("--everybody", action="store_true", help=everybody)
    suppress.add_argument("--source", default="cli", help="who asked for it (default: cli)")
    suppress.set_defaults(run=_suppress)


def _of_one(doing: Any, name: str, meaning: str, run: Any) -> Any:
    parser = doing.add_parser(name, help=meaning)
    parser.add_argument("campaign_id", help="as `campaigns list` names it")
    parser.set_defaults(run=run)
    return parser


def _create(args: argparse.Namespace) -> None:
    body = _json_of(args.file)
    with client() as api:
        made = ask(api, "POST", "campaigns", json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
    args.out.line(f"campaign {made['campaign_id']}: {made['name']}, {made['state']}")
    args.out.end(made, made["campaign_id"])


def _json_of(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{file} is no JSON that can be read: {error}") from error


def _list(args: argparse.Namespace) -> None:
    with client() as api:
        campaigns = ask_list(api, "campaigns")
    for campaign in campaigns:
        args.out.line(f"{campaign['campaign_id']}  {campaign['state']:<9}  {campaign['name']}")
    if not campaigns:
        args.out.line("no campaigns yet: campaigns create FILE makes one")
    args.out.end(campaigns, *(campaign["campaign_id"] for campaign in campaigns))


def _import(args: argparse.Namespace) -> None:
    path = f"campaigns/{args.campaign_id}/contacts"
    with client() as api:
        order = ask(api, "POST", path, json={"default_region": args.country})
        upload(order["upload_url"], args.file)
        location = f"{path}/{order['import_id']}"
        ask(api, "POST", f"{location}/begin")
        while (now := ask(api, "GET", location))["status"] in {"waiting", "running"}:
            counts = f"{now['rows']} rows, {now['rows_per_second'] or 0:.0f}/s"
            _show(args.out, now["share"], counts, now["seconds_left"])
            time.sleep(ASKED_EVERY_S)
    _show(args.out, 1.0, f"{now['rows']} rows", 0, last=True)
    if now["status"] == "failed":
        raise BadRequest(f"the list cannot be read: {now['problem']}")
    args.out.line(f"{now['added']} added, {now['merged']} merged, {now['rejected']} rejected")
    if args.report:
        _keep(args.report, fetch(now["report_url"]))
    args.out.end(now)


def _preview(args: argparse.Namespace) -> None:
    found = _waited_for(f"campaigns/{args.campaign_id}/preview")
    args.out.line(f"will dial {found['will_dial']} of {found['contacts']}")
    for reason, number in found["skipped"].items():
        args.out.line(f"  skips {number}: {reason}")
    if found["first_call_at"]:
        args.out.line(f"first call {found['first_call_at']}, last call {found['last_call_at']}")
    else:
        args.out.line("no call would be placed")
    minutes = found["assumed_minutes_per_call"]
    args.out.line(f"about {found['estimated_usd'] or 'an unknown number of'} USD, at {minutes:g} minutes a call")
    args.out.end(found)


def _waited_for(path: str) -> Answer:
    with client() as api:
        ask(api, "POST", path)
        while (found := ask(api, "GET", path))["status"] == "working":
            time.sleep(ASKED_EVERY_S)
    if found["status"] == "failed":
        raise BadRequest(f"it could not be made: {found.get('problem') or 'repeat the command'}")
    return found


def _move(args: argparse.Namespace) -> None:
    with client() as api:
        now = ask(api, "POST", f"campaigns/{args.campaign_id}/{args.doing}")
    args.out.line(now["state"])
    args.out.end(now)


def _watch(args: argparse.Namespace) -> None:
    with client() as api:
        while (now := ask(api, "GET", f"campaigns/{args.campaign_id}/progress"))["state"] not in OVER:
            _show(args.out, _share(now), _counts(now), now["seconds_left"])
            time.sleep(ASKED_EVERY_S)
    _show(args.out, _share(now), _counts(now), 0, last=True)
    reason = now["reason"]
    args.out.line(f"{now['state']} ({reason})" if reason else now["state"])
    for outcome, number in now["outcomes"].items():
        args.out.line(f"  {outcome}: {number}")
    args.out.end(now)


def _share(now: Answer) -> float:
    return float(now["done"] / now["contacts"]) if now["contacts"] else 0.0


def _counts(now: Answer) -> str:
    rate = now["contacts_per_minute"]
    return f"{now['done']}/{now['contacts']} done, {now['live']} live, {rate or 0:g}/min"


def _results(args: argparse.Namespace) -> None:
    found = _waited_for(f"campaigns/{args.campaign_id}/results")
    _keep(args.into, fetch(found["url"]))
    args.out.line(f"{found['rows']} people in {args.into}")
    args.out.end({"rows": found["rows"], "file": args.into})


def _keep(path: Path, content: bytes) -> None:
    with written(path) as file:
        file.write(content)


def _suppress(args: argparse.Namespace) -> None:
    given = [*args.numbers, *(_lines_of(args.file) if args.file else [])]
    read = list(map(_number, given))
    if wrong := read.count(None):
        raise BadRequest(f"{wrong} of {len(given)} numbers are no numbers with a country code, like +14155550123")
    numbers = list(dict.fromkeys(number for number in read if number))
    if not numbers:
        raise BadRequest("no numbers: name some, or a --file of them")
    _suppress_for_all_companies(args, numbers) if args.everybody else _suppress_for_company(args, numbers)
    args.out.line(f"{len(numbers)} numbers are not called any more")
    args.out.end({"suppressed": len(numbers), "every_company": args.everybody})


def _lines_of(file: Path) -> list[str]:
    try:
        return [line.strip() for line in text_of(file.read_bytes()).splitlines() if line.strip()]
    except Unreadable as problem:
        raise BadRequest(f"{file}: {problem}") from problem


def _number(text: str) -> str | None:
    try:
        return to_e164(text)
    except InvalidPhoneNumber:
        return None


def _suppress_for_company(args: argparse.Namespace, numbers: list[str]) -> None:
    with client() as api:
        for first in range(0, len(numbers), NUMBERS_AT_ONCE):
            some = numbers[first : first + NUMBERS_AT_ONCE]
            ask(api, "POST", "suppressions", json={"numbers": some, "source": args.source})


def _suppress_for_all_companies(args: argparse.Namespace, numbers: list[str]) -> None:
    table = SuppressionsTable(aws_client("dynamodb"), stage_named(args.stage or "dev").output("CampaignsTableName"))
    for number in numbers:
        table.add(Suppression(number, SuppressionScope.GLOBAL, "", args.source, utc_now()))


def _show(out: Output, share: float, counts: str, seconds_left: int | None, *, last: bool = False) -> None:
    """A line that is written over, on a terminal; elsewhere a line of its own."""
    if out.form == QUIET:
        return
    filled = round(share * BAR)
    left = "" if last or seconds_left is None else f", {seconds_left // 60} min {seconds_left % 60} s left"
    line = f"[{'#' * filled}{'.' * (BAR - filled)}] {share:6.1%}  {counts}{left}"
    over = sys.stderr.isatty()
    print(f"\r{line}\x1b[K" if over else line, end="\n" if last or not over else "", file=sys.stderr, flush=True)
