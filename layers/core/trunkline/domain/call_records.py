"""A call's record: what everybody told of it, put together. In whatever order it was told, it comes out the same.

Each happening keeps what it tells in a place of its own, named by its key. Nothing is overwritten by something else, so
there is no order to get wrong; what the record says is read out of all the places together, here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from trunkline.domain.calls import Progress, TimelineEvent
from trunkline.domain.reports import ConversationReport, NeverStartedReport

CONVERSATION = "conversation-"  # how the keys of conversations begin
# What answering a call established is nobody else's to say.
STANDING = ("agent_id", "carrier", "company_id", "direction", "from_number", "mode", "started_at", "to_number")
SPEECH = ("speech_characters", "speech_credits", "texts_spoken")  # added up over all streams of a call
TOOLS_KEPT = 500  # uses; an item of the table holds 400 kB
ADDED_UP = ("conversation_duration_s", "cost_credits", "cost_usd", "turn_count")  # over all conversations of a call


@dataclass(frozen=True, slots=True)
class Telling:
    """One happening and what it tells of its call. Of two that tell the same happening the higher `rank` stands."""

    event: TimelineEvent
    facts: dict[str, Any] = field(default_factory=dict)
    rank: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """As it is kept in its place. What is unknown is left out."""
        known = {name: value for name, value in self.facts.items() if value is not None}
        return {"at": self.event.at.isoformat(), "rank": self.rank, "facts": known}


def record_of(flat: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """`flat` is what answering filed, `told` every happening by its key. Later ones go over earlier ones."""
    record = dict(flat)
    for key in sorted(told, key=lambda key: (not key.startswith(CONVERSATION), told[key]["at"], key)):
        record |= {name: value for name, value in told[key]["facts"].items() if name not in ("status", "progress")}
    record |= _speech(place["facts"] for place in told.values())
    record |= _conversations([place["facts"] for key, place in sorted(told.items()) if key.startswith(CONVERSATION)])
    record |= {name: flat[name] for name in STANDING if name in flat}
    return record | _standing_of(flat, told)


def _conversations(all_of_them: list[Mapping[str, Any]]) -> dict[str, Any]:
    """What several conversations of one call say together: a cost that one of them does not know is unknown."""
    spoken = [facts for facts in all_of_them if "transcript_key" in facts]
    if not spoken:
        return {}
    sums = {name: _sum(facts.get(name) for facts in spoken) for name in ADDED_UP}
    keys = sorted(facts["transcript_key"] for facts in spoken)
    return {**sums, "transcript_keys": keys, "started_at": min(facts["started_at"] for facts in spoken)}


def _speech(all_facts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Speech that streams and requests made for a call: each knows its own only."""
    counts: Counter[str] = Counter()
    for facts in all_facts:
        counts.update({name: facts[name] for name in SPEECH if name in facts})
    return dict(counts)


def _sum(values: Iterable[Any]) -> Any:
    known = list(values)
    return None if None in known else sum(known)


def _standing_of(flat: Mapping[str, Any], told: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """How far the call has come: the furthest anybody has told; of two ends the later one."""
    states = [
        (int(place["facts"]["progress"]), place["at"], str(place["facts"]["status"]))
        for place in told.values()
        if "progress" in place["facts"]
    ]
    furthest = max(states, default=None)
    if furthest is None or furthest[0] < int(flat.get("progress", -1)):
        return {}
    return {"progress": furthest[0], "status": furthest[2]}


def conversation_told(report: ConversationReport, transcript_key: str) -> Telling:
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
        "ended_because": report.ended_because,
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
    return Telling(event, facts, _rank(2, report.reported_at, report.digest))


def never_started_told(report: NeverStartedReport) -> Telling:
    key = CONVERSATION + report.conversation_id
    event = TimelineEvent(key, report.reported_at, "never started", {"reason": report.reason})
    facts = {
        "conversation_id": report.conversation_id,
        "conversation_status": "never-started",
        "never_started_because": report.reason,
        "agent_id": report.agent_id or None,
        "provider": report.provider,
    }
    return Telling(event, facts, _rank(1, report.reported_at, report.reason))


def _rank(kind: int, reported_at: datetime, content: str) -> str:
    """Words go over their absence, later words over earlier ones; of the same second the same ones always win."""
    return f"{kind}#{reported_at.isoformat()}#{content}"


def recording_told(conversation_id: str, key: str, at: datetime) -> Telling:
    event = TimelineEvent(f"provider-recording-{conversation_id}", at, "provider recording filed", {"key": key})
    return Telling(event, {"provider_recording": key})


def machine_told(conversation_id: str, answered_by: str, at: datetime) -> Telling:
    """The voice provider's verdict on who answered; the carrier's own has a key of its own."""
    event = TimelineEvent(f"provider-verdict-{conversation_id}", at, f"answered by {answered_by}")
    return Telling(event, {"answered_by": answered_by})


def progress_told(event: TimelineEvent, progress: Progress, status: str, facts: Mapping[str, Any]) -> Telling:
    return Telling(event, {**facts, "status": status, "progress": int(progress)})
