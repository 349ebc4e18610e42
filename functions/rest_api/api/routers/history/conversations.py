"""Conversations: search, transcripts and audio. Lists, filters and names are the voice provider's own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import Reader, deps_of
from api.own_call import allowed, is_open, open_call
from api.routers.history.recording_audio import audio_path
from api.routers.history.recording_parts import recordings_of
from api.search import finder
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.conversations.domain.redacted_transcripts import redacted_key
from trunkline.errors import NotFound
from trunkline.exports.domain.exports import readable
from trunkline.ids import ConversationId

router = APIRouter(tags=["conversations"])
Deps = Annotated[RecordDeps, Depends(deps_of)]
UnixSeconds = Annotated[int, Query(ge=0, le=4_102_444_800)]
Seconds = Annotated[int, Query(ge=0, le=864_000)]
ConversationName = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
AUDIO_LINK_S = 300
CONVERSATION = "Conversation"


class ConversationSummary(BaseModel):
    """A line of the list."""

    conversation_id: str
    call_sid: str
    agent_id: str | None
    status: Literal["initiated", "in-progress", "processing", "done", "failed"]
    direction: str | None
    start_time_unix_secs: int | None
    call_duration_secs: int | None
    message_count: int | None
    call_successful: str
    has_audio: bool
    transcript_summary: str | None = None


class ConversationPage(BaseModel):
    conversations: list[ConversationSummary]
    next_cursor: str | None
    has_more: bool


class ToolCallShape(BaseModel):
    tool_name: str


class FeedbackShape(BaseModel):
    score: str


class TurnShape(BaseModel):
    """`message` is what the other side heard; `original_message` what an interrupted agent meant to say."""

    role: Literal["agent", "user"]
    message: str | None
    time_in_call_secs: float
    interrupted: bool
    original_message: str | None
    tool_calls: list[ToolCallShape]
    feedback: FeedbackShape | None


class ConversationWhole(ConversationSummary):
    """A conversation with all its data."""

    user_id: str | None
    has_user_audio: bool
    has_response_audio: bool
    transcript: list[TurnShape]
    metadata: dict[str, Any]
    analysis: dict[str, Any]


class ConversationStatus(BaseModel):
    conversation_id: str
    status: str


class AudioLink(BaseModel):
    """A link that needs no key and expires after a few minutes; of a patient's call, a path of this API, which takes a
    key or a session, and `expires_in_s` is null."""

    url: str
    expires_in_s: int | None


@router.get("/conversations", response_model=ConversationPage, responses=answers())
def list_conversations(
    key: Reader,
    deps: Deps,
    audit: Audit,
    agent_id: Annotated[str | None, Query(max_length=64)] = None,
    page_size: Annotated[int, Query(ge=1, le=100)] = 30,
    cursor: Annotated[str | None, Query(max_length=512)] = None,
    call_start_before_unix: UnixSeconds | None = None,
    call_start_after_unix: UnixSeconds | None = None,
    call_duration_min_secs: Seconds | None = None,
    call_duration_max_secs: Seconds | None = None,
    call_successful: Literal["success", "failure", "unknown"] | None = None,
    search: Annotated[str | None, Query(min_length=2, max_length=200)] = None,
    summary_mode: Literal["exclude", "include"] = "exclude",
) -> ConversationPage:
    """Newest first. `search` forgives what speech recognition misheard, and without a clinical key finds no patients'
    calls. A page may be short, or empty, and have more."""
    wanted = CallFilter(
        agent_id=agent_id,
        started_after=call_start_after_unix,
        started_before=call_start_before_unix,
        duration_min_s=call_duration_min_secs,
        duration_max_s=call_duration_max_secs,
        outcome=call_successful,
        has_conversation=True,
        is_clinical=False if search and not key.clinical else None,
    )
    is_match = finder(search) if search else None
    page = deps.call_search.page(key.company_id, wanted, page_size, cursor, is_match)
    if summary_mode == "include" and page.calls:
        audit.note(key, Action.TRANSCRIPT_READ, "conversations", reason=f"{len(page.calls)} summaries")
    summaries = [_summary(call, with_text=summary_mode == "include" and is_open(call, key)) for call in page.calls]
    return ConversationPage(
        conversations=[ConversationSummary(**summary) for summary in summaries],
        next_cursor=page.cursor,
        has_more=page.cursor is not None,
    )


@router.get("/conversations/{conversation_id}", response_model=ConversationWhole, responses=answers(404))
def get_conversation(
    conversation_id: ConversationName,
    key: Reader,
    deps: Deps,
    audit: Audit,
    redacted: Annotated[bool, Query()] = False,
) -> ConversationWhole:
    """With `redacted`, the copy with placeholders for what was found of the person, and without the fields that say who
    it was. It may still point to them."""
    call = open_call(_found(conversation_id, deps), key, audit, Action.TRANSCRIPT_READ, CONVERSATION)
    if redacted:
        return _redacted(call, deps)
    transcript = deps.transcripts(call.facts["transcript_key"]) if "transcript_key" in call.facts else {}
    return ConversationWhole(
        **_summary(call, with_text=True),
        user_id=call.facts.get("user_id"),
        has_user_audio=_has_audio(call, "has_user_audio"),
        has_response_audio=_has_audio(call, "has_response_audio"),
        transcript=[_turn(turn) for turn in transcript.get("turns", [])],
        metadata=_metadata(call),
        analysis=_analysis(call),
    )


def _redacted(call: CallSummary, deps: RecordDeps) -> ConversationWhole:
    key = str(call.facts.get("transcript_key") or "")
    try:
        transcript = deps.transcripts(redacted_key(key)) if key else None
    except NotFound:
        transcript = None
    if transcript is None:
        raise NotFound("No redacted transcript of this conversation")
    began = {"start_time_unix_secs": _unix(call), "call_duration_secs": call.facts.get("conversation_duration_s")}
    return ConversationWhole(
        **_summary(call, with_text=False) | {"transcript_summary": transcript["summary"]},
        user_id=None,
        has_user_audio=_has_audio(call, "has_user_audio"),
        has_response_audio=_has_audio(call, "has_response_audio"),
        transcript=[_turn(turn) for turn in transcript["turns"]],
        metadata=began,
        analysis={"transcript_summary": transcript["summary"]} if transcript["summary"] else {},
    )


@router.get("/conversations/{conversation_id}/status", response_model=ConversationStatus, responses=answers(404))
def get_conversation_status(
    conversation_id: ConversationName, key: Reader, deps: Deps, audit: Audit
) -> ConversationStatus:
    call = allowed(_found(conversation_id, deps), key, audit, Action.CALL_READ, CONVERSATION)
    return ConversationStatus(conversation_id=conversation_id, status=_status(call))


@router.get("/conversations/{conversation_id}/audio", response_model=AudioLink, responses=answers(404))
def get_conversation_audio(conversation_id: ConversationName, key: Reader, deps: Deps, audit: Audit) -> AudioLink:
    """A link to the recording: ours in stereo where there is one, else the provider's. A resumed call's is the last."""
    call = open_call(_found(conversation_id, deps), key, audit, Action.AUDIO_READ, CONVERSATION)
    fact = next((name for name in ("recording", "provider_recording") if call.facts.get(name)), None)
    if fact is None:
        raise NotFound("No audio for this conversation")
    if call.is_clinical:
        return AudioLink(url=audio_path(call, fact), expires_in_s=None)
    last = recordings_of(call, fact)[-1]
    return AudioLink(url=deps.link(last.object_key, AUDIO_LINK_S), expires_in_s=AUDIO_LINK_S)


STATES = {"initiated", "in-progress", "processing", "done", "failed"}  # the provider's, and no others
# What the record calls it, and what the provider does.
METADATA = {
    "conversation_duration_s": "call_duration_secs",
    "cost_credits": "cost",
    "cost_usd": "cost_fiat",
    "end_reason": "termination_reason",
    "language": "main_language",
    "feedback": "feedback",
    "turn_latency_ms": "turn_latency_ms",
    "interruptions": "interruptions",
    "metadata": "metadata",
}
ANALYSIS = {"outcome": "call_successful", "summary": "transcript_summary"}


def _metadata(call: CallSummary) -> dict[str, Any]:
    facts, is_outbound = call.facts, call.facts.get("direction") == "outbound"
    numbers = [facts.get("from_number"), facts.get("to_number")]
    ours, theirs = numbers if is_outbound else reversed(numbers)
    phone = {"direction": facts.get("direction"), "agent_number": ours, "external_number": theirs}
    began = {"start_time_unix_secs": _unix(call), "phone_call": phone | {"call_sid": call.call_id}}
    return began | {theirs: readable(facts[ours]) for ours, theirs in METADATA.items() if ours in facts}


def _analysis(call: CallSummary) -> dict[str, Any]:
    facts = call.facts
    judged = {name: {"result": result} for name, result in facts.get("evaluation", {}).items()}
    collected = {name: {"value": readable(value)} for name, value in facts.get("data_collection", {}).items()}
    results = {"evaluation_criteria_results": judged, "data_collection_results": collected}
    return results | {theirs: facts[ours] for ours, theirs in ANALYSIS.items() if ours in facts}


def _turn(turn: Mapping[str, Any]) -> TurnShape:
    return TurnShape(
        role="agent" if turn["speaker"] == "agent" else "user",
        message=turn["text"] or None,
        time_in_call_secs=turn["at_s"],
        interrupted=turn["interrupted"],
        original_message=turn["intended"],
        tool_calls=[ToolCallShape(tool_name=name) for name in turn["tools"]],
        feedback=FeedbackShape(score=turn["feedback"]) if turn.get("feedback") else None,
    )


def _has_audio(call: CallSummary, name: str) -> bool:
    """A link to our own recording, which has both sides, or else the provider's."""
    return bool(call.facts.get("recording") or call.facts.get(name))


def _found(conversation_id: str, deps: RecordDeps) -> CallSummary | None:
    return deps.call_search.of_conversation(ConversationId(conversation_id))


def _status(call: CallSummary) -> str:
    """A call that never became a conversation has failed, in the provider's words."""
    payload = str(call.facts.get("conversation_status") or "in-progress")
    if payload == "never-started":
        return "failed"
    return payload if payload in STATES else "done"


def _unix(call: CallSummary) -> int | None:
    return int(datetime.fromisoformat(call.started_at).timestamp()) if call.started_at else None


def _summary(call: CallSummary, *, with_text: bool) -> dict[str, Any]:
    facts = call.facts
    return {
        "conversation_id": facts.get("conversation_id", ""),
        "call_sid": call.call_id,
        "agent_id": facts.get("agent_id"),
        "status": _status(call),
        "direction": facts.get("direction"),
        "start_time_unix_secs": _unix(call),
        "call_duration_secs": facts.get("conversation_duration_s"),
        "message_count": facts.get("turn_count"),
        "call_successful": facts.get("outcome") or "unknown",
        "has_audio": bool(facts.get("recording") or facts.get("provider_recording")),
        "transcript_summary": facts.get("summary") if with_text else None,
    }
