"""What comes to a brain and what comes out of it: words, requests, tool calls, keys. No audio, no socket, no clock."""

from dataclasses import dataclass
from typing import Any

GREETING_ID = 0  # the request a greeting answers


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the conversation, as far as it was heard. `speaker` is caller or agent."""

    speaker: str
    text: str


# --- in ---


@dataclass(frozen=True, slots=True)
class Began:
    """The line is open. Resumed: it was before, and was lost."""

    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class ResponseRequested:
    """The caller paused. Speculative: a newer request makes this one void. `lines` is everything said so far."""

    request_id: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReminderRequested:
    """The caller is silent after the agent's last words."""

    request_id: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AnswerInterrupted:
    """The caller speaks over the answer: the rest of it is void. Their words follow as a request."""


@dataclass(frozen=True, slots=True)
class ContextAdded:
    """Something for the model to know from its next answer on. It is not answered by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class ModelSaid:
    generation: int
    text: str


@dataclass(frozen=True, slots=True)
class ModelCalledTool:
    """The model asks for a tool; its arguments are complete."""

    generation: int
    tool_call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ModelFinished:
    generation: int


@dataclass(frozen=True, slots=True)
class ModelFailed:
    """No answer, or none that can be read. `code` is safe to log."""

    generation: int
    code: str


@dataclass(frozen=True, slots=True)
class ToolReturned:
    """The result of a tool. `key` names the effect: one call of the tool with these arguments."""

    key: str
    content: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """The line could not hand the call over: the caller, who was promised a colleague, is still there."""

    target: str


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Asks for what is due."""


Input = (
    Began
    | ResponseRequested
    | ReminderRequested
    | AnswerInterrupted
    | ContextAdded
    | ModelSaid
    | ModelCalledTool
    | ModelFinished
    | ModelFailed
    | ToolReturned
    | TransferFailed
    | TimePassed
)


# --- out ---


@dataclass(frozen=True, slots=True)
class EndCall:
    """Hang up when the words before it are spoken."""


@dataclass(frozen=True, slots=True)
class TransferCall:
    target: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PressDigits:
    digits: str


Action = EndCall | TransferCall | PressDigits


@dataclass(frozen=True, slots=True)
class Speak:
    """A piece of the answer to a request. At most one action for each request, with its last piece."""

    request_id: int
    text: str
    is_last: bool = False
    is_protected: bool = False  # the caller cannot interrupt it
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Interject:
    """Words that no request asked for, spoken at once and whole."""

    text: str
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Generate:
    """Start the model on these chat messages. Its output carries the generation's number."""

    generation: int
    messages: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CancelGeneration:
    generation: int


@dataclass(frozen=True, slots=True)
class RunTool:
    """Carry the tool out, once for each key."""

    key: str
    tool_call_id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NoteToolResult:
    """A tool's result, for the transcript: once for each tool that ran, under the id it began with."""

    tool_call_id: str
    content: str
    is_error: bool


Output = Speak | Interject | Generate | CancelGeneration | RunTool | NoteToolResult
