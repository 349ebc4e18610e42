"""The tables in memory: the same promises, kept by a dict. tests/contract asks both the same questions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.fakes.webhooks import render
from trunkline.calls.adapters.calls_table import NEEDED_AT_ONCE
from trunkline.calls.domain.call_instructions import CallInstruction
from trunkline.calls.domain.call_record import CallUpdate, record_of
from trunkline.calls.domain.call_search import CallSummary
from trunkline.calls.domain.calls import Progress, RingingCall, StreamOutcome, TimelineEvent
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.relay_fleet import Fleet
from trunkline.calls.domain.routes import Route
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import TURNS_RETOLD, CheckpointedTurn, SpokenTurn
from trunkline.calls.ports.answers import NewAnswer, NewStream, RoutingContext
from trunkline.calls.ports.records import CallState
from trunkline.campaigns.use_cases.opt_out import OptOut
from trunkline.conversations.ports import ConversationOwner, ConversationState, ReportContext, ReportedIds, Upserted
from trunkline.errors import StreamRefused
from trunkline.ids import CallId, ConversationId


@dataclass
class InMemoryTables:
    """Everything that is on file, shared by the ports below as the real tables are."""

    routes: dict[str, Route] = field(default_factory=dict)
    plans: dict[str, Route] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)  # the company of an imported number
    claims: dict[tuple[str, str], str] = field(default_factory=dict)  # the company of an agent or a number
    flat: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    events: dict[str, dict[str, TimelineEvent]] = field(default_factory=dict)
    tickets: dict[str, StreamTicket] = field(default_factory=dict)
    spent: set[str] = field(default_factory=set)
    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: dict[str, dict[str, LiveCallCommand]] = field(default_factory=dict)
    words: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    turns: dict[str, dict[tuple[str, int], SpokenTurn]] = field(default_factory=dict)
    leases: dict[CallId, Lease] = field(default_factory=dict)
    opt_outs: list[OptOut] = field(default_factory=list)
    fleet: Fleet | None = None
    wakes: dict[str, datetime] = field(default_factory=dict)  # who asked for the relay, and when

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """Every record, merged: what was filed and what was updates, put together."""
        return {call_id: self.merged(call_id) for call_id in {*self.flat, *self.updates}}

    def merged(self, call_id: str) -> dict[str, Any]:
        return record_of(self.flat.get(call_id, {}), self.updates.get(call_id, {}))

    def view(self, call_id: str) -> CallSummary | None:
        """The record as lists and costs see it."""
        record = self.records.get(call_id)
        if record is None:
            return None
        return CallSummary(CallId(call_id), record.get("company_id", ""), record.get("started_at", ""), record)

    def place(self, call_id: CallId, telling: CallUpdate) -> None:
        self.flat.setdefault(call_id, {"call_id": call_id})
        self.updates.setdefault(call_id, {})[telling.event.key] = telling.kept

    def set(self, call_id: CallId, facts: dict[str, Any], first_word_stands: frozenset[str] = frozenset()) -> None:
        record = self.flat.setdefault(call_id, {"call_id": call_id})
        for name, value in facts.items():
            if value is not None and not (name in first_word_stands and name in record):
                record[name] = value

    def tell(self, call_id: CallId, event: TimelineEvent) -> None:
        self.events.setdefault(call_id, {})[event.key] = event


class InMemorySwitchboard:
    def __init__(self, tables: InMemoryTables, render: Callable[[CallInstruction], str] = render) -> None:
        self._tables = tables
        self._render = render

    def look_up(self, call: RingingCall) -> RoutingContext:
        document = self._tables.flat.get(call.call_id, {}).get("document")
        route = self._tables.plans.get(call.plan_id) if call.plan_id else self._tables.routes.get(call.our_number)
        fleet = self._tables.fleet
        return RoutingContext(route, document, relay_is_awake=fleet is None or fleet.takes_calls)

    def commit(self, answer: NewAnswer) -> str:
        standing = self._tables.flat.get(answer.call.call_id, {}).get("document")
        if standing:
            return str(standing)
        document = self._render(answer.instruction)
        facts = {"document": document, "route": answer.route, "mode": answer.route.mode.value}
        facts |= {"company_id": answer.route.company_id, "conversation_id": answer.conversation_id}
        facts |= {"started_at": answer.at.isoformat(), "agent_id": answer.route.agent_id or None}
        self._tables.set(answer.call.call_id, facts, frozenset({"started_at"}))
        self._tables.tell(answer.call.call_id, TimelineEvent("answer", answer.at, answer.reason))
        if answer.ticket and answer.token_fingerprint:
            self._tables.tickets[answer.token_fingerprint] = answer.ticket
        if answer.conversation_id:
            self._tables.conversations.setdefault(answer.conversation_id, {})["call_id"] = answer.call.call_id
        if answer.wakes_relay:
            self._tables.wakes[answer.call.call_id] = answer.at
        return document

    def resume(self, stream: NewStream) -> str:
        record = self._tables.flat.setdefault(stream.call_id, {"call_id": stream.call_id})
        if record.get("resumes", 0) != stream.attempt - 1:
            return str(record["resume_document"])
        document = self._render(stream.instruction)
        counts = {"resumes": stream.attempt, "cuts": stream.cuts}
        facts = {**counts, "resume_webhook": stream.webhook, "resume_document": document}
        self._tables.set(stream.call_id, facts)
        record.pop("stream_outcome", None)
        self._tables.tell(stream.call_id, TimelineEvent(f"resumed-{stream.attempt}", stream.at, "resumed"))
        self._tables.tickets[stream.token_fingerprint] = stream.ticket
        return document


class InMemoryStories:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:
        self._tables.turns.setdefault(call_id, {})[(at.isoformat(), turn.number)] = turn

    def story(self, call_id: CallId) -> list[SpokenTurn]:
        return [item.turn for item in self.checkpoints(call_id)][-TURNS_RETOLD:]

    def checkpoints(self, call_id: CallId) -> list[CheckpointedTurn]:
        noted = sorted(self._tables.turns.get(call_id, {}).items())
        return [CheckpointedTurn(datetime.fromisoformat(at), turn) for (at, _), turn in noted]


class InMemoryCalls:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def find(self, call_id: CallId) -> CallState | None:
        record = self._tables.flat.get(call_id)
        if record is None:
            return None
        outcome = record.get("stream_outcome")
        return CallState(
            call_id,
            record.get("route"),
            StreamOutcome(outcome) if outcome else None,
            record.get("transfer_to", ""),
            record.get("transfer_summary", ""),
            record.get("resumes", 0),
            record.get("resume_webhook", ""),
            record.get("resume_document", ""),
            datetime.fromisoformat(record["started_at"]) if "started_at" in record else None,
            record.get("transfer_number", ""),
            record.get("cuts", record.get("resumes", 0)),
        )

    def note(self, call_id: CallId, event: TimelineEvent, facts: dict[str, Any]) -> None:
        self._tables.tell(call_id, event)
        self._tables.place(call_id, CallUpdate(event, facts))
        self._tables.set(call_id, {name: value for name, value in facts.items() if name in NEEDED_AT_ONCE})

    def restore(self, call_id: CallId, telling: CallUpdate) -> bool:
        if telling.event.key in self._tables.events.get(call_id, {}):
            return False
        self._tables.tell(call_id, telling.event)
        self._tables.place(call_id, telling)
        return True

    def unfinished(self, call_ids: Iterable[CallId]) -> set[CallId]:
        known = {call_id: self._tables.merged(call_id) for call_id in call_ids if call_id in self._tables.flat}
        return {call_id for call_id, record in known.items() if record.get("progress", 0) < Progress.OVER}

    def end_stream(self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: dict[str, Any]) -> bool:
        self._tables.tell(call_id, event)
        lease = self._tables.leases.get(call_id)
        if lease and lease.stream_sid != stream_sid:
            values = {name: value for name, value in facts.items() if name not in NEEDED_AT_ONCE}
            self._tables.place(call_id, CallUpdate(event, values))
            return False
        self._tables.place(call_id, CallUpdate(event, facts))
        self._tables.leases.pop(call_id, None)
        self._tables.set(call_id, {name: value for name, value in facts.items() if name in NEEDED_AT_ONCE})
        return True

    def open(self, call_id: CallId, event: TimelineEvent, facts: dict[str, Any]) -> None:
        self._tables.tell(call_id, event)
        self._tables.set(call_id, facts, frozenset(facts))

    def advance(self, call_id: CallId, progress: Progress, status: str, facts: dict[str, Any]) -> bool:
        if self._tables.flat.get(call_id, {}).get("progress", -1) >= progress:
            return False
        self._tables.set(call_id, {"status": status, "progress": int(progress), **facts})
        return True

    def add_event(self, call_id: CallId, event: TimelineEvent) -> None:
        self._tables.tell(call_id, event)


class InMemoryConversations:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables
        self.turns: dict[tuple[CallId, int], tuple[datetime, str, str]] = {}

    def look(self, conversation_id: ConversationId) -> ConversationState:
        return ConversationState(**{"call_id": None} | self._tables.conversations.get(conversation_id, {}))

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        self._meet(conversation_id, call_id=call_id)

    def open_dialled(
        self, conversation_id: ConversationId, call_id: CallId, event: TimelineEvent, facts: dict[str, Any]
    ) -> None:
        self._meet(conversation_id, call_id=call_id, attempt_id=facts["attempt_id"])
        self._tables.tell(call_id, event)
        self._tables.set(call_id, facts, frozenset(facts))

    def upsert(
        self, conversation_id: ConversationId, call_id: CallId | None, ended_at: datetime, *, is_last_word: bool = True
    ) -> ConversationState:
        known = self.look(conversation_id)
        time = ended_at if is_last_word else known.ended_at or ended_at
        return self._meet(conversation_id, call_id=call_id or known.call_id or CallId(conversation_id), ended_at=time)

    def mark_without_call(self, conversation_id: ConversationId, ended_at: datetime | None) -> ConversationState:
        ended = {"ended_at": ended_at} if ended_at else {}
        return self._meet(conversation_id, has_no_call=True, **ended)

    def upsert_recording(self, conversation_id: ConversationId, key: str) -> ConversationState:
        return self._meet(conversation_id, recording_key=key)

    def upsert_verdict(self, conversation_id: ConversationId, answered_by: str) -> ConversationState:
        return self._meet(conversation_id, answered_by=answered_by)

    def note_turns(self, call_id: CallId, turns: Iterable[CheckpointedTurn]) -> None:
        self.turns |= {(call_id, item.turn.number): (item.at, item.turn.speaker, item.turn.text) for item in turns}

    def reported(self, conversation_ids: Iterable[ConversationId]) -> set[ConversationId]:
        return {item for item in conversation_ids if self.look(item).ended_at}

    def add_update(self, call_id: CallId, update: CallUpdate) -> Upserted:
        standing = self._tables.updates.get(call_id, {}).get(update.event.key)
        if standing and standing["rank"] > update.rank:
            return Upserted({}, is_overtaken=True)
        self._tables.place(call_id, update)
        return Upserted(self._tables.merged(call_id))

    def context(self, ids: ReportedIds) -> ReportContext:
        record, route = self._tables.merged(ids.call_id or ""), self._tables.routes.get(ids.number or "")
        of_number = self._tables.claims.get(("number", ids.number or "")) or (route.company_id if route else None)
        of_phone = self._tables.phones.get(ids.phone_number_id or "")
        owners = {self._tables.claims.get(("agent", ids.agent_id)), of_phone, of_number} - {None}
        known, company, agent = self.look(ids.conversation_id), record.get("company_id"), record.get("agent_id")
        return ReportContext(known, company or "", agent or "", frozenset(owners))

    def finish(
        self, call_id: CallId, updates: Iterable[CallUpdate], owner: ConversationOwner | None, words: str | None
    ) -> None:
        first, *others = updates
        for update in (first, *others):
            self._tables.tell(call_id, update.event)
        for update in others:
            self._tables.place(call_id, update)
        if owner and owner.is_news:
            facts = {"company_id": owner.company_id, "started_at": owner.started_at}
            self._tables.set(call_id, facts, frozenset(facts))
        if owner and words is not None:
            self._tables.words[call_id] = (owner.company_id, owner.started_at, words)

    def note_story(self, call_id: CallId, key: str) -> None:
        self._tables.set(call_id, {"story_key": key})

    def _meet(self, conversation_id: ConversationId, **facts: Any) -> ConversationState:
        self._tables.conversations.setdefault(conversation_id, {}).update(facts)
        return self.look(conversation_id)


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


class InMemoryWaitingOrders:
    def __init__(self, tables: InMemoryTables) -> None:
        self._tables = tables

    def leave(self, call_id: CallId, at: datetime, name: str, order: LiveCallCommand) -> None:
        self._tables.waiting.setdefault(call_id, {})[at.isoformat() + name] = order

    def collect(self, call_id: CallId) -> list[LiveCallCommand]:
        return [order for _, order in sorted(self._tables.waiting.pop(call_id, {}).items())]

    def withdraw_texts(self, call_id: CallId) -> None:
        left = self._tables.waiting.get(call_id, {})
        self._tables.waiting[call_id] = {name: order for name, order in left.items() if order.kind != "speak"}
