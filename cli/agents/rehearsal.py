"""A conversation with an agent of the brain in text: no telephone, no clock, no tool that is really asked."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.conversation import (
    Action,
    Began,
    Generate,
    Input,
    Line,
    Output,
    ResponseRequested,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
)
from trunkline.brain.domain.messages import tool_definitions
from trunkline.brain.domain.model_inputs import as_input
from trunkline.brain.ports import ChatModel

NO_RESULT = "done"  # of a tool for which the check names no result


@dataclass(slots=True)
class Heard:
    """One answer of the agent."""

    said: str = ""
    tools: list[RunTool] = field(default_factory=list)
    action: Action | None = None


class Rehearsal:
    def __init__(
        self, agent: BrainAgent, model: ChatModel, variables: Mapping[str, str], results: Mapping[str, str]
    ) -> None:
        self._brain = Brain(agent, variables)
        self._model, self._results = model, results
        self._lines: list[Line] = []
        self._heard = Heard()
        self._requests = 0
        self._later_s = 0.0  # time of callers who had a task

    async def begin(self) -> Heard:
        return await self._answer(Began())

    async def hears(self, words: str) -> Heard:
        self._lines.append(Line("caller", words))
        self._requests += 1
        return await self._answer(ResponseRequested(self._requests, tuple(self._lines)))

    def _clock(self) -> float:
        return time.monotonic() + self._later_s

    async def _answer(self, event: Input) -> Heard:
        self._heard = heard = Heard()
        was_busy = self._brain.is_answering
        await self._feed(event)
        if was_busy and self._brain.is_answering:
            await self._task_ends()
        if heard.said:
            self._lines.append(Line("agent", heard.said))
        return heard

    async def _task_ends(self) -> None:
        """The caller did what they were asked to do: no check waits for it."""
        due_s = self._brain.due_at_s()
        self._later_s += max((due_s or 0.0) - self._clock(), 0.0)
        await self._feed(TimePassed())

    async def _feed(self, event: Input) -> None:
        for output in self._brain.handle(event, self._clock()):
            await self._perform(output)

    async def _perform(self, output: Output) -> None:
        match output:
            case Speak(text=text, action=action):
                self._heard.said += text
                self._heard.action = self._heard.action or action
            case RunTool(key, _, name, _):
                self._heard.tools.append(output)
                await self._feed(ToolReturned(key, self._results.get(name, NO_RESULT)))
            case Generate(generation, messages):
                agent = self._brain.agent
                async for event in self._model.stream(agent, messages, tool_definitions(agent)):
                    await self._feed(as_input(generation, event))
