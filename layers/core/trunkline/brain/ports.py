"""Ports of the brain: the model that finds the words, and the store of what outlives a socket."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import Line
from trunkline.brain.domain.model_events import ModelEvent


class ChatModel(Protocol):
    """A language model that answers in a stream, up to StreamEnded or StreamFailed. Raises only when cancelled."""

    def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]: ...


class BrainStore(Protocol):
    """What outlives a socket and a process. Blocks: called in threads."""

    def context(self, call_id: str, agent_id: str) -> BrainContext | None:
        """None for a call or an agent that is not ours."""
        ...

    def note_lines(self, call_id: str, first_number: int, lines: Sequence[Line]) -> None:
        """Lines from this number on. A line that is noted again is replaced."""
        ...

    def begin_effect(self, call_id: str, key: str) -> bool:
        """True once for each key of a call, whichever relay asks."""
        ...
