"""ElevenLabs' post-call webhooks as reports of ours. Lists may be null, enums grow, fields come and go."""

import base64
import json
import math
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trunkline.domain.calls import CallId, ConversationId
from trunkline.domain.errors import BadRequest
from trunkline.domain.keypad import redacted
from trunkline.domain.reports import (
    ConversationReport,
    MachineReport,
    NeverStartedReport,
    RecordingReport,
    Report,
    ToolUse,
    TracesReport,
    UnknownReport,
)
from trunkline.domain.transcripts import Turn
from trunkline.domain.variables import is_secret

PROVIDER = "elevenlabs"
TURN_LATENCY = "convai_llm_service_ttfb"


class Lenient(BaseModel):
    """Vendor objects grow; unknown fields are somebody else's business."""

    model_config = ConfigDict(extra="ignore")


class ToolCall(Lenient):
    tool_name: str = ""
    request_id: str = ""


class ToolResult(Lenient):
    request_id: str = ""
    is_error: bool = False
    tool_latency_secs: float | None = None


class Item(Lenient):
    role: str
    message: str | None = None
    time_in_call_secs: float = 0
    interrupted: bool = False
    original_message: str | None = None
    tool_calls: list[ToolCall] | None = None
    tool_results: list[ToolResult] | None = None
    conversation_turn_metrics: dict[str, Any] | None = None


class PhoneCall(Lenient):
    direction: str | None = None
    call_sid: str | None = None
    phone_number_id: str | None = None
    agent_number: str | None = None
    external_number: str | None = None
    call_result: str | None = None


class Metadata(Lenient):
    start_time_unix_secs: int = 0
    call_duration_secs: int = 0
    cost: int | None = None
    cost_fiat: float | None = None
    termination_reason: str | None = None
    main_language: str | None = None
    phone_call: PhoneCall | None = None


class Analysis(Lenient):
    call_successful: str | None = None
    transcript_summary: str | None = None
    evaluation_criteria_results: dict[str, Any] | None = None
    data_collection_results: dict[str, Any] | None = None


class Initiation(Lenient):
    dynamic_variables: dict[str, Any] | None = None


class Conversation(Lenient):
    """`data` of a transcription report, and the body of GET /v1/convai/conversations/{id}."""

    conversation_id: str = Field(min_length=1)
    agent_id: str = ""
    status: str = "done"
    transcript: list[Item] | None = None
    metadata: Metadata = Metadata()
    analysis: Analysis | None = None
    conversation_initiation_client_data: Initiation | None = None
    has_audio: bool | None = None  # reports of before August 2025 do not say


class Audio(Lenient):
    conversation_id: str = Field(min_length=1)
    agent_id: str = ""
    full_audio: str


class Failure(Lenient):
    conversation_id: str = Field(min_length=1)
    agent_id: str = ""
    failure_reason: str = "unknown"
    metadata: dict[str, Any] | None = None


class Named(Lenient):
    conversation_id: str = Field(min_length=1)


class Verdict(Named):
    answered_by: str | None = None
    result: str | None = None


class Envelope(Lenient):
    type: str = Field(min_length=1)
    event_timestamp: int = 0
    data: dict[str, Any] = {}


def read_envelope(body: bytes) -> Envelope:
    """The outer object. Raises BadRequest."""
    try:
        return Envelope.model_validate_json(body)
    except ValidationError as error:
        raise BadRequest("not a report") from error


def read_report(body: bytes) -> Report:
    """The report inside a verified webhook body. Unknown kinds are UnknownReport; broken ones raise BadRequest."""
    envelope = read_envelope(body)
    reader = READERS.get(envelope.type)
    if reader is None:
        return UnknownReport(envelope.type, _conversation_of(envelope))
    try:
        return reader(envelope.data, datetime.fromtimestamp(envelope.event_timestamp, UTC))
    except (ValueError, OverflowError, OSError) as error:  # of pydantic, of base64, of a time no calendar has
        raise BadRequest(f"a broken {envelope.type} report") from error


def _conversation_of(envelope: Envelope) -> ConversationId | None:
    found = envelope.data.get("conversation_id")
    return ConversationId(found) if isinstance(found, str) and found else None


def _conversation_report(data: dict[str, Any], reported_at: datetime) -> ConversationReport:
    told = Conversation.model_validate(data)
    variables = (told.conversation_initiation_client_data or Initiation()).dynamic_variables or {}
    analysis, phone = told.analysis or Analysis(), told.metadata.phone_call or PhoneCall()
    call_sid = phone.call_sid or variables.get("system__call_sid") or variables.get("call_sid")
    return ConversationReport(
        conversation_id=ConversationId(told.conversation_id),
        call_id=CallId(str(call_sid)) if call_sid else None,
        agent_id=told.agent_id,
        provider=PROVIDER,
        status=told.status,
        started_at=datetime.fromtimestamp(told.metadata.start_time_unix_secs, UTC),
        duration_s=told.metadata.call_duration_secs,
        turns=tuple(_turn(item) for item in told.transcript or [] if item.message or item.tool_calls),
        reported_at=reported_at,
        has_audio=bool(told.has_audio),
        cost_credits=told.metadata.cost,
        cost_usd=told.metadata.cost_fiat,
        ended_because=told.metadata.termination_reason,
        outcome=analysis.call_successful,
        summary=redacted(analysis.transcript_summary) if analysis.transcript_summary else None,
        language=told.metadata.main_language,
        direction=phone.direction,
        # secret__ variables are for tool headers; the vendor does not promise to keep them out of reports.
        variables={name: str(value) for name, value in variables.items() if not is_secret(name)},
        our_number=phone.agent_number,
        other_number=phone.external_number,
        phone_number_id=phone.phone_number_id,
        call_result=phone.call_result,
        tools=_tools(told.transcript or []),
        evaluation=_evaluation(analysis),
        data_collection=_collected(analysis),
        latency_s=_latency(told.transcript or []),
        digest=sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16],
    )


