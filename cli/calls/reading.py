"""`calls list`, `search`, `counts`, `show`, `turns` and `recordings`."""

import argparse
import time
from typing import Any
from urllib.parse import quote

import httpx

from cli.api import Answer, ask, client
from cli.output import Output

PAGE = 100  # calls of one request
ASKED_EVERY_S = 2.0
REPORT_WITHIN_S = 60.0  # of the end of a call whose turns come with the provider's report
FILTERS = ("day", "agent_id", "mode", "outcome", "campaign_id")
RECORD = (
    "status", "direction", "from_number", "to_number", "mode", "agent_id", "campaign_id", "conversation_id",
    "started_at", "duration_s", "answered_by", "outcome", "end_reason", "summary", "user_id",
)  # fmt: skip


def path_of(call_sid: str, more: str = "") -> str:
    return f"calls/{quote(call_sid, safe='')}{more}"


def list_calls(args: argparse.Namespace) -> None:
    with client() as api:
        _show_pages(args, lambda wanted: ask(api, "GET", "calls", params=wanted))


def search_calls(args: argparse.Namespace) -> None:
    """Numbers stay out of the address."""
    own = {name: value for name in ("number", "route") if (value := getattr(args, name))}
    with client() as api:
        _show_pages(args, lambda wanted: ask(api, "POST", "calls/search", json=wanted | own))


def _show_pages(args: argparse.Namespace, page_of: Any) -> None:
    """A page may be short and have more."""
    wanted, found = _filters(args), list[Answer]()
    while len(found) < args.limit:
        page = page_of(wanted | {"page_size": min(PAGE, args.limit - len(found))})
        found += map(Answer, page["calls"])
        if not page["has_more"]:
            break
        wanted["cursor"] = page["next_cursor"]
    args.out.table([_line(call) for call in found])
    if not found:
        args.out.line("no calls")
    args.out.end(found, *(call["call_sid"] for call in found))


def _filters(args: argparse.Namespace) -> dict[str, Any]:
    wanted = {name: value for name in FILTERS if (value := getattr(args, name))}
    return wanted | {name: "true" for name in ("trouble", "live") if getattr(args, name)}


def _line(call: Answer) -> list[str]:
    sides = f"{call['from_number'] or '?'} → {call['to_number'] or '?'}"
    length = "" if call["duration_s"] is None else f"{call['duration_s']} s"
    began = (call["started_at"] or "")[:19]
    return [call["call_sid"], began, call["mode"] or "", sides, call["status"], length, ", ".join(call["trouble"])]


def counts(args: argparse.Namespace) -> None:
    days = {name: value for name in ("first_day", "last_day") if (value := getattr(args, name))}
    with client() as api:
        found = ask(api, "GET", "counts", params=days)
    args.out.table([_count(day["day"], Answer(day)) for day in found["days"] if day["calls"]])
    args.out.table([_count("all", found)])
    if not found["is_complete"]:
        args.out.line("days are still being counted: repeat the command")
    args.out.end(found)


def _count(name: str, of: Answer) -> list[str]:
    unknown = f" (unknown: {of['cost_unknown']} calls)" if of["cost_unknown"] else ""
    calls = f"{of['calls']} calls, {of['answered']} answered, {of['trouble']} with trouble"
    return [name, calls, f"{of['minutes']:.1f} min", f"{of['known_usd']:.4f} USD{unknown}"]


def show(args: argparse.Namespace) -> None:
    with client() as api:
        record = ask(api, "GET", path_of(args.call_sid))
    args.out.table([[name, str(record[name])] for name in RECORD if record[name] is not None])
    if record["trouble"]:
        args.out.line(f"trouble: {', '.join(record['trouble'])}")
    for event in map(Answer, record["timeline"]):
        detail = "  ".join(f"{name}: {value}" for name, value in event["detail"].items())
        args.out.line(f"{event['at'][:19]}  {event['kind']}  {detail}".rstrip())
    args.out.end(record, record["call_sid"])


def turns(args: argparse.Namespace) -> None:
    with client() as api:
        found = follow(api, args.call_sid, args.out) if args.follow else _all_turns(api, args.call_sid, args.out)
    if not found:
        args.out.line("no turns")
    args.out.end(found)


def recordings(args: argparse.Namespace) -> None:
    with client() as api:
        found = ask(api, "GET", path_of(args.call_sid, "/recordings"))["recordings"]
    for recording in map(Answer, found):
        lasts = recording["expires_in_s"]
        until = f"for {lasts} s" if lasts else "with your key"
        begins = f", from second {recording['begins_at_s']:g}" if recording["begins_at_s"] else ""
        args.out.line(f"{recording['kind']}, {recording['content_type']}, {until}{begins}")
        args.out.line(f"  {recording['url']}")
        if recording["text"]:
            args.out.line(f"  {recording['text']}")
    if not found:
        args.out.line("no recordings")
    args.out.end(found, *(Answer(recording)["url"] for recording in found))


def _all_turns(api: httpx.Client, call_sid: str, out: Output) -> list[Answer]:
    shown = list[Answer]()
    while _next_page(api, call_sid, shown, out)["has_more"]:
        pass
    return shown


def _next_page(api: httpx.Client, call_sid: str, shown: list[Answer], out: Output) -> Answer:
    """Shows the turns behind those that were shown, and adds them."""
    page = ask(api, "GET", path_of(call_sid, "/turns"), params={"after": shown[-1]["number"] if shown else 0})
    for turn in map(Answer, page["turns"]):
        out.line(f"{turn['time_in_call_secs']:7.1f} s  {turn['role']:<5}  {turn['message'] or '…'}")
        shown.append(turn)
    return page


def follow(api: httpx.Client, call_sid: str, out: Output) -> list[Answer]:
    """The turns as they come, until the call is over and they are complete, or no report has come in time."""
    shown, waited_s = list[Answer](), 0.0
    while True:
        page = _next_page(api, call_sid, shown, out)
        if page["has_more"]:
            continue
        if page["is_over"] and (page["is_complete"] or waited_s >= REPORT_WITHIN_S):
            return shown
        waited_s += ASKED_EVERY_S if page["is_over"] else 0.0
        time.sleep(ASKED_EVERY_S)
