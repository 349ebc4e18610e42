"""Configuration of the workspace: agents, their script, and the webhook for reports."""

from dataclasses import dataclass, field
from typing import Any

from local.agents.dialogue import Exchange

# What a newly created agent sends; metadata, ping and error are sent regardless.
DEFAULT_CLIENT_EVENTS = (
    "audio",
    "interruption",
    "agent_response",
    "user_transcript",
    "agent_response_correction",
    "agent_tool_response",
)


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as the dashboard would hold it; the dialogue stands where the language model would be."""

    agent_id: str
    first_message: str = ""  # empty: the caller speaks first
    dialogue: list[Exchange] = field(default_factory=list)
    name: str = "Front desk"
    prompt: str = "You answer the telephone."
    llm: str = "gemini-2.5-flash"
    language: str = "en"
    voice: str = "en-us"
    caller_voices: tuple[str, ...] = ("en-gb+f3",)  # the voices its ears know
    input_format: str = "ulaw_8000"
    output_format: str = "ulaw_8000"
    override_permissions: dict[str, Any] = field(default_factory=dict)  # the override tree with booleans
    placeholders: dict[str, Any] = field(default_factory=dict)  # defaults of dynamic variables
    client_events: tuple[str, ...] = DEFAULT_CLIENT_EVENTS
    enable_auth: bool = False
    accepts_header_key: bool = True  # works in the field, promised nowhere
    tools: list[dict[str, Any]] = field(default_factory=list)  # definitions; only their {{variables}} matter here
    reply_delay_s: float = 0.1
    turn_timeout_s: float = 7.0
    reprompts: tuple[str, ...] = ()  # said to a silent caller; after the last one the agent says goodbye
    farewell: str = "Goodbye."
    did_not_catch: str = "Sorry, I did not catch that."
    max_duration_s: float = 600.0
    input_timeout_s: float = 60.0  # no caller audio for so long is a broken transport
    ping_period_s: float = 2.0
    pong_timeout_s: float | None = None
    short_frames: bool = False  # 20 ms frames instead of the vendor's large ones


@dataclass(slots=True)
class Webhook:
    """The webhook for post-call reports, and its events."""

    url: str
    secret: str
    events: set[str] = field(default_factory=lambda: {"transcript"})
    delay_s: float = 0.3  # analysis takes a while after hang-up
    retry_enabled: bool = False
    request_headers: dict[str, str] = field(default_factory=dict)
    timeout_s: float = 10.0
