"""What outlives a brain's socket, in memory; shared by the relays of a test."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import Line


@dataclass
class InMemoryBrainStore:
    agents: dict[str, BrainAgent] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    lines: dict[str, dict[int, Line]] = field(default_factory=dict)
    effects: set[tuple[str, str]] = field(default_factory=set)
    is_away: bool = False

    def context(self, call_id: str, agent_id: str) -> BrainContext | None:
        if self.is_away:
            raise ConnectionError
        agent = self.agents.get(agent_id)
        if agent is None or call_id not in self.calls:
            return None
        noted = self.lines.get(call_id, {})
        return BrainContext(agent, "acme", self.numbers, tuple(noted[number] for number in sorted(noted)))

    def note_lines(self, call_id: str, first_number: int, lines: Sequence[Line]) -> None:
        self.lines.setdefault(call_id, {}).update(enumerate(lines, first_number))

    def begin_effect(self, call_id: str, key: str) -> bool:
        is_new = (call_id, key) not in self.effects
        self.effects.add((call_id, key))
        return is_new
