"""Retell's webhooks as reports of ours: starts, ends, analyses, live transcripts, transfers.

Readable fields are filed; unreadable ones are left out and named. Retell documentation "Retell webhooks overview".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from trunkline.calls.domain.dtmf import redacted
from trunkline.conversations.domain.post_call_reports import (
    ConversationReport,
    LiveTurnsReport,
    NeverStartedReport,
    ProviderEventReport,
    Report,
    UnknownReport,
)
from trunkline.ids import ConversationId
from trunkline.vendors.retell import call_objects as read
from trunkline.vendors.retell.call_objects import NAME, TEXT, USER_ID
from trunkline.vendors.retell.disconnections import Disconnection, disconnection_of
from trunkline.vendors.retell.webhook_envelopes import ANALYZED, ENDED, STARTED, TRANSCRIPT, TRANSFERS, read_envelope
from trunkline.web.lenient_json import Fields, as_kept, whole_characters

PROVIDER = "retell"
UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)
OUTCOMES = {True: "success", False: "failure", None: None}
COLLECTED_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class _Received:
    """A webhook's event and call, and the digest of its bytes."""

    kind: str
    outer: Fields
    call: Fields
    conversation_id: ConversationId
    digest: str

    @property
    def agent_id(self) -> str:
        return self.call.text("agent_id", NAME) or ""

    @property
    def at(self) -> datetime:
        """The event's own time where it has one, else the latest time in the call."""
        known = [read.moment(self.outer, "event_timestamp")]
        known += [read.moment(self.call, name) for name in ("end_timestamp", "start_timestamp")]
        return next((moment for moment in known if moment), UNKNOWN_TIME)

    @property
    def items(self) -> list[Fields]:
        """The transcript with tools, where there is one: inside the call, or beside it in live updates. An agent whose
        storage is everything but personal data has the scrubbed one alone."""
        found = self.call.objects("transcript_with_tool_calls") or self.outer.objects("transcript_with_tool_calls")
        plain = found or self.call.objects("transcript_object")
        return plain or self.call.objects("scrubbed_transcript_with_tool_calls")

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(sorted(self.call.left_out))


def read_report(body: bytes) -> Report:
    """The report inside a verified webhook body. Raises BadRequest for what the webhook does not take either."""
    envelope = read_envelope(body)
    call, reader = Fields(envelope.call), READERS.get(envelope.kind)
    conversation_id = envelope.conversation_id
    if reader is None or conversation_id is None:
        return UnknownReport(envelope.kind, conversation_id)
    digest = sha256(body).hexdigest()[:16]
    return reader(_Received(envelope.kind, Fields(envelope.payload), call, conversation_id, digest))


def _end_report(received: _Received) -> Report:
    call, turns = received.call, read.turns(received.items)
    ended = disconnection_of(_reason(call), call.text("call_status", NAME) or "", has_words=bool(turns))
    return _conversation(received, ended) if ended.was_connected else _never_started(received, ended)


def _reason(call: Fields) -> str:
    return call.text("disconnection_reason", NAME) or ""


def _never_started(received: _Received, ended: Disconnection) -> NeverStartedReport:
    call = received.call
    return NeverStartedReport(
        received.conversation_id,
        read.carriers_call(call),
        received.agent_id,
        PROVIDER,
        ended.result,
        received.at,
        direction=call.text("direction", NAME),
        variables=read.variables(call),
        other_number=read.numbers(call)[1],
        left_out=received.left_out,
    )


def _conversation(received: _Received, ended: Disconnection) -> ConversationReport:
    call, analysis = received.call, received.call.object("call_analysis")
    ours, theirs = read.numbers(call)
    seconds = read.duration_s(call)
    summary = analysis.text("call_summary", TEXT)
    return ConversationReport(
        conversation_id=received.conversation_id,
        call_id=read.carriers_call(call),
        agent_id=received.agent_id,
        provider=PROVIDER,
        status="failed" if call.text("call_status", NAME) == "error" else "done",
        started_at=_started_at(received, seconds),
        duration_s=seconds,
        turns=read.turns(received.items),
        reported_at=read.moment(call, "end_timestamp") or received.at,
        has_audio=any(call.text(name, TEXT) for name in ("recording_url", "scrubbed_recording_url")),
        cost_usd=read.cost_usd(call),
        end_reason=_reason(call) or None,
        outcome=OUTCOMES[analysis.flag("call_successful")],
        summary=redacted(summary) if summary else None,
        direction=call.text("direction", NAME),
        variables=read.variables(call),
        our_number=ours,
        other_number=theirs,
        call_result=ended.result_with(analysis.flag("in_voicemail")),
        tools=read.tools(received.items),
        data_collection=_collected(analysis),
        latency_s=read.latency_s(call),
        user_id=call.object("metadata").text(USER_ID, NAME),
        digest=("1" if analysis else "0") + received.digest,  # of one end, the report with an analysis stands
        left_out=received.left_out,
        wants_no_calls=ended.wants_no_calls,
    )


def _started_at(received: _Received, seconds: int) -> datetime:
    began = read.moment(received.call, "start_timestamp")
    return (began or received.at - timedelta(seconds=seconds)).replace(microsecond=0)


def _collected(analysis: Fields) -> dict[str, Any]:
    """What the analysis found, with the caller's mood; as much as fits into an item of the table."""
    found = analysis.mapping("custom_analysis_data") | {"user_sentiment": analysis.text("user_sentiment", NAME)}
    kept, room = {}, COLLECTED_CHARACTERS
    for name, value in found.items():
        room -= len(name) + len(str(value))
        if name and value is not None and room >= 0:
            kept[whole_characters(name)] = as_kept(value, redacted)
    return kept


def _event_report(received: _Received) -> ProviderEventReport:
    """A start, or a step of a transfer. Each transfer of a call has its own start time."""
    call, transfer = received.call, received.kind in TRANSFERS
    ours, theirs = read.numbers(call)
    is_outbound = call.text("direction", NAME) == "outbound"
    began = read.moment(call, "start_timestamp")
    key = f"{received.kind}-{received.conversation_id}" + (f"-{received.digest}" if transfer else "")
    return ProviderEventReport(
        received.conversation_id,
        read.carriers_call(call),
        received.agent_id,
        PROVIDER,
        key,
        received.kind.replace("_", " "),
        received.at,
        started_at=began,
        direction=call.text("direction", NAME),
        from_number=ours if is_outbound else theirs,
        to_number=theirs if is_outbound else ours,
        left_out=received.left_out,
    )


def _live_turns(received: _Received) -> LiveTurnsReport:
    call = received.call
    return LiveTurnsReport(
        received.conversation_id,
        read.carriers_call(call),
        read.turns(received.items),
        received.at,
        agent_id=received.agent_id,
        started_at=read.moment(call, "start_timestamp"),
    )


READERS: dict[str, Callable[[_Received], Report]] = {
    STARTED: _event_report,
    ENDED: _end_report,
    ANALYZED: _end_report,
    TRANSCRIPT: _live_turns,
    **dict.fromkeys(TRANSFERS, _event_report),
}
