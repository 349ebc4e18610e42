"""A call that a brain speaks in: performs what the brain puts out, over any line that carries text."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.conversation import (
    CancelGeneration,
    Generate,
    Input,
    ModelCalledTool,
    ModelFailed,
    ModelFinished,
    ModelSaid,
    NoteToolResult,
    Output,
    RunTool,
    Speak,
    TimePassed,
    ToolReturned,
)
from trunkline.brain.domain.messages import tool_definitions
from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, StreamFailed, TextArrived, ToolRequested
from trunkline.brain.ports import ChatModel
from trunkline.telemetry import count, log

RunBrainTool = Callable[[RunTool, Callable[[ToolReturned], None]], None]


class TextLine(Protocol):
    """A line that carries the brain's words. Nothing here waits."""

    def speak(self, piece: Speak) -> None: ...

    def tool_called(self, tool: RunTool) -> None: ...

    def tool_returned(self, result: NoteToolResult) -> None: ...


class BrainCall:
    """One for each call. The line may change, when a socket is lost and another takes its place."""

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
        self.line = line
        self._brain = brain
        self._model = model
        self._run_tool = run_tool
        self._clock = clock
        self._generations: dict[int, asyncio.Task[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    def handle(self, event: Input) -> None:
        if self._is_over:
            return
        for output in self._brain.handle(event, self._clock()):
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
                self.line.speak(output)
            case Generate():
                self._generate(output)
            case CancelGeneration(generation):
                if task := self._generations.get(generation):
                    task.cancel()
            case RunTool():
                self.line.tool_called(output)
                self._run_tool(output, self.handle)
            case NoteToolResult():
                self.line.tool_returned(output)

    def _generate(self, order: Generate) -> None:
        task = asyncio.get_running_loop().create_task(self._stream(order))
        self._generations[order.generation] = task
        task.add_done_callback(lambda _task: self._generations.pop(order.generation, None))

    async def _stream(self, order: Generate) -> None:
        agent = self._brain.agent
        try:
            async for event in self._model.stream(agent, order.messages, tool_definitions(agent)):
                self.handle(_as_input(order.generation, event))
                if isinstance(event, StreamEnded | StreamFailed):
                    break
        except Exception:  # noqa: BLE001 - a model's client that fails costs one answer, not the call
            log.exception("model failed", call_id=self.call_id)
            self._fail(order.generation, "client_error")

    def _fail(self, generation: int, code: str) -> None:
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


def _as_input(generation: int, event: ModelEvent) -> Input:
    match event:
        case TextArrived(text):
            return ModelSaid(generation, text)
        case ToolRequested(tool_call_id, name, arguments):
            return ModelCalledTool(generation, tool_call_id, name, arguments)
        case StreamEnded():
            return ModelFinished(generation)
        case StreamFailed(code):
            return ModelFailed(generation, code)
