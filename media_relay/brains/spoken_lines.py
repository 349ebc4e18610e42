"""The lines of a call whose speech the carrier makes: what was said, as far as it was heard."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trunkline.brain.domain.caller_tasks import SECONDS_PER_CHARACTER
from trunkline.brain.domain.conversation import Line, Speak

AGENT, CALLER = "agent", "caller"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line, when it began, and what an interrupted agent meant to say. `number` counts within its session."""

    number: int
    line: Line
    at_s: float
    intended: str | None = None


@dataclass(slots=True)
class SpokenLines:
    """Times are seconds since the session began. `earlier` was said in sessions before this one."""

    earlier: Sequence[Line] = ()
    lines: list[SpokenLine] = field(default_factory=list)
    spoken_until_s: float = 0.0
    silent_since_s: float = 0.0
    is_open: bool = False  # the agent's last line goes on

    def caller_said(self, text: str, now_s: float) -> list[SpokenLine]:
        """The caller's line, behind the agent's where that was cut short by it."""
        closed = [self.lines[-1]] if self.is_open else []
        self.is_open, self.silent_since_s = False, now_s
        return [*closed, self._add(CALLER, text, now_s)]

    def agent_says(self, piece: Speak, now_s: float) -> SpokenLine | None:
        """A piece of an answer goes behind the ones before it. The whole line with its last piece; None before."""
        begins_s = max(now_s, self.spoken_until_s)
        self.spoken_until_s = self.silent_since_s = begins_s + len(piece.text) * SECONDS_PER_CHARACTER
        if not piece.text.strip() and not self.is_open:
            return None
        if self.is_open:
            self._last_becomes(self.lines[-1].line.text + piece.text)
        else:
            self._add(AGENT, piece.text, begins_s)
        self.is_open = not piece.is_last
        return self.lines[-1] if piece.is_last else None

    def interrupted(self, heard: str, now_s: float) -> SpokenLine | None:
        """The agent's last line as the caller heard it. An empty text says nothing about it."""
        was_open, self.is_open = self.is_open, False
        self.spoken_until_s = self.silent_since_s = now_s
        if not self.lines or self.lines[-1].line.speaker != AGENT:
            return None
        if not heard:
            return self.lines[-1] if was_open else None
        intended = self.lines[-1].line.text.strip()
        self._last_becomes(heard.strip(), intended if heard.strip() != intended else None)
        return self.lines[-1]

    def so_far(self) -> tuple[Line, ...]:
        return (*self.earlier, *(item.line for item in self.lines))

    def _last_becomes(self, text: str, intended: str | None = None) -> None:
        self.lines[-1] = replace(self.lines[-1], line=Line(AGENT, text), intended=intended)

    def _add(self, speaker: str, text: str, at_s: float) -> SpokenLine:
        self.lines.append(SpokenLine(len(self.lines), Line(speaker, text), at_s))
        return self.lines[-1]
