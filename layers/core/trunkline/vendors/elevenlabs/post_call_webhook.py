"""ElevenLabs' post-call webhooks as reports of ours. Lists may be null, enums grow, fields come and go.

Readable fields are filed; unreadable ones are left out and named in `left_out`. So every report that the webhook keeps
can be filed, at least as a report of an unknown kind.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from trunkline.calls.domain.dtmf import redacted
from trunkline.calls.domain.variables import is_secret
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    MachineReport,
    NeverStartedReport,
    RecordingReport,
    Report,
    ToolUse,
    TracesReport,
    UnknownReport,
)
from trunkline.conversations.domain.transcripts import Turn
from trunkline.ids import CallId, ConversationId
from trunkline.numbering.e164 import one_writing
from trunkline.vendors.elevenlabs.report_envelopes import read_envelope
from trunkline.web.lenient_json import Fields, Number, as_kept, whole_characters

PROVIDER = "elevenlabs"
TURN_LATENCY = "convai_llm_service_ttfb"
ID = re.compile(r"[A-Za-z0-9_-]{1,128}")  # ids become parts of keys
UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)
LATEST_S = 7_258_118_400  # the year 2200
LONGEST_S = 864_000
# Characters of a text; an item of the table holds 400 kB, and a call may have several conversations.
NAME, LINE, TEXT, WORDS = 200, 2_000, 20_000, 1_000_000
COLLECTED_CHARACTERS = 60_000  # of all that was collected or judged
AGENT = "agent"


@dataclass(frozen=True, slots=True)
class _Received:
    """A report's data, and what its envelope and its bytes say of it."""

    data: Fields
    conversation_id: ConversationId
    reported_at: datetime | None
    digest: str

    @property
    def agent_id(self) -> str:
        return self.data.text("agent_id", NAME) or ""

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(sorted(self.data.left_out))


def read_report(body: bytes) -> Report:
    """The report inside a verified webhook body. Raises BadRequest for what the webhook does not take either."""
    envelope = read_envelope(body)
    outer = Fields(envelope.payload)
    data, reader = outer.object("data"), READERS.get(envelope.kind)
    conversation_id = envelope.conversation_id
    if reader is None or conversation_id is None:
        if reader is not None:
            data.leave_out("conversation_id")
        return _unknown(envelope.kind, conversation_id, data)
    reported_at = _moment(outer, "event_timestamp")
    received = _Received(data, conversation_id, reported_at, sha256(body).hexdigest()[:16])
    return reader(received) or _unknown(envelope.kind, conversation_id, data)


def _unknown(kind: str, conversation_id: ConversationId | None, data: Fields) -> UnknownReport:
    return UnknownReport(kind, conversation_id, tuple(sorted(data.left_out)))


def _moment(fields: Fields, name: str) -> datetime | None:
    seconds = fields.within(name, LATEST_S)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _conversation_report(received: _Received) -> ConversationReport:
    data = received.data
    metadata, analysis, items = data.object("metadata"), data.object("analysis"), data.objects("transcript")
    phone, variables = metadata.object("phone_call"), _variables(data)
    duration = round(metadata.within("call_duration_secs", LONGEST_S) or 0)
    started_at = _started_at(metadata, received.reported_at, duration)
    direction = phone.text("direction", NAME)
    ours, theirs = _numbers(phone, direction)
    usd = metadata.number("cost_fiat")
    summary = analysis.text("transcript_summary", TEXT)
    return ConversationReport(
        conversation_id=received.conversation_id,
        call_id=_call_id(data, phone),
        agent_id=received.agent_id,
        provider=PROVIDER,
        status=data.text("status", NAME) or "done",
        started_at=started_at,
        duration_s=duration,
        turns=_turns(items),
        reported_at=received.reported_at or started_at + timedelta(seconds=duration),
        has_audio=bool(data.flag("has_audio")),
        has_user_audio=data.flag("has_user_audio"),
        has_response_audio=data.flag("has_response_audio"),
        cost_credits=_credits(metadata.number("cost")),
        cost_usd=None if usd is None else float(usd),
        end_reason=metadata.text("termination_reason", LINE),
        outcome=analysis.text("call_successful", NAME),
        summary=redacted(summary) if summary else None,
        language=metadata.text("main_language", NAME),
        direction=direction,
        variables=variables,
        our_number=ours,
        other_number=theirs,
        phone_number_id=phone.text("phone_number_id", NAME),
        call_result=phone.text("call_result", NAME),
        tools=_tools(items),
        evaluation=_evaluation(analysis),
        data_collection=_collected(analysis),
        latency_s=_latency(items),
        user_id=data.text("user_id", NAME) or _user_id(data),
        feedback=_feedback(metadata.object("feedback")),
        digest=received.digest,
        left_out=received.left_out,
    )


