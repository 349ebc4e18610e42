"""`calls`: list, read, place and steer calls, over the API (TRUNKLINE_URL, TRUNKLINE_API_KEY)."""

import argparse
from typing import Any

from cli.calls import ordering, placing, reading
from cli.campaigns import STAGE
from cli.parsers import API_KEY

CHANNELS = ("relay", "register", "provider")


def add_to(commands: Any) -> None:
    parser = commands.add_parser("calls", help="calls, live and past, over the API", description=__doc__)
    doing = parser.add_subparsers(dest="doing", metavar="WHAT")
    _add_lists(doing)
    _add_reading(doing)
    _add_placing(doing)
    _add_orders(doing)
    for command in doing.choices.values():
        command.set_defaults(over_api=True)
        command.needs = API_KEY
        command.add_stage(default=None, what=STAGE)


def _add_lists(doing: Any) -> None:
    listed = doing.add_parser("list", help="the newest calls")
    listed.set_defaults(run=reading.list_calls)
    _add_filters(listed)
    search = doing.add_parser("search", help="calls with a telephone number")
    search.set_defaults(run=reading.search_calls)
    search.add_argument("--number", metavar="PREFIX", help="how the number of either side begins: +1415")
    search.add_argument("--route", metavar="NUMBER", help="the number of yours that the call took")
    _add_filters(search)
    counts = doing.add_parser("counts", help="calls by day: answered, minutes, trouble, cost")
    counts.add_argument("--from", dest="first_day", metavar="DAY", help="2026-11-01 (default: the first of the month)")
    counts.add_argument("--to", dest="last_day", metavar="DAY", help="2026-11-28 (default: today, in UTC)")
    counts.set_defaults(run=reading.counts)


def _add_filters(parser: Any) -> None:
    parser.add_argument("--day", help="the day on which they began, in UTC: 2026-11-28")
    parser.add_argument("--agent", dest="agent_id", metavar="AGENT_ID", help="the agent that spoke")
    parser.add_argument("--mode", metavar="MODE", help="relay, register, voice, provider …")
    parser.add_argument("--outcome", choices=("success", "failure", "unknown"), help="as the voice provider judged")
    parser.add_argument("--campaign", dest="campaign_id", metavar="CAMPAIGN_ID", help="calls of a campaign")
    parser.add_argument("--trouble", action="store_true", help="only calls in which something went wrong")
    parser.add_argument("--live", action="store_true", help="only calls that are not over")
    parser.add_argument("--limit", type=_limit, default=30, help="how many at most (default: 30)")


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to 1000")
    return int(text)


def _add_reading(doing: Any) -> None:
    _of_call(doing, "show", "a call's record and its timeline", reading.show)
    turns = _of_call(doing, "turns", "its turns", reading.turns)
    turns.add_argument("--follow", action="store_true", help="go on until the call is over")
    _of_call(doing, "recordings", "a link to each recording, which expires", reading.recordings)


def _add_placing(doing: Any) -> None:
    place = doing.add_parser("place", help="one call with an agent; it rings a telephone and costs money")
    place.add_argument("to_number", metavar="NUMBER", help="+14155550123")
    who = place.add_mutually_exclusive_group(required=True)
    who.add_argument("--agent", dest="agent_id", metavar="AGENT_ID", help="the agent, with --from")
    who.add_argument("--route", metavar="NUMBER", help="a number of yours: its agent, tools, recording")
    place.add_argument("--from", dest="from_number", metavar="NUMBER", help="the number the person sees")
    place.add_argument("--channel", choices=CHANNELS, help="default: the route's, else relay")
    place.add_argument("--phone-number-id", metavar="ID", help="with --channel provider: the number's id there")
    place.add_argument("--variable", action="append", default=[], metavar="NAME=VALUE", help="of the agent; repeatable")
    place.add_argument("--metadata", action="append", default=[], metavar="NAME=VALUE", help="kept; repeatable")
    place.add_argument("--user-id", help="your own name for the person")
    place.add_argument("--webhook-url", metavar="URL", help="receives the call's events")
    place.add_argument("--idempotency-key", metavar="KEY", help="of a repeated command (default: a new one)")
    place.add_argument("--wait", action="store_true", help="show its turns until it is over")
    place.set_defaults(run=placing.place)


def _add_orders(doing: Any) -> None:
    context = _of_call(doing, "context", "a fact for the agent, which goes on speaking", ordering.context)
    context.add_argument("text", help="at most what a request holds")
    message = _of_call(doing, "message", "the agent answers this as if the caller had said it", ordering.message)
    message.add_argument("text", help="the caller's words")
    keys = _of_call(doing, "keys", "play keys to the other side", ordering.keys)
    keys.add_argument("digits", help="0-9 * # A-D; w waits half a second, W a second")
    transfer = _of_call(doing, "transfer", "hand the call to a colleague", ordering.transfer)
    transfer.add_argument("--to", dest="whom", metavar="TARGET", help="a transfer target of the call's route")
    transfer.add_argument("--summary", default="", help="for the colleague, where the route whispers")
    _of_call(doing, "hang-up", "end the call, also while it rings", ordering.hang_up)
    _of_call(doing, "stop", "silence in a voice call, at once", ordering.stop)


def _of_call(doing: Any, name: str, meaning: str, run: Any) -> Any:
    parser = doing.add_parser(name, help=meaning)
    parser.add_argument("call_sid", metavar="CALL", help="as `calls list` names it")
    parser.set_defaults(run=run)
    return parser
