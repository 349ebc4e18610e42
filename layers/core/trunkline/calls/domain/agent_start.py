"""The start of an agent's conversation: whom it is with, and what of the agent is overridden for this one call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIRST_MESSAGE, LANGUAGE, PROMPT, VOICE_ID = OVERRIDES = ("first_message", "language", "prompt", "voice_id")


@dataclass(frozen=True, slots=True)
class AgentStart:
    """`overrides` has names of `OVERRIDES`; the agent's own settings must permit each, or the provider hangs up."""

    user_id: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)


NOTHING_CHANGED = AgentStart()
