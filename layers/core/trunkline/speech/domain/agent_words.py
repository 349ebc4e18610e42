"""What an agent says and speaks with, in one form for every provider, and a change of it before it is made."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from trunkline.speech.domain.agent_settings import SettingChange


@dataclass(frozen=True, slots=True)
class AgentWords:
    """Empty: not said, and so not compared and not changed."""

    prompt: str = ""
    greeting: str = ""
    language: str = ""
    voice: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class WordsPlan:
    """The changes at one provider, and remarks on what it has no place for."""

    agent_id: str
    changes: tuple[SettingChange, ...]
    remarks: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str]:
        return {change.name: str(change.after) for change in self.changes}


def plan_of(agent_id: str, wanted: AgentWords, there: Mapping[str, str], elsewhere: str = "") -> WordsPlan:
    """`there` are the values the provider has a place for; `elsewhere` says where the others are set."""
    asked = {name: value for name, value in asdict(wanted).items() if value}
    pairs = [(name, there[name], value) for name, value in asked.items() if name in there]
    different = [pair for pair in pairs if pair[1].strip() != pair[2].strip()]  # a text block of YAML ends with a break
    changes = tuple(SettingChange(*pair) for pair in different)
    left_out = tuple(f"{name}: {elsewhere}" for name in asked if name not in there)
    return WordsPlan(agent_id, changes, left_out if elsewhere else ())