def _tools(items: list[Item]) -> tuple[ToolUse, ...]:
    results = {result.request_id: result for item in items for result in item.tool_results or []}
    return tuple(_tool(call, results.get(call.request_id)) for item in items for call in item.tool_calls or [])


def _tool(call: ToolCall, result: ToolResult | None) -> ToolUse:
    if result is None or not call.request_id:
        return ToolUse(call.tool_name)
    took_s = None if result.tool_latency_secs is None else Decimal(str(round(result.tool_latency_secs, 3)))
    return ToolUse(call.tool_name, result.is_error, took_s)


def _evaluation(analysis: Analysis) -> dict[str, str]:
    found = analysis.evaluation_criteria_results or {}
    return {name: str(told.get("result", "unknown")) for name, told in found.items() if isinstance(told, dict)}


def _collected(analysis: Analysis) -> dict[str, Any]:
    found = analysis.data_collection_results or {}
    return {name: _exact(told.get("value")) for name, told in found.items() if isinstance(told, dict)}


def _exact(value: Any) -> Any:
    """As a table can hold it: numbers with a point as decimals, all the way down."""
    match value:
        case float():
            return Decimal(str(value)) if math.isfinite(value) else None
        case str():
            return redacted(value)
        case list():
            return [_exact(one) for one in value]
        case dict():
            return {str(name): _exact(one) for name, one in value.items()}
    return value


def _latency(items: list[Item]) -> Decimal | None:
    """The mean over the turns that tell one. Older payloads have the figures without `metrics` around them."""
    found = [figure for item in items for figure in _figures(item.conversation_turn_metrics)]
    return Decimal(str(round(sum(found) / len(found), 3))) if found else None


def _figures(metrics: dict[str, Any] | None) -> list[float]:
    inner = (metrics or {}).get("metrics") or metrics or {}
    told = inner.get(TURN_LATENCY) if isinstance(inner, dict) else None
    elapsed = told.get("elapsed_time") if isinstance(told, dict) else None
    return [float(elapsed)] if isinstance(elapsed, int | float) and math.isfinite(elapsed) else []


def _turn(item: Item) -> Turn:
    return Turn(
        speaker="agent" if item.role == "agent" else "caller",
        text=redacted(item.message or ""),
        at_s=item.time_in_call_secs,
        interrupted=item.interrupted,
        intended=redacted(item.original_message) if item.interrupted and item.original_message else None,
        tools=tuple(call.tool_name for call in item.tool_calls or []),
    )


def _recording_report(data: dict[str, Any], reported_at: datetime) -> RecordingReport:
    told = Audio.model_validate(data)
    audio = base64.b64decode(told.full_audio, validate=True)
    return RecordingReport(
        ConversationId(told.conversation_id), told.agent_id, PROVIDER, audio, "audio/mpeg", reported_at
    )


def _never_started_report(data: dict[str, Any], reported_at: datetime) -> NeverStartedReport:
    told = Failure.model_validate(data)
    body = (told.metadata or {}).get("body")  # some senders leave it out, or empty
    call_sid = (body.get("CallSid") or body.get("call_sid")) if isinstance(body, dict) else None
    return NeverStartedReport(
        ConversationId(told.conversation_id),
        CallId(call_sid) if call_sid else None,
        told.agent_id,
        PROVIDER,
        told.failure_reason,
        reported_at,
        *_carriers_words(body if isinstance(body, dict) else {}),
    )


def _carriers_words(body: dict[str, Any]) -> tuple[str, str]:
    """The carrier's status and the network's code: strings from Twilio, a number from a SIP trunk."""
    return str(body.get("CallStatus") or ""), str(body.get("SipResponseCode") or body.get("sip_status_code") or "")


def _machine_report(data: dict[str, Any], reported_at: datetime) -> MachineReport:
    """Its shape is not published: whatever it says of who answered is taken."""
    told = Verdict.model_validate(data)
    answered_by = told.answered_by or told.result or "unknown"
    return MachineReport(ConversationId(told.conversation_id), answered_by, reported_at)


def _traces_report(data: dict[str, Any], _reported_at: datetime) -> TracesReport:
    return TracesReport(ConversationId(Named.model_validate(data).conversation_id))


READERS: dict[str, Callable[[dict[str, Any], datetime], Report]] = {
    "post_call_transcription": _conversation_report,
    "post_call_transcription_otel": _traces_report,
    "post_call_audio": _recording_report,
    "call_initiation_failure": _never_started_report,
    "answering_machine_detection": _machine_report,
}
