"""The watchers of one call: they read its words and latencies as they come, and hear it if they listen.

A call without watchers makes no message, and the audio path sees them only where one listens.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol

from picows import WSCloseCode

from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.relay_api import watch_socket as wire
from trunkline.telemetry import count

WATCHERS_AT_MOST = 5  # of one call: each that listens costs the relay a message per frame
TOO_MANY = "too many watch this call already"


class Watcher(Protocol):
    """A socket here, or on the relay that the watcher came to. It drops what it cannot keep, and never waits."""

    @property
    def listens(self) -> bool: ...

    def send(self, frame: bytes) -> None: ...

    def end(self, code: WSCloseCode) -> None: ...


class Watchers:
    """`on_listeners` learns whether any of them listens. `turns_before` is of the streams before this one: where it is
    not known no words are sent, as their numbers would be wrong.
    """

    def __init__(self, call_id: str, on_listeners: Callable[[bool], None], turns_before: int | None = 0) -> None:
        self._call_id = call_id
        self._on_listeners = on_listeners
        self._turns_before = turns_before
        self._all: tuple[Watcher, ...] = ()  # replaced and never changed: one may leave while it is sent something
        self._listeners: tuple[Watcher, ...] = ()

    def join(self, watcher: Watcher, so_far: Iterable[SpokenTurn]) -> None:
        if len(self._all) >= WATCHERS_AT_MOST:
            count("WatchRefused", reason="too many")
            watcher.send(wire.error(TOO_MANY, _now()))
            watcher.end(WSCloseCode.TRY_AGAIN_LATER)
            return
        watcher.send(wire.watching(self._call_id, _now(), listens=watcher.listens))
        self._become((*self._all, watcher))
        for turn in so_far:
            self._say(turn, (watcher,))

    def leave(self, watcher: Watcher) -> None:
        self._become(tuple(other for other in self._all if other is not watcher))

    def words(self, turn: SpokenTurn) -> None:
        if self._all:
            self._say(turn, self._all)

    def answered(self, waited_s: float) -> None:
        if self._all:
            self._send_all(self._all, wire.latency(round(waited_s * 1000), _now()))

    def heard(self, role: str, payload: bytes) -> None:
        """A piece of the call's sound, of the `user` or the `agent`."""
        if self._listeners:
            self._send_all(self._listeners, wire.audio(role, payload))

    def cleared(self) -> None:
        """What was sent of the agent's sound and is not played yet is void."""
        if self._listeners:
            self._send_all(self._listeners, wire.interruption(_now()))

    def over(self, outcome: StreamOutcome) -> None:
        """A call whose relay leaves goes on elsewhere: its watchers come again."""
        everyone = self._all
        self._become(())
        if outcome is StreamOutcome.RELAY_STOPPED:
            _end_all(everyone, WSCloseCode.GOING_AWAY)
        elif everyone:
            self._send_all(everyone, wire.ended(outcome.value, _now()))
            _end_all(everyone, WSCloseCode.OK)

    def _become(self, watchers: tuple[Watcher, ...]) -> None:
        self._all = watchers
        self._listeners = tuple(watcher for watcher in watchers if watcher.listens)
        self._on_listeners(bool(self._listeners))

    def _say(self, turn: SpokenTurn, watchers: tuple[Watcher, ...]) -> None:
        if self._turns_before is not None:
            number = self._turns_before + turn.number + 1
            frame = wire.words(number, _now(), is_agent=turn.speaker == "agent", text=turn.text)
            self._send_all(watchers, frame)

    def _send_all(self, watchers: tuple[Watcher, ...], frame: bytes) -> None:
        for watcher in watchers:
            watcher.send(frame)


def _end_all(watchers: tuple[Watcher, ...], code: WSCloseCode) -> None:
    for watcher in watchers:
        watcher.end(code)


def _now() -> datetime:
    return datetime.now(UTC)
