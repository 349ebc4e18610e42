"""The answer to a request, while it is made."""

from dataclasses import dataclass, field

from trunkline.brain.domain.conversation import Action, Line
from trunkline.brain.domain.messages import Message
from trunkline.brain.domain.tool_ledger import ToolCall


@dataclass(slots=True)
class Answer:
    """`generation` is the newest of the model for this request. Times are seconds of the brain's clock."""

    request_id: int
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    asked_at_s: float
    generation: int = 0
    has_spoken: bool = False
    is_mid_line: bool = False  # its last words have no space behind them
    fillers_said: int = 0
    waiting_since_s: float = 0.0
    action: Action | None = None
    calls: list[ToolCall] = field(default_factory=list)  # of the generation that has ended or is running
    exchanged: list[Message] = field(default_factory=list)  # tools asked for and answered, in this request
    rounds: int = 0
    is_generating: bool = False
    read: set[str] = field(default_factory=set)  # passages
    hands_over: bool = False  # the caller has a task: nothing is said after the passage
