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
    _begun: dict[str, str] = field(default_factory=dict)  # tools that run: the id under which each was asked for

    def begin(self, call: ToolCall) -> bool:
        """False for an effect that has been asked for before."""
        if call.key in self._results:
            return False
        self._results[call.key], self._begun[call.key] = None, call.tool_call_id
        return True

    def answer(self, call: ToolCall, content: str, *, is_error: bool = False) -> None:
        """Answers a call that runs nothing."""
        self._results.setdefault(call.key, ToolReturned(call.key, content, is_error=is_error))

    @property
    def is_full(self) -> bool:
        return len(self._results) >= CALLS_AT_MOST

    def returned(self, result: ToolReturned) -> str | None:
        """The id of the call that ran; None when its result is known. The first result of an effect stands."""
        if self._results.get(result.key) is None:
            self._results[result.key] = result
        return self._begun.pop(result.key, None)

    def result(self, call: ToolCall) -> ToolReturned | None:
        return self._results.get(call.key)
