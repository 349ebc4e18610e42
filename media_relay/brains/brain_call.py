"""A call that a brain speaks in: performs what the brain puts out, over any line that carries text."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.conversation import (
    CancelGeneration,
    Generate,
    Input,
    Interject,
    ModelFailed,
    NoteToolResult,
    Output,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
)
from trunkline.brain.domain.messages import tool_definitions
from trunkline.brain.domain.model_events import StreamFailed
from trunkline.brain.domain.model_inputs import as_input
from trunkline.brain.ports import ChatModel
from trunkline.telemetry import count, log

RunBrainTool = Callable[[RunTool, Callable[[ToolReturned], None]], None]


async def no_tools() -> None:
    """Nothing to wait for."""


class TextLine(Protocol):
    """A line that carries the brain's words. Nothing here waits."""

    def speak(self, piece: Speak) -> None: ...

    def interject(self, piece: Interject) -> None: ...

    def tool_called(self, tool: RunTool) -> None: ...

    def tool_returned(self, result: NoteToolResult) -> None: ...


class BrainCall:
    """One for each call."""

    def __init__(
        self,
        call_id: str,
        brain: Brain,
        line: TextLine,
        model: ChatModel,
        run_tool: RunBrainTool,
        clock: Callable[[], float],
    ) -> None:
        self.call_id = call_id
        self._line = line
        self._brain = brain
        self._model = model
        self._run_tool = run_tool
        self._clock = clock
        self._generations: dict[int, asyncio.Task[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    @property
    def is_answering(self) -> bool:
        return self._brain.is_answering

    def handle(self, event: Input) -> None:
        if self._is_over:
            return
        outputs = self._brain.handle(event, self._clock())
        if isinstance(event, TimePassed) and any(isinstance(output, CancelGeneration) for output in outputs):
            log.warning("model given up", call_id=self.call_id)
            count("ModelFailed", reason="patience")
        for output in outputs:
            self._perform(output)
        self._set_timer()

    def close(self) -> None:
        """The call is over. Tools that run go on: what was promised is done."""
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        for task in self._generations.values():
            task.cancel()

    def _perform(self, output: Output) -> None:
        match output:
            case Speak():
                self._line.speak(output)
            case Interject():
                self._line.interject(output)
            case Generate():
                self._generate(output)
            case CancelGeneration(generation):
                if task := self._generations.get(generation):
                    task.cancel()
            case RunTool():
                self._line.tool_called(output)
                self._run_tool(output, self.handle)
            case NoteToolResult():
                self._line.tool_returned(output)

    def _generate(self, order: Generate) -> None:
        task = asyncio.get_running_loop().create_task(self._stream(order))
        self._generations[order.generation] = task
        task.add_done_callback(lambda _task: self._generations.pop(order.generation, None))

    async def _stream(self, order: Generate) -> None:
        agent = self._brain.agent
        try:
            async for event in self._model.stream(agent, order.messages, tool_definitions(agent)):
                if isinstance(event, StreamFailed):
                    self._fail(order.generation, event.code)
                else:
                    self.handle(as_input(order.generation, event))
        except Exception:  # noqa: BLE001 - a model's client that fails costs one answer, not the call
            log.exception("model failed", call_id=self.call_id)
            self._fail(order.generation, "client_error")

    def _fail(self, generation: int, code: str) -> None:
        log.warning("model failed", call_id=self.call_id, reason=code)
        count("ModelFailed", reason=code)
        self.handle(ModelFailed(generation, code))

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due_s = self._brain.due_at_s()
        if due_s is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(due_s - self._clock(), 0), self.handle, TimePassed())
