"""The scripted model: the port `ChatModel` without a model."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import ModelEvent
from trunkline.brain.domain.scripts import ScriptedReply, scripted_answer


class ScriptedModel:
    """A script is chosen by the name in the agent's `model`."""

    def __init__(self, scripts: Mapping[str, Sequence[ScriptedReply]], pause_s: float = 0.0) -> None:
        self._scripts = scripts
        self._pause_s = pause_s

    async def stream(
        self,
        agent: BrainAgent,
        messages: Sequence[dict[str, Any]],
        tools: Sequence[dict[str, Any]],  # noqa: ARG002 - a script names its own
    ) -> AsyncIterator[ModelEvent]:
        for event in scripted_answer(messages, self._scripts.get(agent.model, ())):
            await asyncio.sleep(self._pause_s)
            yield event

    async def close(self) -> None:
        """It has no connections."""
