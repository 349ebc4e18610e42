"""Twilio's Calls resource as plain requests and answers. Twilio documentation "Call resource", read 2026-11.

Creating a call has no idempotency key: a request without an answer may have rung a phone, so it is never repeated.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from trunkline.domain.calls import CallId
from trunkline.domain.errors import CarrierError, OutcomeUnknown
from trunkline.domain.placed_calls import CallOrder, Detection, PlacedCall
from trunkline.domain.reconciliation import EndedCall, EndedPage

CREATE_BUDGET_S = 10.0
READ_BUDGET_S = 5.0
ENDED_PAGE_SIZE = 500
SECONDS = re.compile(r"[0-9]{1,9}")
EVENTS = ("initiated", "ringing", "answered", "completed")
DETECTIONS = {Detection.AT_ONCE: "Enable", Detection.AFTER_THE_BEEP: "DetectMessageEnd"}
ALREADY_OVER = {"21220", "20404"}  # not in progress any more, or purged


@dataclass(frozen=True, slots=True)
class FormRequest:
    """One request. `form` repeats a name by listing its values."""

    method: str
    path: str
    form: dict[str, str | list[str]] | None = None
    query: dict[str, str] | None = None


def create_call(account_sid: str, order: CallOrder) -> FormRequest:
    form: dict[str, str | list[str]] = {
        "To": order.to_number,
        "From": order.from_number,
        "Url": order.answer_url,
        "StatusCallback": order.status_url,
        "StatusCallbackEvent": list(EVENTS),
        "Timeout": str(order.ring_s),
        "TimeLimit": str(order.limit_s),
        **_detection(order),
    }
    return FormRequest("POST", _calls(account_sid), form)


def _detection(order: CallOrder) -> dict[str, str]:
    """Asynchronous always: whoever picks up would else listen to silence for some seconds."""
    if order.detection is Detection.OFF:
        return {}
    return {
        "MachineDetection": DETECTIONS[order.detection],
        "AsyncAmd": "true",
        "AsyncAmdStatusCallback": order.verdict_url,
    }


def fetch_call(account_sid: str, call_id: CallId) -> FormRequest:
    return FormRequest("GET", _call(account_sid, call_id))


def end_call(account_sid: str, call_id: CallId) -> FormRequest:
    return FormRequest("POST", _call(account_sid, call_id), {"Status": "completed"})


def list_calls(account_sid: str, to_number: str, from_number: str) -> FormRequest:
    """The newest first. Not asked by `StartTime`: a call that still rings has none."""
    return FormRequest("GET", _calls(account_sid), query={"To": to_number, "From": from_number, "PageSize": "50"})


def list_ended(account_sid: str, since: datetime, until: datetime) -> FormRequest:
    query = {"EndTime>": _second(since), "EndTime<": _second(until), "PageSize": str(ENDED_PAGE_SIZE)}
    return FormRequest("GET", _calls(account_sid), query=query)


def next_page(path: str) -> FormRequest:
    """Twilio spells out where the next page is."""
    return FormRequest("GET", path)


def read_ended(status: int, body: bytes) -> EndedPage:
    told = _told(status, body)
    try:
        ended = tuple(_ended(one) for one in told["calls"] if one.get("end_time"))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise CarrierError("malformed_answer", "no answer that can be read") from error
    return EndedPage(ended, told.get("next_page_uri") or None)


def _ended(told: Mapping[str, Any]) -> EndedCall:
    duration = str(told.get("duration") or "")
    return EndedCall(
        CallId(told["sid"]),
        told["status"],
        parsedate_to_datetime(told["end_time"]),
        int(duration) if SECONDS.fullmatch(duration) else None,
        is_leg=bool(told.get("parent_call_sid")),
    )


def _second(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def delete_call(account_sid: str, call_id: CallId) -> FormRequest:
    """Only once it is over."""
    return FormRequest("DELETE", _call(account_sid, call_id))


def list_recordings(account_sid: str, call_id: CallId) -> FormRequest:
    return FormRequest("GET", f"{_account(account_sid)}/Recordings.json", query={"CallSid": call_id, "PageSize": "100"})


def delete_recording(account_sid: str, recording_sid: str) -> FormRequest:
    return FormRequest("DELETE", f"{_account(account_sid)}/Recordings/{recording_sid}.json")


def read_recordings(status: int, body: bytes) -> list[str]:
    return [str(one["sid"]) for one in _told(status, body)["recordings"]]


def read_deleted(status: int, body: bytes) -> bool:
    """False when there was nothing of that name any more."""
    if status == 204:
        return True
    if status == 404:
        return False
    told = _object(body)
    raise CarrierError(str(told.get("code", f"http_{status}")), str(told.get("message", "not deleted")), status=status)


def read_call(status: int, body: bytes) -> PlacedCall:
    return _placed(_told(status, body))


def read_calls(status: int, body: bytes) -> list[PlacedCall]:
    return [_placed(one) for one in _told(status, body)["calls"]]


def is_already_over(error: CarrierError) -> bool:
    return error.code in ALREADY_OVER


def _told(status: int, body: bytes) -> dict[str, Any]:
    """Raises OutcomeUnknown where Twilio does not say whether it did it, CarrierError where it did not."""
    told = _object(body)
    if 200 <= status < 300 and told:
        return told
    code, message = str(told.get("code", f"http_{status}")), str(told.get("message", "no answer that can be read"))
    raise (OutcomeUnknown if status >= 500 or status < 400 else CarrierError)(code, message, status=status)


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _placed(told: Mapping[str, Any]) -> PlacedCall:
    try:
        created, duration = told.get("date_created"), str(told.get("duration") or "")
        return PlacedCall(
            CallId(told["sid"]),
            told["status"],
            told["to"],
            told["from"],
            parsedate_to_datetime(created) if created else None,
            answered_by=str(told.get("answered_by") or ""),
            duration_s=int(duration) if SECONDS.fullmatch(duration) else None,
        )
    except (KeyError, ValueError, TypeError) as error:
        raise OutcomeUnknown("malformed_answer", "no answer that can be read") from error


def _account(account_sid: str) -> str:
    return f"/2010-04-01/Accounts/{account_sid}"


def _calls(account_sid: str) -> str:
    return f"{_account(account_sid)}/Calls.json"


def _call(account_sid: str, call_id: CallId) -> str:
    return f"{_account(account_sid)}/Calls/{call_id}.json"
