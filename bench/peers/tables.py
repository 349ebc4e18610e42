"""The relay's tables in memory and its bucket in a folder: the same promises, without the requests to AWS."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.leases import Lease
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.errors import StreamRefused
from trunkline.ids import CallId, ConversationId

Facts = Mapping[str, str | int | bool]


@dataclass(slots=True)
class Tickets:
    """Opens each ticket once."""

    by_fingerprint: dict[str, StreamTicket]

    def spend(self, token_fingerprint: str, call_id: CallId, now: datetime) -> StreamTicket:
        ticket = self.by_fingerprint.pop(token_fingerprint, None)
        if ticket is None or ticket.call_id != call_id or ticket.expires_at <= now:
            raise StreamRefused("unknown, used, expired or foreign token")
        return ticket


@dataclass(slots=True)
class Calls:
    """Keeps what the relay files; the rest of the port is not the relay's."""

    facts: dict[CallId, dict[str, str | int | bool]] = field(default_factory=dict)

    def note(self, call_id: CallId, event: TimelineEvent, facts: Facts) -> None:  # noqa: ARG002 - the port's signature
        self.facts.setdefault(call_id, {}).update(facts)

    def end_stream(self, call_id: CallId, stream_sid: str, event: TimelineEvent, facts: Facts) -> bool:  # noqa: ARG002
        self.note(call_id, event, facts)
        return True


@dataclass(slots=True)
class LeasesKept:
    """Heartbeats always succeed."""

    def take(self, lease: Lease) -> None:
        pass

    def renew(self, call_id: CallId, stream_sid: str, until: datetime) -> bool:  # noqa: ARG002 - the port's signature
        return True


@dataclass(slots=True)
class Conversations:
    calls: dict[ConversationId, CallId] = field(default_factory=dict)

    def link(self, conversation_id: ConversationId, call_id: CallId) -> None:
        self.calls[conversation_id] = call_id


@dataclass(slots=True)
class StoriesKept:
    """The newest turn of each call, so that the memory measured is the relay's and not this table's."""

    newest: dict[CallId, SpokenTurn] = field(default_factory=dict)

    def note_turn(self, call_id: CallId, at: datetime, turn: SpokenTurn) -> None:  # noqa: ARG002 - the port's signature
        self.newest[call_id] = turn

    def story(self, call_id: CallId) -> list[SpokenTurn]:
        return [self.newest[call_id]] if call_id in self.newest else []


@dataclass(frozen=True, slots=True)
class RecordingsFolder:
    """Recordings as real files."""

    folder: Path

    def upload(self, key: str, file: IO[bytes], content_type: str) -> None:  # noqa: ARG002 - the port's signature
        path = self.folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as kept:
            shutil.copyfileobj(file, kept)

    def sizes(self) -> list[int]:
        return [path.stat().st_size for path in self.folder.rglob("*.wav")]


class NoCompanies:
    """No client controls a call here: every key is unknown."""

    def key_of(self, fingerprint: str) -> None: ...


class NothingWaits:
    """No client queued a text before the call was here."""

    def collect(self, call_id: CallId) -> list[str]:  # noqa: ARG002 - the port's signature
        return []
