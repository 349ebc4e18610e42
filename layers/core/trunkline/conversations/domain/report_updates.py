"""Updates of a call's record from a provider's reports: conversation, recording, answering machine, failed start."""

from datetime import datetime
from decimal import Decimal

from trunkline.calls.domain.call_record import CONVERSATION, TOOLS_KEPT, CallUpdate
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.conversations.domain.post_call_reports import ConversationReport, NeverStartedReport, ProviderEventReport


def conversation_update(report: ConversationReport, transcript_key: str) -> CallUpdate:
    """Time and rank are the conversation's own, so that the same words fetched later tell the same happening."""
    event = TimelineEvent(
        CONVERSATION + report.conversation_id,
        report.ended_at,
        "conversation reported",
        {"provider": report.provider, "status": report.status},
    )
    facts = {
        "conversation_id": report.conversation_id,
        "conversation_status": report.status,
        "provider": report.provider,
        "agent_id": report.agent_id or None,
        "direction": report.direction,
        "from_number": report.from_number,
        "to_number": report.to_number,
        "started_at": report.started_at.isoformat(),
        "conversation_duration_s": report.duration_s,
        "end_reason": report.end_reason,
        "outcome": report.outcome,
        "summary": report.summary,
        "language": report.language,
        "turn_count": len(report.turns),
        "cost_credits": report.cost_credits,
        "cost_usd": None if report.cost_usd is None else Decimal(str(report.cost_usd)),
        "transcript_key": transcript_key,
        "has_audio": report.has_audio,
        "has_user_audio": report.has_user_audio,
        "has_response_audio": report.has_response_audio,
        "user_id": report.user_id,
        "feedback": report.feedback or None,
        "tools": [tool.as_dict() for tool in report.tools[:TOOLS_KEPT]],
        "evaluation": report.evaluation or None,
        "data_collection": report.data_collection or None,
        "agent_latency_s": report.latency_s,
    }
    return CallUpdate(event, facts, _rank(2, report.reported_at, report.digest))


def never_started_update(report: NeverStartedReport) -> CallUpdate:
    key = CONVERSATION + report.conversation_id
    event = TimelineEvent(key, report.reported_at, "never started", {"reason": report.reason})
    facts = {
        "conversation_id": report.conversation_id,
        "conversation_status": "never-started",
        "never_started_because": report.reason,
        "agent_id": report.agent_id or None,
        "provider": report.provider,
    }
    return CallUpdate(event, facts, _rank(1, report.reported_at, report.reason))


def _rank(kind: int, reported_at: datetime, content: str) -> str:
    """Words go over their absence, later words over earlier ones; of the same second the same ones always win."""
    return f"{kind}#{reported_at.isoformat()}#{content}"


def event_update(report: ProviderEventReport) -> CallUpdate:
    """A step of the call on its timeline; the first one also says what call it is."""
    event = TimelineEvent(report.key, report.at, report.kind, {"provider": report.provider})
    facts = {
        "conversation_id": report.conversation_id,
        "provider": report.provider,
        "agent_id": report.agent_id or None,
        "direction": report.direction,
        "from_number": report.from_number,
        "to_number": report.to_number,
        "started_at": report.started_at.isoformat() if report.started_at else None,
    }
    return CallUpdate(event, facts)


def recording_update(conversation_id: str, key: str, at: datetime) -> CallUpdate:
    event = TimelineEvent(f"provider-recording-{conversation_id}", at, "provider recording filed", {"key": key})
    return CallUpdate(event, {"provider_recording": key})


def machine_update(conversation_id: str, answered_by: str, at: datetime) -> CallUpdate:
    """The voice provider's verdict on who answered; the carrier's own has a key of its own."""
    event = TimelineEvent(f"provider-verdict-{conversation_id}", at, f"answered by {answered_by}")
    return CallUpdate(event, {"answered_by": answered_by})
