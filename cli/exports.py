"""`exports`: calls of whole days as files, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY)."""

import argparse
import hashlib
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from cli.api import Answer, ApiRefused, ask, ask_list, client, fetch
from cli.campaigns import STAGE
from cli.files import written
from cli.parsers import API_KEY
from trunkline.errors import BadRequest

PATH = "exports"
ASKED_EVERY_S = 2.0
FORMATS = ("jsonl", "csv", "parquet", "txt", "vtt")
OUTCOMES = ("success", "failure", "unknown")


def add_to(commands: Any) -> None:
    parser = commands.add_parser("exports", help="calls of whole days as files, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    doing.add_parser("list", help="the newest, those of every night among them").set_defaults(run=_list)
    _add_make(doing.add_parser("make", help="ask for one, wait until it is done, and fetch its files"))
    again = doing.add_parser("fetch", help="the files of one that is done")
    again.add_argument("export_id", help="as `exports list` names it")
    again.set_defaults(run=_fetch)
    for command in (doing.choices["make"], again):
        command.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="where to put them")
    for command in doing.choices.values():
        command.set_defaults(over_api=True)
        command.needs = API_KEY
        command.add_stage(default=None, what=STAGE)


def _add_make(make: Any) -> None:
    make.add_argument(
        "--first-day", type=_day, metavar="DAY", help="in UTC: 2026-11-28, yesterday (the default) or today"
    )
    make.add_argument("--last-day", type=_day, metavar="DAY", help="included (default: the first day)")
    make.add_argument("--format", action="append", choices=FORMATS, help="repeatable (default: jsonl)")
    make.add_argument("--agent", metavar="AGENT_ID", help="only calls of this agent")
    make.add_argument("--outcome", choices=OUTCOMES, help="only calls that the voice provider judged so")
    make.add_argument("--without-persons", action="store_true", help="numbers, addresses and names are removed")
    make.set_defaults(run=_make)


def _day(text: str) -> date:
    """What argparse makes of a day. Raises ValueError."""
    back = {"today": 0, "yesterday": 1}.get(text)
    return date.fromisoformat(text) if back is None else datetime.now(UTC).date() - timedelta(days=back)


def _list(args: argparse.Namespace) -> None:
    with client() as api:
        found = ask_list(api, PATH)
    args.out.table([[one["export_id"], one["status"], one["requested_at"], f"{one['rows']} calls"] for one in found])
    if not found:
        args.out.line("no exports yet: exports make --into FOLDER makes one of yesterday")
    args.out.end(found, *(one["export_id"] for one in found))


def _make(args: argparse.Namespace) -> None:
    with client() as api:
        export_id = ask(api, "POST", PATH, json=_order(args))["export_id"]
        while (done := _one(api, export_id))["status"] == "running":
            time.sleep(ASKED_EVERY_S)
    _keep_files(args, done)


def _fetch(args: argparse.Namespace) -> None:
    with client() as api:
        found = _one(api, args.export_id)
    if found["status"] == "running":
        raise BadRequest("it is not done yet: repeat the command")
    _keep_files(args, found)


def _order(args: argparse.Namespace) -> dict[str, Any]:
    """The body that asks for it; a day that is not named is yesterday, which is over."""
    first = args.first_day or _day("yesterday")
    days = {"first_day": first.isoformat(), "last_day": (args.last_day or first).isoformat()}
    given = {"formats": args.format or ["jsonl"], "agent_id": args.agent, "outcome": args.outcome}
    chosen = {name: value for name, value in given.items() if value}
    return days | chosen | {"deidentified": args.without_persons}


def _one(api: httpx.Client, export_id: str) -> Answer:
    return ask(api, "GET", f"{PATH}/{quote(export_id, safe='')}")


def _keep_files(args: argparse.Namespace, done: Answer) -> None:
    """Each file under its own name, beside the manifest. One whose sum is another is refused."""
    files, kept = [Answer(file) for file in done["files"]], list[Path]()
    for file in files:
        kept.append(_keep(args.into / file["format"] / Path(file["key"]).name, fetch(file["url"]), file["sha256"]))
    kept.append(_keep(args.into / "manifest.json", fetch(done["manifest_url"])))
    args.out.line(f"{done['rows']} calls in {len(files)} files in {args.into}")
    if done.get("files_left_out"):
        args.out.line(f"{done['files_left_out']} more are in the manifest alone")
    args.out.end(done | {"kept": [str(path) for path in kept]}, *map(str, kept))


def _keep(path: Path, content: bytes, sha256: str = "") -> Path:
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise ApiRefused(f"{path.name} did not come whole: repeat the command")
    path.parent.mkdir(parents=True, exist_ok=True)
    with written(path) as file:
        file.write(content)
    return path