def _started_at(metadata: Fields, reported_at: datetime | None, duration_s: int) -> datetime:
    """The start, or else the time of the report less the duration: a conversation is reported when it is over."""
    started_at = _moment(metadata, "start_time_unix_secs")
    if started_at is None and reported_at is not None:
        started_at = reported_at - timedelta(seconds=duration_s)
    return (started_at or UNKNOWN_TIME).replace(microsecond=0)


def _call_id(data: Fields, phone: Fields) -> CallId | None:
    variables = data.object("conversation_initiation_client_data").object("dynamic_variables")
    found = phone.matching("call_sid", ID) or variables.matching("system__call_sid", ID)
    found = found or variables.matching("call_sid", ID)
    return CallId(found) if found else None


def _variables(data: Fields) -> dict[str, str]:
    """secret__ variables are for tool headers; the vendor does not promise to keep them out of reports."""
    given = data.object("conversation_initiation_client_data").object("dynamic_variables")
    return {whole_characters(name): given.text(name, TEXT) or "" for name in given if name and not is_secret(name)}


def _user_id(data: Fields) -> str | None:
    return data.object("conversation_initiation_client_data").text("user_id", NAME)


def _numbers(phone: Fields, direction: str | None) -> tuple[str | None, str | None]:
    """Ours and the person's. Some senders tell who called whom instead."""
    ours, theirs = phone.text("agent_number", NAME), phone.text("external_number", NAME)
    caller, called = phone.text("from_number", NAME), phone.text("to_number", NAME)
    ours = ours or (caller if direction == "outbound" else called)
    theirs = theirs or (called if direction == "outbound" else caller)
    return ours, one_writing(theirs) if theirs else theirs


def _credits(cost: Number | None) -> int | Decimal | None:
    return Decimal(str(cost)) if isinstance(cost, float) else cost


def _feedback(given: Fields) -> dict[str, Any]:
    """The caller's feedback: scores and comment."""
    numbers = {name: _credits(given.number(name)) for name in ("overall_score", "likes", "dislikes", "rating")}
    return {name: value for name, value in numbers.items() if value is not None} | _comment(given)


def _comment(given: Fields) -> dict[str, Any]:
    comment = given.text("comment", LINE)
    return {"comment": redacted(comment)} if comment else {}


def _tools(items: list[Fields]) -> tuple[ToolUse, ...]:
    results = {result.text("request_id", NAME): result for item in items for result in item.objects("tool_results")}
    calls = [call for item in items for call in item.objects("tool_calls")]
    return tuple(_tool(call, results.get(call.text("request_id", NAME))) for call in calls)


def _tool(call: Fields, result: Fields | None) -> ToolUse:
    name = call.text("tool_name", NAME) or ""
    if result is None or not call.text("request_id", NAME):
        return ToolUse(name)
    took_s = result.within("tool_latency_secs", LONGEST_S)
    is_error = bool(result.flag("is_error"))
    return ToolUse(name, is_error, None if took_s is None else Decimal(str(round(took_s, 3))))


def _evaluation(analysis: Fields) -> dict[str, str]:
    found = analysis.object("evaluation_criteria_results")
    results = {name: found.object(name) for name in found if name}
    return _bounded({name: item.text("result", NAME) or "unknown" for name, item in results.items() if item}, found)


