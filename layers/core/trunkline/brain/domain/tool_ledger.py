"""Tools of one call: each effect happens once for its name and arguments, however often requests ask for it."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from trunkline.brain.domain.conversation import ToolReturned

CALLS_AT_MOST = 100  # effects of one call


def effect_key(name: str, arguments: dict[str, Any]) -> str:
    """The same for the same arguments in any order."""
    canonical = json.dumps(arguments, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{name}-{sha256(canonical.encode(errors='surrogatepass')).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A request of the model for a tool."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]

    @property
    def key(self) -> str:
        return effect_key(self.name, self.arguments)


@dataclass(slots=True)
class ToolLedger:
    """Results by effect; None while it runs. A result outlives the request that asked for it."""

    _results: dict[str, ToolReturned | None] = field(default_factory=dict)

    def is_new(self, call: ToolCall) -> bool:
        """Whether the effect has not been asked for before. Remembers it."""
        if call.key in self._results:
            return False
        self._results[call.key] = None
        return True

    @property
    def is_full(self) -> bool:
        return len(self._results) >= CALLS_AT_MOST

    def returned(self, result: ToolReturned) -> None:
        """The first result of an effect stands."""
        if self._results.get(result.key) is None:
            self._results[result.key] = result

    def result(self, call: ToolCall) -> ToolReturned | None:
        return self._results.get(call.key)
