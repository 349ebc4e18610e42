"""Settings of an agent at a voice provider: as they are, and a change of them before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """`settings` has every field the provider shows, those unknown to us as well. A draft is not published."""

    agent_id: str
    name: str
    voice_id: str
    version: int
    is_draft: bool
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class SettingChange:
    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class AgentPlan:
    """The changes of an agent's settings, and remarks on what was asked for and cannot be one."""

    agent: KnownAgent
    changes: tuple[SettingChange, ...]
    remarks: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        return {change.name: change.after for change in self.changes}