def _collected(analysis: Fields) -> dict[str, Any]:
    found = analysis.object("data_collection_results")
    results = {name: found.mapping(name) for name in found if name}
    return _bounded({name: as_kept(item.get("value"), redacted) for name, item in results.items() if item}, found)


def _bounded(values: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """The values that fit into an item of the table."""
    kept, room = {}, COLLECTED_CHARACTERS
    for name, value in values.items():
        room -= len(name) + len(str(value))
        if room < 0:
            fields.leave_out("rest")
            break
        kept[whole_characters(name)] = value
    return kept


def _latency(items: list[Fields]) -> Decimal | None:
    """The mean over the turns that tell one. Older payloads have the figures without `metrics` around them."""
    found = [figure for item in items if (figure := _figure(item.object("conversation_turn_metrics"))) is not None]
    return Decimal(str(round(sum(found) / len(found), 3))) if found else None


def _figure(metrics: Fields) -> Number | None:
    inner = metrics.object("metrics") or metrics
    return inner.object(TURN_LATENCY).number("elapsed_time")


def _turns(items: list[Fields]) -> tuple[Turn, ...]:
    """A turn whose time cannot be read was spoken no earlier than the one before it."""
    turns: list[Turn] = []
    for item in items:
        message, tools = item.text("message", WORDS), item.objects("tool_calls")
        if message or tools:
            turns.append(_turn(item, message or "", tools, turns[-1].at_s if turns else 0))
    return tuple(turns)


def _turn(item: Fields, message: str, tools: list[Fields], not_before: float) -> Turn:
    at_s, interrupted = item.within("time_in_call_secs", LONGEST_S), bool(item.flag("interrupted"))
    intended = item.text("original_message", WORDS)
    return Turn(
        speaker=AGENT if item.text("role", NAME) == AGENT else "caller",
        text=redacted(message),
        at_s=not_before if at_s is None else at_s,
        interrupted=interrupted,
        intended=redacted(intended) if interrupted and intended else None,
        tools=tuple(call.text("tool_name", NAME) or "" for call in tools),
        feedback=item.object("feedback").text("score", NAME),
    )


def _recording_report(received: _Received) -> RecordingReport | None:
    """None where the audio is not the base64 it should be: then there is nothing to file."""
    text = received.data.text("full_audio", LATEST_S) or ""
    try:
        audio = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        audio = b""
    if not audio:
        received.data.leave_out("full_audio")
        return None
    reported_at = received.reported_at or UNKNOWN_TIME
    return RecordingReport(
        received.conversation_id, received.agent_id, PROVIDER, audio, "audio/mpeg", reported_at, received.left_out
    )


def _never_started_report(received: _Received) -> NeverStartedReport:
    """The carrier's own words are in `body`; some senders leave it out and name the call beside it."""
    metadata = received.data.object("metadata")
    body = metadata.object("body")
    call_sid = body.matching("CallSid", ID) or body.matching("call_sid", ID) or metadata.matching("call_sid", ID)
    code = body.text("SipResponseCode", NAME) or body.text("sip_status_code", NAME)
    return NeverStartedReport(
        received.conversation_id,
        CallId(call_sid) if call_sid else None,
        received.agent_id,
        PROVIDER,
        received.data.text("failure_reason", LINE) or "unknown",
        received.reported_at or UNKNOWN_TIME,
        body.text("CallStatus", NAME) or "",
        code or "",
        received.left_out,
    )


def _machine_report(received: _Received) -> MachineReport:
    """The verdict on who answered. Its shape is not published, so two fields are read."""
    data, reported_at = received.data, received.reported_at or UNKNOWN_TIME
    answered_by = data.text("answered_by", NAME) or data.text("result", NAME) or "unknown"
    return MachineReport(received.conversation_id, answered_by, reported_at, received.left_out)


def _traces_report(received: _Received) -> TracesReport:
    return TracesReport(received.conversation_id)


READERS: dict[str, Callable[[_Received], Report | None]] = {
    "post_call_transcription": _conversation_report,
    "post_call_transcription_otel": _traces_report,
    "post_call_audio": _recording_report,
    "call_initiation_failure": _never_started_report,
    "answering_machine_detection": _machine_report,
}
