"""Ports of the brain: the model that finds the words."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Protocol

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import ModelEvent


class ChatModel(Protocol):
    """A language model that answers in a stream, up to StreamEnded or StreamFailed. Raises only when cancelled."""

    def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]: ...
