"""A text line that stores what a brain puts on it, and a model that is steered by the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from trunkline.brain.domain.conversation import Interject, NoteToolResult, RunTool, Speak, ToolReturned
from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, StreamFailed


class StoredLine:
    def __init__(self) -> None:
        self.frames: list[Any] = []

    def speak(self, piece: Speak) -> None:
        self.frames.append(piece)

    def interject(self, piece: Interject) -> None:
        self.frames.append(piece)

    def tool_called(self, tool: RunTool) -> None:
        self.frames.append(tool)

    def tool_returned(self, result: NoteToolResult) -> None:
        self.frames.append(result)

    def said(self, request_id: int) -> str:
        pieces = [item for item in self.frames if isinstance(item, Speak) and item.request_id == request_id]
        return "".join(piece.text for piece in pieces)

    def is_complete(self, request_id: int) -> bool:
        return any(isinstance(item, Speak) and item.request_id == request_id and item.is_last for item in self.frames)


class SteeredModel:
    """Each request for an answer waits for what the test puts into its queue."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, Any]] = []
        self.queues: list[asyncio.Queue[ModelEvent | None]] = []
        self.cancelled = 0

    async def stream(self, _agent: Any, messages: Any, tools: Any) -> AsyncIterator[ModelEvent]:
        self.asked.append((messages, tools))
        queue: asyncio.Queue[ModelEvent | None] = asyncio.Queue()
        self.queues.append(queue)
        try:
            is_last = False
            while not is_last and (event := await queue.get()) is not None:
                is_last = isinstance(event, StreamEnded | StreamFailed)
                yield event
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def close(self) -> None:
        """It has no connections."""


class Tools:
    """Tools that answer when the test says so."""

    def __init__(self) -> None:
        self.running: list[tuple[RunTool, Callable[[ToolReturned], None]]] = []

    def run(self, tool: RunTool, report: Callable[[ToolReturned], None]) -> None:
        self.running.append((tool, report))
