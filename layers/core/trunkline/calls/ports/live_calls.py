"""Commands to calls in progress."""

from datetime import datetime
from typing import Any, Protocol

from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.ids import CallId, ConversationId


class LiveCalls(Protocol):
    """Calls that a relay carries now."""

    def command(self, call_id: CallId, order: LiveCallCommand) -> dict[str, Any] | None:
        """The relay's answer. None: no relay carries that call. Raises RelayUnreachable."""
        ...

    def count(self, now: datetime) -> int:
        """The number of live calls."""
        ...


class ProviderCalls(Protocol):
    """Running calls of a voice provider that takes orders over its API. Raises ProviderError and NotConfigured, and
    Conflict for a call that is not running there."""

    def tell(self, conversation_id: ConversationId, words: str, *, is_answered: bool) -> None:
        """Context for the agent; `is_answered` has it speak to that at once."""
        ...

    def stop(self, conversation_id: ConversationId) -> None: ...


class QueuedCommands(Protocol):
    """Texts and voices that programs gave before the call was picked up."""

    def leave(self, call_id: CallId, at: datetime, name: str, order: LiveCallCommand) -> None: ...

    def collect(self, call_id: CallId) -> list[LiveCallCommand]:
        """Each order once, in the order they were left."""
        ...

    def withdraw_texts(self, call_id: CallId) -> None:
        """Texts will not be said; voices stay."""
        ...
