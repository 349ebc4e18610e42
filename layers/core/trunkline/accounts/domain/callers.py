"""A caller's variables and overrides for an agent, looked up before its first word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from trunkline.calls.domain.variables import masked, merged

TYPES = str | bool | int | float


@dataclass(frozen=True, slots=True)
class CallerQuestion:
    """A call rings at the provider. Withheld numbers come empty, as words or short codes: no format is asked for."""

    caller: str
    called: str
    agent_id: str


@dataclass(frozen=True, slots=True)
class Caller:
    """A company's caller, by number."""

    company_id: str
    number: str
    variables: dict[str, Any] = field(default_factory=dict, repr=False)
    overrides: dict[str, Any] = field(default_factory=dict, repr=False)
    user_id: str = ""

    def redacted(self) -> "Caller":
        """Without the values of secret variables."""
        return replace(self, variables=masked(self.variables))


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A company's own system that answers for callers. `headers` names a secret of that company for each header."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    company_id: str = ""  # without one no secret can be named


@dataclass(frozen=True, slots=True)
class CalledNumber:
    """The called number: its company, and the default variables of every caller."""

    company_id: str
    defaults: dict[str, str] = field(default_factory=dict)
    source: HttpSource | None = None


def workspace_names(overrides: Mapping[str, Any]) -> list[str]:
    """Keys of overrides that name things of the shared workspace, such as tools and documents. Voices are shared."""
    waiting: list[Any] = [overrides]
    found: set[str] = set()
    while waiting:
        match waiting.pop():
            case dict() as some:
                found |= {str(name) for name in some if _names_a_thing(str(name))}
                waiting += some.values()
            case list() as some:
                waiting += some
    return sorted(found)


def _names_a_thing(name: str) -> bool:
    return name in {"knowledge_base", "tools"} or (name.endswith(("_id", "_ids")) and name != "voice_id")


def supported(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables of the types a provider accepts: text, numbers, booleans. Others would fail the conversation."""
    return {name: value for name, value in merged(variables, {}).items() if isinstance(value, TYPES)}
