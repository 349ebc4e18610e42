"""Twilio's Calls resource as plain requests and answers. Twilio documentation "Call resource", read 2026-11.

Creating a call has no idempotency key: a request without an answer may have rung a phone, so it is never repeated.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from trunkline.calls.domain.ended_calls import EndedCall, EndedPage
from trunkline.calls.domain.outbound.outbound_calls import Detection, OutboundCallRequest, PlacedCall
from trunkline.errors import CarrierError, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.web.json_responses import Unreadable, objects, optional_text, read_object, text

Read = TypeVar("Read")

CREATE_BUDGET_S = 10.0
READ_BUDGET_S = 5.0
ENDED_PAGE_SIZE = 500
SECONDS = re.compile(r"[0-9]{1,9}")
EVENTS = ("initiated", "ringing", "answered", "completed")
DETECTIONS = {Detection.AT_ONCE: "Enable", Detection.AFTER_THE_BEEP: "DetectMessageEnd"}
UNKNOWN_CALL = "20404"
ALREADY_OVER = {"21220", UNKNOWN_CALL}  # not in progress any more, or purged
GONE = 404


@dataclass(frozen=True, slots=True)
class FormRequest:
    """One request. `form` repeats a name by listing its values."""

    method: str
    path: str
    form: dict[str, str | list[str]] | None = None
    query: dict[str, str] | None = None


def create_call(account_sid: str, order: OutboundCallRequest) -> FormRequest:
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


def _detection(order: OutboundCallRequest) -> dict[str, str]:
    """Always asynchronous: a synchronous detection means seconds of silence for the person who picks up."""
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


def redirect_call(account_sid: str, call_id: CallId, url: str) -> FormRequest:
    return FormRequest("POST", _call(account_sid, call_id), {"Url": url, "Method": "POST"})


def replace_twiml(account_sid: str, call_id: CallId, document: str) -> FormRequest:
    return FormRequest("POST", _call(account_sid, call_id), {"Twiml": document})


def limit_call(account_sid: str, call_id: CallId, seconds: int) -> FormRequest:
    """Counted from the call's start. Twilio documentation "Call resource", `TimeLimit`."""
    return FormRequest("POST", _call(account_sid, call_id), {"TimeLimit": str(seconds)})


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
    return read_answer(status, body, _ended_page)


def _ended_page(payload: dict[str, Any]) -> EndedPage:
    ended = tuple(_ended(listed) for listed in objects(payload, "calls") if listed.get("end_time"))
    return EndedPage(ended, optional_text(payload, "next_page_uri") or None)


def _ended(payload: Mapping[str, Any]) -> EndedCall:
    duration = str(payload.get("duration") or "")
    return EndedCall(
        CallId(text(payload, "sid")),
        text(payload, "status"),
        parsedate_to_datetime(payload["end_time"]),
        int(duration) if SECONDS.fullmatch(duration) else None,
        is_leg=bool(payload.get("parent_call_sid")),
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


def recording_media(account_sid: str, recording_sid: str) -> str:
    return f"{_account(account_sid)}/Recordings/{recording_sid}.mp3"


def read_recordings(status: int, body: bytes) -> list[str]:
    return read_answer(status, body, lambda payload: [text(listed, "sid") for listed in objects(payload, "recordings")])


def read_deleted(status: int, body: bytes) -> bool:
    """False when there was nothing of that name any more."""
    if status == 204:
        return True
    if status == 404:
        return False
    code, message = _refusal(status, body, "not deleted")
    raise CarrierError(code, message, status=status)


def read_call(status: int, body: bytes) -> PlacedCall:
    return read_answer(status, body, _placed)


def read_calls(status: int, body: bytes) -> list[PlacedCall]:
    return read_answer(status, body, lambda payload: [_placed(listed) for listed in objects(payload, "calls")])


def is_already_over(error: CarrierError) -> bool:
    return error.status == GONE or error.code in ALREADY_OVER


def read_answer(status: int, body: bytes, read: Callable[[dict[str, Any]], Read]) -> Read:
    """Raises OutcomeUnknown where Twilio does not say whether it did it, CarrierError where it did not."""
    if not 200 <= status < 300:
        code, message = _refusal(status, body, "no answer that can be read")
        raise (OutcomeUnknown if status >= 500 or status < 400 else CarrierError)(code, message, status=status)
    try:
        return read_object(body, read)
    except Unreadable as error:
        raise OutcomeUnknown("malformed_answer", "no answer that can be read", status=status) from error


def _refusal(status: int, body: bytes, otherwise: str) -> tuple[str, str]:
    """Twilio's number and words for it, where the body has them."""
    try:
        payload = read_object(body, dict)
    except Unreadable:
        payload = {}
    return str(payload.get("code", f"http_{status}")), str(payload.get("message", otherwise))


def _placed(payload: Mapping[str, Any]) -> PlacedCall:
    created, duration = payload.get("date_created"), str(payload.get("duration") or "")
    return PlacedCall(
        CallId(text(payload, "sid")),
        text(payload, "status"),
        text(payload, "to"),
        text(payload, "from"),
        parsedate_to_datetime(created) if created else None,
        answered_by=optional_text(payload, "answered_by"),
        duration_s=int(duration) if SECONDS.fullmatch(duration) else None,
    )


def _account(account_sid: str) -> str:
    return f"/2010-04-01/Accounts/{account_sid}"


def _calls(account_sid: str) -> str:
    return f"{_account(account_sid)}/Calls.json"


def _call(account_sid: str, call_id: CallId) -> str:
    return f"{_account(account_sid)}/Calls/{call_id}.json"
