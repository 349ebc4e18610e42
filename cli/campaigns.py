"""`campaigns`: order, fill, preview, start, watch and stop them, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY)."""

import argparse
import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from cli.stage import stage_named
from trunkline.bootstrap.common import aws_client, utc_now
from trunkline.campaigns.adapters.campaigns_table import SuppressionsTable
from trunkline.campaigns.adapters.phone_number_parser import to_e164
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.campaigns.domain.text_encodings import Unreadable, text_of
from trunkline.errors import BadRequest, TrunklineError
from trunkline.numbering.e164 import InvalidPhoneNumber

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


class ApiRefused(TrunklineError):
    """The API's own words."""


def add_to(commands: Any) -> None:
    parser = commands.add_parser("campaigns", help="outbound campaigns, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    create = doing.add_parser("create", help="a draft, from a JSON file as POST /campaigns takes it")
    create.add_argument("file", type=Path)
    create.set_defaults(run=_create)
    doing.add_parser("list", help="all of them, with their state").set_defaults(run=_list)
    fill = _of_one(doing, "import", "upload a CSV list and import it", _import)
    fill.add_argument("file", type=Path)
    fill.add_argument("--region", default="US", help="country of numbers without one (default: US)")
    fill.add_argument("--report", type=Path, help="where to put the report of rejected rows")
    _of_one(doing, "preview", "whom it would dial, whom not and why, when, for how much", _preview)
    for verb, meaning in VERBS.items():
        _of_one(doing, verb, meaning, _move)
    _of_one(doing, "watch", "progress with rate and end, until it is over", _watch)
    results = _of_one(doing, "results", "a table with a row for everybody on the list", _results)
    results.add_argument("--into", type=Path, required=True)
    suppress = doing.add_parser("suppress", help="people who must not be called, by any campaign of yours")
    suppress.add_argument("numbers", nargs="*", metavar="NUMBER", help="+14155550123")
    suppress.add_argument("--file", type=Path, help="more of them, one a line")
    suppress.add_argument(
        "--everybody", action="store_true", help="for every company of a stage: takes AWS credentials"
    )
    suppress.add_argument("--stage", default="dev", help="which stage, with --everybody (default: dev)")
    suppress.add_argument("--source", default="cli", help="who asked for it")
    suppress.set_defaults(run=_suppress)


def _of_one(doing: Any, name: str, meaning: str, run: Any) -> Any:
    parser = doing.add_parser(name, help=meaning)
    parser.add_argument("campaign_id")
    parser.set_defaults(run=run)
    return parser


def client() -> httpx.Client:
    url, key = os.environ.get("TRUNKLINE_URL", ""), os.environ.get("TRUNKLINE_API_KEY", "")
    if not url or not key:
        raise BadRequest("set TRUNKLINE_URL (as PublicBaseUrl) and TRUNKLINE_API_KEY")
    return httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=30)


def fetch(url: str) -> bytes:
    return httpx.get(url, timeout=300).raise_for_status().content


def upload(url: str, file: Path) -> None:
    with file.open("rb") as data:
        values = {"Content-Type": "text/csv", "Content-Length": str(file.stat().st_size)}
        httpx.put(url, content=data, headers=values, timeout=3600).raise_for_status()


def _ask(api: httpx.Client, method: str, path: str, **more: Any) -> Any:
    answer = api.request(method, f"/api/v1/{path}", **more)
    try:
        payload = answer.json()
    except ValueError as error:
        raise ApiRefused(f"{answer.status_code} without JSON: is TRUNKLINE_URL the API's address?") from error
    if answer.status_code >= 400:
        detail = payload.get("detail", payload) if isinstance(payload, dict) else payload
        raise ApiRefused(f"{answer.status_code}: {detail}")
    return payload


def _create(args: argparse.Namespace) -> None:
    request = _json_of(args.file)
    with client() as api:
        made = _ask(api, "POST", "campaigns", json=request, headers={"Idempotency-Key": uuid.uuid4().hex})
    print(f"campaign {made['campaign_id']}: {made['name']}, {made['state']}")


def _json_of(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"{file} is no JSON that can be read: {error}") from error


def _list(_told: argparse.Namespace) -> None:
    with client() as api:
        for item in _ask(api, "GET", "campaigns"):
            print(f"{item['campaign_id']}  {item['state']:<9}  {item['name']}")


