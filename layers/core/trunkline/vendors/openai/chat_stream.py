"""Chat completions as a stream: the request of an OpenAI-compatible endpoint, and its server-sent events.

OpenAI API reference "Chat completions, streaming", read 2026-11. Endpoints differ in what they leave out: a missing
field is no error, an error object inside the stream is one.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from trunkline.brain.domain.model_events import ModelEvent, StreamEnded, StreamFailed, TextArrived, ToolRequested

ANSWER_LIMIT_BYTES = 256 * 1024
LINE_LIMIT_BYTES = 64 * 1024
DONE = b"[DONE]"


def request_body(
    model: str, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]], temperature: float
) -> dict[str, Any]:
    body = {"model": model, "messages": list(messages), "stream": True, "temperature": temperature}
    return body | ({"tools": list(tools)} if tools else {})


@dataclass(slots=True)
class _PartialCall:
    tool_call_id: str = ""
    name: str = ""
    arguments: str = ""

    def complete(self) -> ModelEvent:
        try:
            arguments = json.loads(self.arguments or "{}")
        except (ValueError, RecursionError):
            return StreamFailed("tool_arguments")
        if not self.name or not isinstance(arguments, dict):
            return StreamFailed("tool_arguments")
        return ToolRequested(self.tool_call_id or self.name, self.name, arguments)


@dataclass(slots=True)
class ChatStream:
    """One answer. `feed` it the body as it comes; after StreamEnded or StreamFailed nothing more comes out."""

    _buffer: bytes = b""
    _read_bytes: int = 0
    _calls: dict[int, _PartialCall] = field(default_factory=dict)
    is_over: bool = field(default=False, init=False)

    def feed(self, piece: bytes) -> list[ModelEvent]:
        self._read_bytes += len(piece)
        self._buffer += piece
        *lines, self._buffer = self._buffer.replace(b"\r\n", b"\n").split(b"\n")
        events = [event for line in lines for event in self._line(line)]
        if not self.is_over and (self._read_bytes > ANSWER_LIMIT_BYTES or len(self._buffer) > LINE_LIMIT_BYTES):
            return [*events, self._failed("answer_too_large")]
        return events

    def end(self) -> list[ModelEvent]:
        """The body is over. Some endpoints close it without the last marker."""
        return [] if self.is_over else self._finish()

    def _line(self, line: bytes) -> list[ModelEvent]:
        """Comments and other fields of the format are no data."""
        if self.is_over or not line.startswith(b"data:"):
            return []
        data = line[len(b"data:") :].strip()
        return self._finish() if data == DONE else list(self._chunk(data))

    def _chunk(self, data: bytes) -> Iterator[ModelEvent]:
        try:
            payload = json.loads(data)
        except (ValueError, RecursionError):
            yield self._failed("malformed_answer")
            return
        if not isinstance(payload, dict) or payload.get("error"):
            yield self._failed("model_error")
            return
        for choice in _objects(payload.get("choices"))[:1]:
            delta = choice.get("delta")
            if isinstance(delta, dict):
                yield from self._delta(delta)

    def _delta(self, delta: dict[str, Any]) -> Iterator[ModelEvent]:
        content = delta.get("content")
        if isinstance(content, str) and content:
            yield TextArrived(content)
        for position, part in enumerate(_objects(delta.get("tool_calls"))):
            index = part.get("index")
            self._add(self._calls.setdefault(index if isinstance(index, int) else position, _PartialCall()), part)

    def _add(self, call: _PartialCall, part: dict[str, Any]) -> None:
        """The id and the name come once, the arguments in pieces."""
        function = part.get("function")
        given: dict[str, Any] = function if isinstance(function, dict) else {}
        call.tool_call_id = call.tool_call_id or str(part.get("id") or "")
        call.name = call.name or str(given.get("name") or "")
        call.arguments += str(given.get("arguments") or "")

    def _finish(self) -> list[ModelEvent]:
        self.is_over = True
        completed = [self._calls[index].complete() for index in sorted(self._calls)]
        failed = next((event for event in completed if isinstance(event, StreamFailed)), None)
        return [failed] if failed else [*completed, StreamEnded()]

    def _failed(self, code: str) -> StreamFailed:
        self.is_over = True
        return StreamFailed(code)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
