"""A brain's agent: its prompt, its tools, its words for waiting and for failing. A new version replaces it whole."""

from dataclasses import dataclass, field
from typing import Any

END_CALL, TRANSFER, PRESS_DIGITS, STOP_CALLING = "end_call", "transfer_to_human", "press_digits", "stop_calling"
RESERVED = frozenset({END_CALL, TRANSFER, PRESS_DIGITS, STOP_CALLING})
APOLOGY = "I am sorry, something went wrong on my side. Could you say that again?"


@dataclass(frozen=True, slots=True)
class BrainTool:
    """A tool the model may call. `parameters` is a JSON schema; `filler` is said while the tool runs."""

    name: str
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)
    filler: str = ""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds a caller waits: for a first filler, and for a model until the apology."""

    filler_after_s: float = 1.5
    give_up_after_s: float = 8.0


@dataclass(frozen=True, slots=True)
class BrainAgent:
    """An agent of the brain. `{{name}}` in its texts are variables of the call."""

    agent_id: str
    prompt: str
    greeting: str = ""  # empty: the caller speaks first
    is_greeting_protected: bool = False  # the caller cannot cut the greeting short: a disclosure, say
    tools: tuple[BrainTool, ...] = ()
    transfer_targets: tuple[str, ...] = ()  # names the model may transfer to
    may_press_digits: bool = False
    fillers: tuple[str, ...] = ("One moment, please.",)
    reminders: tuple[str, ...] = ("Are you still there?",)
    apology: str = APOLOGY
    failures_at_most: int = 2  # in a row; then the call is transferred, or ends
    goodbye: str = "Please call again later. Goodbye."
    model: str = ""
    temperature: float = 0.3
    patience: Patience = Patience()
    version: int = 1
