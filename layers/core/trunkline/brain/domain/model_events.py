"""Events of a language model's answer, as it streams."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TextArrived:
    text: str


@dataclass(frozen=True, slots=True)
class ToolRequested:
    """A tool call whose arguments are complete."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StreamFailed:
    """No answer, or no more of it. `code` is safe to log."""

    code: str


@dataclass(frozen=True, slots=True)
class StreamEnded:
    pass


ModelEvent = TextArrived | ToolRequested | StreamFailed | StreamEnded
