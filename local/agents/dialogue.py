"""The agent's answers: a script in place of a language model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

END_CALL = "end_call"


@dataclass(frozen=True, slots=True)
class ClientTool:
    """A call the agent makes to its client before it says its line."""

    name: str
    parameters: dict[str, Any] = field(default_factory=dict)
    timeout_s: float = 20.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line that the agent understands, and its answer."""

    hears: str
    says: str
    then: str = ""  # "end_call" hangs up after the answer
    tool: ClientTool | None = None  # called first; the answer is said when its result is in
    collects: dict[str, Any] = field(default_factory=dict)  # what an analysis after the call finds in the heard line


class Script:
    """Finds the exchange for a heard line, in any order of the lines."""

    def __init__(self, dialogue: Sequence[Exchange], did_not_catch: str) -> None:
        self._dialogue, self._did_not_catch = dialogue, did_not_catch
        self._unused = list(dialogue)

    def reply_to(self, line: str) -> Exchange:
        fresh = next((e for e in self._unused if _same(e.hears, line)), None)
        if fresh:
            self._unused.remove(fresh)  # a line that comes twice in the script has two answers
            return fresh
        again = next((e for e in reversed(self._dialogue) if _same(e.hears, line)), None)
        return again or Exchange(hears=line, says=self._did_not_catch)


def _same(name: str, other: str) -> bool:
    return _words(name) == _words(other)


def _words(line: str) -> list[str]:
    return re.findall(r"[\w']+", line.lower())
