"""Commands to calls in progress."""

from datetime import datetime
from typing import Any, Protocol

from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.ids import CallId


class LiveCalls(Protocol):
    """Calls that a relay carries now."""

    def command(self, call_id: CallId, order: LiveCallCommand) -> dict[str, Any] | None:
        """The relay's answer. None: no relay carries that call. Raises RelayUnreachable."""
        ...

    def count(self, now: datetime) -> int:
        """The number of live calls."""
        ...


class QueuedCommands(Protocol):
    """Texts and voices that programs gave before the call was picked up."""

    def leave(self, call_id: CallId, at: datetime, name: str, order: LiveCallCommand) -> None: ...

    def collect(self, call_id: CallId) -> list[LiveCallCommand]:
        """Each order once, in the order they were left."""
        ...

    def withdraw_texts(self, call_id: CallId) -> None:
        """Texts will not be said; voices stay."""
        ...