def _import(args: argparse.Namespace) -> None:
    path = f"campaigns/{args.campaign_id}/contacts"
    with client() as api:
        order = _ask(api, "POST", path, json={"default_region": args.region})
        upload(order["upload_url"], args.file)
        item = f"{path}/{order['import_id']}"
        _ask(api, "POST", f"{item}/begin")
        while (now := _ask(api, "GET", item))["status"] in {"waiting", "running"}:
            _show(now["share"], f"{now['rows']} rows, {now['rows_per_second'] or 0:.0f}/s", now["seconds_left"])
            time.sleep(ASKED_EVERY_S)
    _show(1.0, f"{now['rows']} rows", 0, last=True)
    if now["status"] == "failed":
        raise BadRequest(f"the list cannot be read: {now['problem']}")
    print(f"{now['added']} added, {now['merged']} merged, {now['rejected']} rejected")
    if args.report:
        args.report.write_bytes(fetch(now["report_url"]))


def _preview(args: argparse.Namespace) -> None:
    found = _waited_for(f"campaigns/{args.campaign_id}/preview")
    print(f"will dial {found['will_dial']} of {found['contacts']}")
    for reason, number in found["skipped"].items():
        print(f"  skips {number}: {reason}")
    print(f"first call {found['first_call_at']}, last call {found['last_call_at']}")
    minutes = found["assumed_minutes_per_call"]
    print(f"about {found['estimated_usd'] or 'an unknown number of'} USD, at {minutes:g} minutes a call")


def _waited_for(path: str) -> Any:
    with client() as api:
        _ask(api, "POST", path)
        while (found := _ask(api, "GET", path))["status"] == "working":
            time.sleep(ASKED_EVERY_S)
    return found


def _move(args: argparse.Namespace) -> None:
    with client() as api:
        print(_ask(api, "POST", f"campaigns/{args.campaign_id}/{args.doing}")["state"])


def _watch(args: argparse.Namespace) -> None:
    with client() as api:
        while (now := _ask(api, "GET", f"campaigns/{args.campaign_id}/progress"))["state"] not in OVER:
            _show(_share(now), _counts(now), now["seconds_left"])
            time.sleep(ASKED_EVERY_S)
    _show(_share(now), _counts(now), 0, last=True)
    print(f"{now['state']} {now['reason']}".strip())
    for outcome, number in now["outcomes"].items():
        print(f"  {outcome}: {number}")


def _share(now: dict[str, Any]) -> float:
    return now["done"] / now["contacts"] if now["contacts"] else 0.0


def _counts(now: dict[str, Any]) -> str:
    rate = now["contacts_per_minute"]
    return f"{now['done']}/{now['contacts']} done, {now['live']} live, {rate or 0:g}/min"


def _results(args: argparse.Namespace) -> None:
    found = _waited_for(f"campaigns/{args.campaign_id}/results")
    args.into.write_bytes(fetch(found["url"]))
    print(f"{found['rows']} people in {args.into}")


def _suppress(args: argparse.Namespace) -> None:
    given = [*args.numbers, *(_lines_of(args.file) if args.file else [])]
    read = list(map(_number, given))
    if wrong := read.count(None):
        raise BadRequest(f"{wrong} of {len(given)} numbers are no numbers with a country code, like +14155550123")
    numbers = list(dict.fromkeys(number for number in read if number))
    if not numbers:
        raise BadRequest("no numbers: name some, or a --file of them")
    _suppress_for_everybody(args, numbers) if args.everybody else _suppress_for_one(args, numbers)
    print(f"{len(numbers)} numbers are not called any more")


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


def _suppress_for_one(args: argparse.Namespace, numbers: list[str]) -> None:
    with client() as api:
        for first in range(0, len(numbers), NUMBERS_AT_ONCE):
            some = numbers[first : first + NUMBERS_AT_ONCE]
            _ask(api, "POST", "suppressions", json={"numbers": some, "source": args.source})


def _suppress_for_everybody(args: argparse.Namespace, numbers: list[str]) -> None:
    table = SuppressionsTable(aws_client("dynamodb"), stage_named(args.stage).output("CampaignsTableName"))
    for number in numbers:
        table.add(Suppression(number, SuppressionScope.GLOBAL, "", args.source, utc_now()))


def _show(share: float, counts: str, seconds_left: int | None, *, last: bool = False) -> None:
    """A line that is written over, on a terminal; elsewhere a line of its own."""
    filled = round(share * BAR)
    left = "" if last or seconds_left is None else f", {seconds_left // 60} min {seconds_left % 60} s left"
    line = f"[{'#' * filled}{'.' * (BAR - filled)}] {share:6.1%}  {counts}{left}"
    over = sys.stderr.isatty()
    print(f"\r{line}\x1b[K" if over else line, end="\n" if last or not over else "", file=sys.stderr, flush=True)
