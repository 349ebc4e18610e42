"""The lines of a call whose speech the carrier makes: what was said, as far as it was heard."""

from dataclasses import dataclass, field

from trunkline.brain.domain.conversation import Line, Speak

SECONDS_PER_CHARACTER = 0.065  # of synthetic speech, about; the carrier does not say when it has spoken
AGENT, CALLER = "agent", "caller"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line, when it began, and what an interrupted agent meant to say."""

    line: Line
    at_s: float
    intended: str | None = None


@dataclass(slots=True)
class SpokenLines:
    """Times are seconds since the call began."""

    lines: list[SpokenLine] = field(default_factory=list)
    spoken_until_s: float = 0.0
    _is_open: bool = False  # the agent's last line goes on

    def caller_said(self, text: str, now_s: float) -> None:
        self._add(CALLER, text, now_s)
        self._is_open = False

    def agent_says(self, piece: Speak, now_s: float) -> None:
        """A piece of an answer goes behind the ones before it."""
        begins_s = max(now_s, self.spoken_until_s)
        self.spoken_until_s = begins_s + len(piece.text) * SECONDS_PER_CHARACTER
        if not piece.text.strip() and not self._is_open:
            return
        if self._is_open:
            last = self.lines[-1]
            self.lines[-1] = SpokenLine(Line(AGENT, last.line.text + piece.text), last.at_s)
        else:
            self._add(AGENT, piece.text, begins_s)
        self._is_open = not piece.is_last

    def interrupted(self, heard: str, now_s: float) -> None:
        """Of the agent's last line the caller heard this much. An empty text says nothing about it."""
        self.spoken_until_s, self._is_open = now_s, False
        if heard and self.lines and self.lines[-1].line.speaker == AGENT:
            last = self.lines[-1]
            intended = last.line.text.strip()
            if heard.strip() != intended:
                self.lines[-1] = SpokenLine(Line(AGENT, heard.strip()), last.at_s, intended)

    def so_far(self) -> tuple[Line, ...]:
        return tuple(item.line for item in self.lines)

    def _add(self, speaker: str, text: str, at_s: float) -> None:
        self.lines.append(SpokenLine(Line(speaker, text), at_s))
