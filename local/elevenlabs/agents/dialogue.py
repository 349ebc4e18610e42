"""The agent's answers: a script in place of a language model."""

import re

from local.elevenlabs.agents.agent import Agent, Exchange


class Script:
    """Finds the exchange for a heard line, in any order of the lines."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._unused = list(agent.dialogue)

    def reply_to(self, line: str) -> Exchange:
        fresh = next((e for e in self._unused if _same(e.hears, line)), None)
        if fresh:
            self._unused.remove(fresh)  # a line that comes twice in the script has two answers
            return fresh
        again = next((e for e in reversed(self._agent.dialogue) if _same(e.hears, line)), None)
        return again or Exchange(hears=line, says=self._agent.did_not_catch)


def _same(name: str, other: str) -> bool:
    return _words(name) == _words(other)


def _words(line: str) -> list[str]:
    return re.findall(r"[\w']+", line.lower())
