"""A brain's agent: its prompt, its tools, its words for waiting and for failing. A new version replaces it whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

END_CALL, TRANSFER, PRESS_DIGITS, STOP_CALLING = "end_call", "transfer_to_human", "press_digits", "stop_calling"
READ_OUT = "read_out"
ACTIONS = frozenset({END_CALL, TRANSFER, PRESS_DIGITS})
RESERVED = ACTIONS | {STOP_CALLING, READ_OUT}
APOLOGY = "I am sorry, something went wrong on my side. Could you say that again?"
GIVING_UP = "I am sorry, something went wrong on my side. I put you through to a colleague."
NO_TRANSFER = "I am sorry, I cannot put you through at the moment."
GOODBYE = "Please call again later. Goodbye."
FILLERS, REMINDERS = ("One moment, please.",), ("Are you still there?",)


@dataclass(frozen=True, slots=True)
class BrainTool:
    """A tool the model may call. `parameters` is a JSON schema; `filler` is said while the tool runs. One without a
    `url` collects: what the model gives it goes on the call's record."""

    name: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    filler: str = ""
    url: str = ""
    method: str = "POST"
    timeout_s: int = 10
    headers: dict[str, str] = field(default_factory=dict)  # the name of a secret for each header

    @property
    def collected(self) -> tuple[str, ...]:
        """The names of what it collects."""
        return () if self.url else tuple(self.parameters.get("properties") or ())


@dataclass(frozen=True, slots=True)
class CallerTask:
    """Something the caller does after a passage: they are not answered and not reminded for so many seconds, or until
    they have said one of the words in `until`."""

    seconds: float
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds a caller waits: for a first filler, and for a model until the apology."""

    filler_after_s: float = 1.5
    give_up_after_s: float = 8.0


@dataclass(frozen=True, slots=True)
class BrainAgent:
    """An agent of the brain. `{{name}}` in its texts are variables of the call, or its own where the call has none."""

    agent_id: str
    prompt: str
    greeting: str = ""  # empty: the caller speaks first
    is_greeting_protected: bool = False  # the caller cannot cut the greeting short: a disclosure, say
    tools: tuple[BrainTool, ...] = ()
    transfer_targets: dict[str, str] = field(default_factory=dict)  # names the model may transfer to, and their numbers
    may_press_digits: bool = False
    fillers: tuple[str, ...] = FILLERS
    reminders: tuple[str, ...] = REMINDERS
    apology: str = APOLOGY
    failures_at_most: int = 2  # in a row; then the call is transferred, or ends
    giving_up: str = GIVING_UP  # said before that transfer
    no_transfer: str = NO_TRANSFER  # said when a transfer that was promised is not possible
    goodbye: str = GOODBYE
    model: str = ""
    temperature: float = 0.3
    patience: Patience = Patience()
    version: int = 1
    answers_for: str = ""  # an agent at a voice provider that leaves the words to this one
    variables: dict[str, str] = field(default_factory=dict)  # of calls that do not bring their own
    language: str = ""  # BCP 47, of a line where the agent chooses it; empty: as the line is set up
    protected: dict[str, str] = field(default_factory=dict)  # passages read out word for word, never cut short
    tasks: dict[str, CallerTask] = field(default_factory=dict)  # what the caller does after a passage, by its name

    @property
    def collected(self) -> tuple[str, ...]:
        """The names of what its tools collect."""
        return tuple(name for tool in self.tools for name in tool.collected)

    def overridden(self, overrides: Mapping[str, str]) -> "BrainAgent":
        """For a single call."""
        greeting, prompt = overrides.get("first_message"), overrides.get("prompt")
        return replace(self, greeting=greeting or self.greeting, prompt=prompt or self.prompt)

    def without_target(self, target: str) -> "BrainAgent":
        """The agent as it is when one of its transfer targets cannot be reached."""
        others = {name: number for name, number in self.transfer_targets.items() if name != target}
        return replace(self, transfer_targets=others)


@dataclass(frozen=True, slots=True)
class AgentVersion:
    """A version of a company's agent, and when it was made."""

    company_id: str
    agent: BrainAgent
    made_at: datetime
