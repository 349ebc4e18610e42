"""Retell's call object, field by field: the same in webhooks, in answers and in lists. Missing fields are normal.

Retell SDK 6.2.13 `types/phone_call_response.py`. Times are milliseconds, costs are cents.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from trunkline.calls.domain.dtmf import redacted
from trunkline.calls.domain.variables import is_secret
from trunkline.conversations.domain.post_call_reports import ToolUse
from trunkline.conversations.domain.transcripts import Turn
from trunkline.ids import CallId, is_plain_id
from trunkline.numbering.e164 import one_writing
from trunkline.web.lenient_json import Fields, whole_characters

LATEST_MS = 7_258_118_400_000  # the year 2200
LONGEST_S = 864_000
NAME, TEXT, WORDS = 200, 20_000, 1_000_000
CARRIERS_CALL = re.compile(r"[A-Za-z0-9_-]{1,128}")
AGENT, USER = "agent", "user"
CALL_SID, USER_ID = "call_sid", "user_id"  # our own entries in a call's metadata


def moment(call: Fields, name: str) -> datetime | None:
    milliseconds = call.within(name, LATEST_MS)
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def duration_s(call: Fields) -> int:
    """As reported, or else from start to end; 0 where neither is known."""
    reported = call.within("duration_ms", LONGEST_S * 1000)
    began, ended = moment(call, "start_timestamp"), moment(call, "end_timestamp")
    if reported is None and began and ended:
        return max(round((ended - began).total_seconds()), 0)
    return round((reported or 0) / 1000)


def carriers_call(call: Fields) -> CallId | None:
    """The carrier's call: the one Retell's own leg belongs to, or the one we registered it for."""
    found = call.object("metadata").matching(CALL_SID, CARRIERS_CALL)
    found = found or call.object("telephony_identifier").matching("twilio_call_sid", CARRIERS_CALL)
    return CallId(found) if found and is_plain_id(found) else None


def numbers(call: Fields) -> tuple[str | None, str | None]:
    """Ours and the person's."""
    caller, called = call.text("from_number", NAME), call.text("to_number", NAME)
    ours, theirs = (caller, called) if call.text("direction", NAME) == "outbound" else (called, caller)
    return ours, one_writing(theirs) if theirs else theirs


def variables(call: Fields) -> dict[str, str]:
    """Given and collected ones; without secret ones."""
    given, collected = call.object("retell_llm_dynamic_variables"), call.object("collected_dynamic_variables")
    pairs = [(fields, name) for fields in (given, collected) for name in fields if name and not is_secret(name)]
    return {whole_characters(name): fields.text(name, TEXT) or "" for fields, name in pairs}


def cost_usd(call: Fields) -> float | None:
    """None while it is unknown; never 0 for that."""
    cents = call.object("call_cost").number("combined_cost")
    return None if cents is None else float(Decimal(str(cents)) / 100)


def turns(items: list[Fields]) -> tuple[Turn, ...]:
    """Utterances in order; a tool is named on the agent's next turn, or on a turn of its own at the end."""
    found, used = list[Turn](), list[str]()
    for item in items:
        role = item.text("role", NAME) or ""
        if role == "tool_call_invocation":
            used.append(item.text("name", NAME) or "")
        elif turn := _turn(item, role, used, found[-1].at_s if found else 0.0):
            found.append(turn)
            used = used if role == USER else []
    if used:
        found.append(Turn(AGENT, "", found[-1].at_s if found else 0.0, tools=tuple(used)))
    return tuple(found)


def _turn(item: Fields, role: str, used: list[str], not_before: float) -> Turn | None:
    content = item.text("content", WORDS)
    if role not in {AGENT, USER, "transfer_target"} or not content:
        return None
    start = next((word.within("start", LONGEST_S) for word in item.objects("words")), None)
    at_s = not_before if start is None else max(float(start), not_before)
    speaker = AGENT if role == AGENT else "caller"
    return Turn(speaker, redacted(content), at_s, tools=() if role == USER else tuple(used))


def tools(items: list[Fields]) -> tuple[ToolUse, ...]:
    results = {_id(item): item for item in items if item.text("role", NAME) == "tool_call_result"}
    return tuple(_tools(items, results))


def _tools(items: list[Fields], results: dict[str, Fields]) -> Iterator[ToolUse]:
    for item in items:
        if item.text("role", NAME) == "tool_call_invocation":
            result = results.get(_id(item))
            succeeded = result.flag("successful") if result else None
            yield ToolUse(item.text("name", NAME) or "", None if succeeded is None else not succeeded)


def _id(item: Fields) -> str:
    return item.text("tool_call_id", NAME) or ""


def latency_s(call: Fields) -> Decimal | None:
    """The median from the end of the caller's speech to the start of the agent's."""
    milliseconds = call.object("latency").object("e2e").within("p50", LONGEST_S * 1000)
    return None if milliseconds is None else Decimal(str(round(milliseconds / 1000, 3)))
