"""Calls and recordings as the JSON of the REST API, and lists with the carrier's paging fields. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from local.twilio.calls.call_state import CallState
from local.twilio.calls.ids import rfc2822
from local.twilio.calls.statuses import rest_status
from local.twilio.media.recording import Recording

SUBRESOURCES = ("events", "notifications", "payments", "recordings", "siprec", "streams", "transcriptions")
US_NUMBER = re.compile(r"^\+1(\d{3})(\d{3})(\d{4})$")
DEFAULT_PAGE, LARGEST_PAGE = 50, 1000


def formatted(number: str) -> str:
    match = US_NUMBER.match(number)
    return f"({match[1]}) {match[2]}-{match[3]}" if match else number


def call_json(call: CallState, number_sid: str | None = None) -> dict[str, Any]:
    path = f"/2010-04-01/Accounts/{call.account_sid}/Calls/{call.sid}"
    return {
        "sid": call.sid,
        "account_sid": call.account_sid,
        "api_version": "2010-04-01",
        "status": rest_status(call.status),
        "direction": call.direction,
        "to": call.to,
        "to_formatted": formatted(call.to),
        "from": call.from_,
        "from_formatted": formatted(call.from_),
        "phone_number_sid": number_sid,
        "parent_call_sid": call.parent_sid,
        "group_sid": None,
        "trunk_sid": None,
        "date_created": rfc2822(call.created_at),
        "date_updated": rfc2822(call.ended_at or call.started_at or call.created_at),
        "start_time": rfc2822(call.started_at),
        "end_time": rfc2822(call.ended_at),
        "duration": str(call.duration_s) if call.is_over else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": call.answered_by,
        "forwarded_from": None,
        "caller_name": None,
        "queue_time": str(call.queue_time_ms),
        "uri": f"{path}.json",
        "subresource_uris": {name: f"{path}/{name.capitalize()}.json" for name in SUBRESOURCES},
    }


def recording_json(recording: Recording, base_url: str) -> dict[str, Any]:
    status = "completed" if recording.audio else "absent"
    return {
        "sid": recording.sid,
        "account_sid": recording.account_sid,
        "call_sid": recording.call_sid,
        "conference_sid": None,
        "api_version": "2010-04-01",
        "status": status if recording.is_ready else "processing",
        "channels": 1,
        "duration": str(recording.duration_s),
        "source": recording.source,
        "error_code": None,
        "price": None,
        "price_unit": "USD",
        "encryption_details": None,
        "date_created": rfc2822(recording.created_at),
        "date_updated": rfc2822(recording.created_at),
        "start_time": rfc2822(recording.created_at),
        "media_url": base_url + recording.path(),
        "uri": f"{recording.path()}.json",
        "subresource_uris": {},
    }


def matching(calls: Iterable[CallState], query: dict[str, str]) -> list[CallState]:
    """Newest first, reduced by the documented filters; unknown ones are ignored."""
    exact = {
        "To": lambda call: call.to,
        "From": lambda call: call.from_,
        "ParentCallSid": lambda call: call.parent_sid,
        "Status": lambda call: rest_status(call.status),
    }
    found = [
        call
        for call in calls
        if all(read(call) == query[name] for name, read in exact.items() if name in query)
        and _in_time(call.started_at, query, "StartTime")
        and _in_time(call.ended_at, query, "EndTime")
    ]
    return found[::-1]


def _in_time(moment: datetime | None, query: dict[str, str], name: str) -> bool:
    """`StartTime` is a day, `StartTime<` and `StartTime>` are inclusive limits."""
    bounds = {sign: query[name + sign] for sign in ("", "<", ">") if name + sign in query}
    if not bounds:
        return True
    if moment is None:
        return False
    day = bounds.get("")
    return (
        (day is None or moment.date() == _read_moment(day).date())
        and ("<" not in bounds or moment <= _read_moment(bounds["<"]))
        and (">" not in bounds or moment >= _read_moment(bounds[">"]))
    )


def _read_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def page(name: str, rows: list[dict[str, Any]], path: str, query: dict[str, str]) -> dict[str, Any]:
    size = min(max(int(query.get("PageSize", DEFAULT_PAGE)), 1), LARGEST_PAGE)
    number = int(query.get("Page", 0))
    start = number * size
    shown = rows[start : start + size]

    def uri(page_number: int) -> str:
        kept = {key: value for key, value in query.items() if key not in {"Page", "PageSize", "PageToken"}}
        return f"{path}?{urlencode(kept | {'PageSize': size, 'Page': page_number})}"

    return {
        name: shown,
        "page": number,
        "page_size": size,
        "start": start,
        "end": max(start + len(shown) - 1, start),
        "uri": uri(number),
        "first_page_uri": uri(0),
        "previous_page_uri": uri(number - 1) if number else None,
        "next_page_uri": uri(number + 1) if start + size < len(rows) else None,
    }
