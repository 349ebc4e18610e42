"""A call as it is on file, whichever vendors had a part in it, and everything that happened in it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.auditing import Audit
from api.errors import answers
from api.identity import Reader, deps_of
from api.models.fields import CallName
from api.models.quality import Quality, quality_of
from api.own_call import open_call
from trunkline.audit.domain.entries import Action
from trunkline.bootstrap.shared.api_deps import RecordDeps
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.history.trouble import Trouble
from trunkline.exports.domain.exports import readable
from trunkline.ids import CallId

router = APIRouter(tags=["calls"])
Deps = Annotated[RecordDeps, Depends(deps_of)]


class Happening(BaseModel):
    """One line of the timeline."""

    at: datetime
    key: str
    kind: str
    detail: dict[str, str]


class ToolShape(BaseModel):
    """A tool the agent called. What the provider does not say is null."""

    name: str
    is_error: bool | None = None
    took_s: float | None = None


class ProviderCost(BaseModel):
    """The voice provider's figures; unknown is null, never 0."""

    credits: float | None
    usd: float | None


class CallRecord(BaseModel):
    """A call's record, with the same words for every vendor. Unknown is null."""

    call_sid: str
    status: str
    direction: str | None
    from_number: str | None
    to_number: str | None
    mode: str | None
    started_at: datetime | None
    duration_s: int | None
    answered_by: str | None
    agent_id: str | None
    provider: str | None
    conversation_id: str | None
    conversation_duration_s: int | None
    end_reason: str | None
    outcome: str | None
    summary: str | None
    language: str | None
    user_id: str | None
    feedback: dict[str, Any]
    tools: list[ToolShape]
    turn_latency_ms: int | None
    agent_latency_s: float | None
    evaluation: dict[str, str]
    data_collection: dict[str, Any]
    cost: ProviderCost
    timeline: list[Happening]
    campaign_id: str | None
    metadata: dict[str, str]
    trouble: list[Trouble]
    disclosures: dict[str, str]
    quality: Quality


@router.get("/calls/{call_sid}", response_model=CallRecord, responses=answers(404))
def get_call_record(call_sid: CallName, key: Reader, deps: Deps, audit: Audit) -> CallRecord:
    """The record does not depend on the order of the vendors' reports."""
    call = open_call(deps.call_search.find(CallId(call_sid)), key, audit, Action.CALL_READ)
    return _to_response(call, deps.call_search.timeline(call.call_id))


PLAIN = (
    "direction", "from_number", "to_number", "mode", "duration_s", "answered_by", "agent_id", "provider",
    "conversation_id", "conversation_duration_s", "end_reason", "outcome", "summary", "language", "turn_latency_ms",
    "agent_latency_s", "user_id", "campaign_id",
)  # fmt: skip


def _to_response(call: CallSummary, timeline: list[TimelineEvent]) -> CallRecord:
    facts = call.facts
    return CallRecord(
        call_sid=call.call_id,
        status=call.status,
        started_at=datetime.fromisoformat(call.started_at) if call.started_at else None,
        tools=[ToolShape(**tool) for tool in facts.get("tools", [])],
        evaluation=facts.get("evaluation", {}),
        data_collection={name: readable(value) for name, value in facts.get("data_collection", {}).items()},
        feedback=readable(facts.get("feedback", {})),
        cost=ProviderCost(credits=facts.get("cost_credits"), usd=facts.get("cost_usd")),
        timeline=[Happening(at=item.at, key=item.key, kind=item.kind, detail=item.detail) for item in timeline],
        metadata=facts.get("metadata") or {},
        trouble=call.trouble,
        disclosures=facts.get("disclosures", {}),
        quality=quality_of(facts),
        **{name: facts.get(name) for name in PLAIN},
    )
