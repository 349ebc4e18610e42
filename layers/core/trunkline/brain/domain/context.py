"""The context of a brain's call: its agent, the numbers of its transfers, and the lines so far."""

from dataclasses import dataclass, field

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.conversation import Line


@dataclass(frozen=True, slots=True)
class BrainContext:
    """A call that has lines was greeted before, by this relay or by one that is lost."""

    agent: BrainAgent
    company_id: str
    numbers: dict[str, str] = field(default_factory=dict)  # of transfer targets
    lines: tuple[Line, ...] = ()
