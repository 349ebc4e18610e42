"""The tables in memory: the same promises, kept by a dict. tests/contract asks both the same questions."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from trunkline.domain.calls import CallId, ConversationId, Progress, RingingCall, StreamOutcome, TimelineEvent
from trunkline.domain.errors import StreamRefused
from trunkline.domain.leases import Lease
from trunkline.domain.reports import ConversationReport, NeverStartedReport
from trunkline.domain.routes import Route
from trunkline.domain.stories import TURNS_RETOLD, SpokenTurn
from trunkline.domain.streams import StreamTicket
from trunkline.ports import FiledBeside, KnownCall, NewAnswer, NewStream, Situation


@dataclass
class InMemoryTables:
    """Everything that is on file, shared by the ports below as the real tables are."""

    routes: dict[str, Route] = field(default_factory=dict)
    plans: dict[str, Route] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, dict[str, TimelineEvent]] = field(default_factory=dict)
    tickets: dict[str, StreamTicket] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    call_of: dict[str, CallId] = field(default_factory=dict)
    recordings: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)
    words: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    turns: dict[str, dict[tuple[str, int], SpokenTurn]] = field(default_factory=dict)
    leases: dict[CallId, Lease] = field(default_factory=dict)

    def set(self, call_id: CallId, facts: dict[str, Any], first_word_stands: frozenset[str] = frozenset()) -> None:
        record = self.records.setdefault(call_id, {"call_id": call_id})
        for name, value in facts.items():
            if value is not None and not (name in first_word_stands and name in record):
                record[name] = value

    def tell(self, call_id: CallId, event: TimelineEvent) -> None:
        self.events.setdefault(call_id, {})[event.key] = event


class InMemorySwitchboard:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def look_up(self, call: RingingCall) -> Situation:
        document = self._tables.records.get(call.call_id, {}).get("document")
        route = self._tables.plans.get(call.plan_id) if call.plan_id else self._tables.routes.get(call.our_number)
        return Situation(route, document)

    def commit(self, answer: NewAnswer) -> str:
        standing = self._tables.records.get(answer.call.call_id, {}).get("document")
        if standing:
            return str(standing)
        facts = {"document": answer.document, "route": answer.route, "mode": answer.route.mode.value}
        facts |= {"company_id": answer.route.company_id, "conversation_id": answer.conversation_id}
        facts |= {"started_at": answer.at.isoformat()}
        self._tables.set(answer.call.call_id, facts, frozenset({"started_at"}))
        self._tables.tell(answer.call.call_id, TimelineEvent("answer", answer.at, answer.because))
        if answer.ticket and answer.token_fingerprint:
            self._tables.tickets[answer.token_fingerprint] = answer.ticket
        if answer.conversation_id:
            self._tables.call_of[answer.conversation_id] = answer.call.call_id
        return answer.document

    def resume(self, stream: NewStream) -> str:
        record = self._tables.records.setdefault(stream.call_id, {"call_id": stream.call_id})
        if record.get("resumes", 0) != stream.attempt - 1:
            return str(record["resume_document"])
        facts = {"resumes": stream.attempt, "resume_webhook": stream.webhook, "resume_document": stream.document}
        self._tables.set(stream.call_id, facts)
        record.pop("stream_outcome", None)
        self._tables.tell(stream.call_id, TimelineEvent(f"resumed-{stream.attempt}", stream.at, "resumed"))
        self._tables.tickets[stream.token_fingerprint] = stream.ticket
        return stream.document


class InMemoryStories:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:
        self._tables.turns.setdefault(call_id, {})[(at.isoformat(), turn.number)] = turn

    def story(self, call_id: CallId) -> list[SpokenTurn]:
        return [turn for _, turn in sorted(self._tables.turns.get(call_id, {}).items())][-TURNS_RETOLD:]


class InMemoryCalls:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def find(self, call_id: CallId) -> KnownCall | None:
        record = self._tables.records.get(call_id)
        if record is None:
            return None
        outcome = record.get("stream_outcome")
        return KnownCall(
            call_id,
            record.get("route"),
            StreamOutcome(outcome) if outcome else None,
            record.get("transfer_to", ""),
            record.get("transfer_summary", ""),
            record.get("resumes", 0),
            record.get("resume_webhook", ""),
            record.get("resume_document", ""),
            datetime.fromisoformat(record["started_at"]) if "started_at" in record else None,
        )

    def note(self, call_id: CallId, event: TimelineEvent, facts: dict[str, Any]) -> None:
        self._tables.tell(call_id, event)
        self._tables.set(call_id, facts)

    def end_stream(self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: dict[str, Any]) -> bool:
        self._tables.tell(call_id, event)
        lease = self._tables.leases.get(call_id)
        if lease and lease.stream_sid != stream_sid:
            return False
        self._tables.leases.pop(call_id, None)
        self._tables.set(call_id, facts)
        return True

    def open(self, call_id: CallId, event: TimelineEvent, facts: dict[str, Any]) -> None:
        self._tables.tell(call_id, event)
        self._tables.set(call_id, facts, frozenset(facts))

    def advance(self, call_id: CallId, progress: Progress, status: str, facts: dict[str, Any]) -> bool:
        if self._tables.records.get(call_id, {}).get("progress", -1) >= progress:
            return False
        self._tables.set(call_id, {"status": status, "progress": int(progress), **facts})
        return True

    def add_event(self, call_id: CallId, event: TimelineEvent) -> None:
        self._tables.tell(call_id, event)


class InMemoryConversations:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def call_of(self, conversation_id: ConversationId) -> CallId | None:
        return self._tables.call_of.get(conversation_id)

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        self._tables.call_of[conversation_id] = call_id

    def file_conversation(self, call_id: CallId, report: ConversationReport, transcript_key: str) -> FiledBeside:
        self.link(report.conversation_id, call_id)
        facts = {
            "conversation_id": report.conversation_id,
            "conversation_status": report.status,
            "transcript_key": transcript_key,
            "agent_id": report.agent_id,
            "started_at": report.started_at.isoformat(),
        }
        self._tables.set(call_id, facts, frozenset({"agent_id", "started_at"}))
        event = TimelineEvent(f"conversation-{report.conversation_id}", report.reported_at, "conversation reported")
        self._tables.tell(call_id, event)
        record = self._tables.records[call_id]
        record["transcript_keys"] = sorted({*record.get("transcript_keys", ()), transcript_key})
        return FiledBeside(
            self._tables.recordings.get(report.conversation_id),
            tuple(record["transcript_keys"]),
            record.get("company_id"),
            record.get("started_at"),
        )

    def note_story(self, call_id: CallId, key: str) -> None:
        self._tables.set(call_id, {"story_key": key})

    def note_words(self, call_id: CallId, company_id: str, started_at: str, words: str) -> None:
        self._tables.words[call_id] = (company_id, started_at, words)

    def file_never_started(self, call_id: CallId, report: NeverStartedReport) -> None:
        self.link(report.conversation_id, call_id)
        facts = {"conversation_status": "never-started", "never_started_because": report.reason}
        self._tables.set(call_id, facts)
        self._tables.tell(
            call_id, TimelineEvent(f"conversation-{report.conversation_id}", report.reported_at, "never started")
        )

    def file_recording(self, conversation_id: ConversationId, key: str) -> CallId | None:
        self._tables.recordings[conversation_id] = key
        return self.call_of(conversation_id)

    def attach_recording(self, call_id: CallId, conversation_id: ConversationId, key: str, at: datetime) -> None:
        self._tables.set(call_id, {"provider_recording": key})
        self._tables.tell(
            call_id, TimelineEvent(f"provider-recording-{conversation_id}", at, "provider recording filed")
        )


class InMemoryTickets:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        ticket = self._tables.tickets.get(token_fingerprint)
        if (
            ticket is None
            or token_fingerprint in self._tables.spent
            or ticket.call_id != call_id
            or ticket.expires_at <= now
        ):
            raise StreamRefused("unknown, used, expired or foreign token")
        self._tables.spent.add(token_fingerprint)
        return ticket


class InMemoryLeases:
    def __init__(self, tables: InMemoryTables) -> None:
        self._leases = tables.leases

    def take(self, lease: Lease) -> None:
        self._leases[lease.call_id] = lease

    def renew(self, call_id: CallId, stream_sid: str, until: datetime) -> bool:
        return self._changed(call_id, stream_sid, until=until)

    def claim(self, lease: Lease, until: datetime) -> bool:
        seen = self._leases.get(lease.call_id)
        if seen is None or seen.until != lease.until:
            return False
        return self._changed(lease.call_id, lease.stream_sid, until=until, relay="")

    def drop(self, call_id: CallId, stream_sid: str) -> bool:
        if not self._is_of(call_id, stream_sid):
            return False
        del self._leases[call_id]
        return True

    def owner(self, call_id: CallId, now: datetime) -> str:
        lease = self._leases.get(call_id)
        return lease.relay if lease and lease.is_current(now) else ""

    def live(self) -> list[Lease]:
        return list(self._leases.values())

    def _is_of(self, call_id: CallId, stream_sid: str) -> bool:
        return call_id in self._leases and self._leases[call_id].stream_sid == stream_sid

    def _changed(self, call_id: CallId, stream_sid: str, **changes: Any) -> bool:
        if self._is_of(call_id, stream_sid):
            self._leases[call_id] = replace(self._leases[call_id], **changes)
            return True
        return False


class InMemoryWaitingTexts:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def leave(self, call_id: CallId, at: datetime, name: str, text: str) -> None:
        self._tables.waiting.setdefault(call_id, {})[at.isoformat() + name] = text

    def collect(self, call_id: CallId) -> list[str]:
        return [text for _, text in sorted(self._tables.waiting.pop(call_id, {}).items())]
