"""A talk with the brain without sockets: inputs one by one, a clock that is set, and everything the brain put out."""

from typing import Any

from trunkline.brain.domain.agents import BrainAgent, BrainTool, Patience
from trunkline.brain.domain.brain import Brain
from trunkline.brain.domain.conversation import (
    Generate,
    Input,
    Line,
    ModelCalledTool,
    Output,
    ResponseRequested,
    RunTool,
    Speak,
    TimePassed,
)

BOOK = BrainTool("book", "Books a slot.", {"type": "object", "properties": {"day": {"type": "string"}}}, "Let me see.")
AGENT = BrainAgent(
    "front-desk",
    "You are the front desk. The caller is {{first_name}}.",
    greeting="Hello {{first_name}}.",
    tools=(BOOK,),
    transfer_targets={"billing": "+14155550190"},
    may_press_digits=True,
    patience=Patience(1.0, 4.0),
)
HELLO = (Line("caller", "Hello?"),)


class Talk:
    """A brain, and everything it put out."""

    def __init__(self, agent: BrainAgent = AGENT) -> None:
        self.brain, self.out, self.now_s = Brain(agent, {"first_name": "Ana"}), list[Output](), 100.0

    def handle(self, event: Input) -> list[Output]:
        new = self.brain.handle(event, self.now_s)
        self.out += new
        return new

    def ask(self, request_id: int, *lines: Line) -> int:
        """The generation that answers the request."""
        new = self.handle(ResponseRequested(request_id, lines or HELLO))
        return next(item.generation for item in new if isinstance(item, Generate))

    def wait(self, seconds: float) -> list[Output]:
        self.now_s += seconds
        return self.handle(TimePassed())

    def said(self, request_id: int) -> str:
        return "".join(item.text for item in self.out if isinstance(item, Speak) and item.request_id == request_id)

    def ran(self) -> list[str]:
        return [item.name for item in self.out if isinstance(item, RunTool)]


def booked(generation: int, call_id: str = "t1", **arguments: Any) -> ModelCalledTool:
    return ModelCalledTool(generation, call_id, "book", arguments or {"day": "Friday"})


def key_in(outputs: list[Output]) -> str:
    return next(item.key for item in outputs if isinstance(item, RunTool))
