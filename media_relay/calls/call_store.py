"""The relay's storage: each request in a thread, because boto3 blocks and audio never waits for a table."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from media_relay.recording.batch_executor import BatchExecutor
from media_relay.recording.recorder import Recorder
from trunkline.calls.domain.calls import StreamOutcome, TimelineEvent
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.calls.domain.stream_tickets import StreamTicket, fingerprint
from trunkline.calls.domain.turns import CheckpointedTurn, SpokenTurn
from trunkline.calls.ports.live_calls import QueuedCommands
from trunkline.calls.ports.records import CallRecords, Turns
from trunkline.calls.ports.streams import Leases, StreamTickets
from trunkline.campaigns.use_cases.opt_out import OptOut
from trunkline.conversations.ports import ConversationRecords
from trunkline.ids import CallId, ConversationId
from trunkline.numbering.e164 import is_of_a_person
from trunkline.speech.domain.voice_profiles import VoiceProfiles
from trunkline.telemetry import count, log

FILING_LIMIT_S = 2.0  # the caller hears silence meanwhile; afterwards the call is treated as if the relay were lost


def utc_now() -> datetime:
    return datetime.now(UTC)


class CallOfPerson(Protocol):
    """A call and the person on it: a ticket, or a brain's context."""

    @property
    def call_id(self) -> CallId: ...

    @property
    def company_id(self) -> str: ...

    @property
    def person(self) -> str: ...

    @property
    def attempt_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CallStore:
    tickets: StreamTickets
    calls: CallRecords
    conversations: ConversationRecords
    stories: Turns
    leases: Leases
    waiting: QueuedCommands
    opt_out: Callable[[OptOut], None]
    profiles: Callable[[str], VoiceProfiles]  # by company
    now: Callable[[], datetime] = utc_now
    executor: BatchExecutor = field(
        default_factory=lambda: BatchExecutor(8, "turns")
    )  # of all that is filed, turns come most often

    async def spend_token(self, token: str, call_sid: str) -> StreamTicket:
        """Raises StreamRefused."""
        return await asyncio.to_thread(self._spend, fingerprint(token), CallId(call_sid))

    def _spend(self, mark: str, call_id: CallId) -> StreamTicket:
        """The ticket with its company's voice profiles as they are now."""
        ticket = self.tickets.spend(mark, call_id, self.now())
        if ticket.voice is None:
            return ticket
        profiles = self.profiles(ticket.company_id)
        fallback = profiles.with_retention(profiles.fallback) if profiles.fallback else None
        remove_pii = ticket.remove_pii or profiles.remove_pii
        return replace(
            ticket,
            voice=profiles.with_retention(ticket.voice),
            fallback_voice=fallback,
            remove_pii=remove_pii,
            inquiry_voices=profiles.retained_by_inquiry(),
            prompts=profiles.prompts,
        )

    async def queued_commands(self, call_id: CallId) -> list[LiveCallCommand]:
        return await asyncio.to_thread(self.waiting.collect, call_id)

    async def story(self, call_id: CallId) -> tuple[SpokenTurn, ...]:
        return tuple(await asyncio.to_thread(self.stories.story, call_id))

    async def checkpoints(self, call_id: CallId) -> list[CheckpointedTurn]:
        return await asyncio.to_thread(self.stories.checkpoints, call_id)

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> Future[None]:
        """Done once it is filed, or given up: the provider's report repeats it, and only a resume would miss it."""
        return self.executor.submit(self._note_turn, call_id, at, turn)

    def _note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:
        try:
            self.stories.note_turn(call_id, at, turn)
        except Exception:  # noqa: BLE001 - no caller could do better
            log.exception("turn not noted", call_id=call_id)

    def note_event(self, call_id: CallId, event: TimelineEvent) -> Future[None]:
        """Done once it is filed, or given up."""
        return self.executor.submit(self._note_event, call_id, event)

    def _note_event(self, call_id: CallId, event: TimelineEvent) -> None:
        try:
            self.calls.add_event(call_id, event)
        except Exception:  # noqa: BLE001 - the timeline lacks a line, and the call goes on
            log.exception("event not noted", call_id=call_id, kind=event.kind)

    async def stop_calling(self, call: CallOfPerson, source: str) -> str:
        """Reason for which it cannot be done; empty when it is."""
        if not is_of_a_person(call.person):
            return "the number of this person is withheld, so it cannot be put on the list"
        request = OptOut(call.company_id, call.person, source, call.attempt_id)
        await asyncio.to_thread(self.opt_out, request)
        event = TimelineEvent("opted-out", self.now(), "asked not to be called again", {"source": source})
        await asyncio.to_thread(self.calls.note, call.call_id, event, {"opted_out": True})
        return ""

    async def note_conversation(self, conversation_id: ConversationId, call_id: CallId) -> None:
        await asyncio.to_thread(self.conversations.link, conversation_id, call_id)

    async def file_outcome(
        self, call_id: CallId, stream_sid: str, outcome: StreamOutcome, facts: Mapping[str, str | int | bool]
    ) -> None:
        event = TimelineEvent(f"stream-ended-{stream_sid}", self.now(), "stream ended", {"outcome": outcome.value})
        values = {"stream_outcome": outcome.value, **facts}
        filing = asyncio.to_thread(self.calls.end_stream, call_id, stream_sid, event, values)
        if not await asyncio.wait_for(filing, FILING_LIMIT_S):
            log.warning("outcome of a stream that was replaced", call_id=call_id)
            count("OutcomeOutdated")

    async def file_recording(self, call_id: CallId, stream_sid: str, key: str, began_at: datetime) -> None:
        event = TimelineEvent(f"relay-recording-{stream_sid}", self.now(), "recording filed", {"key": key})
        facts = {"recording": key, "recording_began_at": began_at.isoformat()}
        await asyncio.to_thread(self.calls.note, call_id, event, facts)


Facts = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """The records of one stream of a call: outcome, recording, opt-out."""

    store: CallStore
    call_id: CallId
    stream_sid: str

    async def outcome(self, outcome: StreamOutcome, payload: Callable[[], Facts]) -> None:
        """Unfiled, the call falls back as if the relay were lost: never a dead line."""
        try:
            await self.store.file_outcome(self.call_id, self.stream_sid, outcome, payload())
        except Exception:  # noqa: BLE001 - a table that is away, or facts that do not add up, cost nothing else
            log.exception("outcome not filed", call_id=self.call_id)

    def keys_played(self, number: int) -> Future[None]:
        """How many, and never which: they may be a PIN."""
        now = self.store.now()
        key = f"keys-played-{now.isoformat()}"
        return self.store.note_event(self.call_id, TimelineEvent(key, now, "keys played", {"count": str(number)}))

    async def recording(self, recorder: Recorder | None, outcome: StreamOutcome, began_at: datetime) -> None:
        if recorder is None:
            return
        try:
            key = await recorder.finish({"call_id": self.call_id, "outcome": outcome.value})
            await self.store.file_recording(self.call_id, self.stream_sid, key, began_at)
        except Exception:  # noqa: BLE001 - counted and loud, but a lost recording must not take the relay along
            log.exception("recording lost", call_id=self.call_id)
            count("RecordingLost")

    async def opt_out(self, call: CallOfPerson, source: str) -> str:
        """Fault for which this person may still be called; empty without one."""
        fault = "it could not be noted now"
        try:
            fault = await self.store.stop_calling(call, source)
        except Exception:  # noqa: BLE001 - counted and logged: an operator has to suppress this person by hand
            log.exception("opt-out not noted", call_id=self.call_id)
        count("OptOutHeard", source=source, result="failed" if fault else "noted")
        return fault
