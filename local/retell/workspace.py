"""State of the fake Retell that all its parts share: agents, numbers, calls, what was delivered."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.agents.dialogue import Exchange
from local.retell.faults import Faults

EVENTS = ("call_started", "call_ended", "call_analyzed")
REGISTERED, ONGOING, ENDED, NOT_CONNECTED, ERROR = "registered", "ongoing", "ended", "not_connected", "error"
OVER = {ENDED, NOT_CONNECTED, ERROR}
TRANSCRIPTS = {"transcript", "transcript_object", "transcript_with_tool_calls"}


@dataclass(frozen=True, slots=True)
class Webhook:
    """The account's webhook. The key is the one with the webhook badge."""

    url: str
    key: str
    delay_s: float = 0.2  # analysis takes a while after the end
    retry_s: float = 0.5
    timeout_s: float = 10.0


@dataclass(frozen=True, slots=True)
class CustomFunction:
    """A tool of the agent's model: an address that is asked while the agent talks."""

    name: str
    url: str
    timeout_ms: int = 120_000
    max_retry: int = 0
    args_at_root: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as Retell holds it; the dialogue stands where the language model would be."""

    agent_id: str
    greeting: str = ""
    dialogue: tuple[Exchange, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)  # of the API: voice_id, webhook_url, language …
    voice: str = "en-us"
    caller_voices: tuple[str, ...] = ("en-gb+f3",)
    did_not_catch: str = "Sorry, I did not catch that."
    reply_delay_s: float = 0.1
    functions: tuple[CustomFunction, ...] = ()


@dataclass(slots=True)
class Call:
    """The call object. `live` is the voice on the line."""

    agent: Agent
    values: dict[str, Any]
    live: Any = None
    recording: bytes = b""
    in_voicemail: bool = False
    is_on_trunk: bool = False  # Retell placed or answered it itself, so it can transfer it
    items: list[dict[str, Any]] = field(default_factory=list)  # utterances and uses of tools, in order

    @property
    def call_id(self) -> str:
        return str(self.values["call_id"])

    @property
    def status(self) -> str:
        return str(self.values["call_status"])


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to deliver a webhook. No status: there was no answer."""

    event: str
    call_id: str
    status: int | None
    body: bytes
    headers: dict[str, str]
    attempt: int


@dataclass
class Workspace:
    api_keys: set[str]
    now_s: Callable[[], float] = time.time
    agents: dict[str, Agent] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, Agent] = field(default_factory=dict)  # of agents whose latest version is not published
    llms: dict[str, dict[str, Any]] = field(default_factory=lambda: {"llm_local": {"model": "gpt-4.1"}})
    numbers: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    created: dict[str, tuple[float, str]] = field(default_factory=dict)  # idempotency key: when, which call
    deliveries: list[Delivery] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    webhook: Webhook | None = None
    base_url: str = ""
    concurrency_limit: int = 20
    registration_s: float = 300.0
    place: Callable[[Call], None] = lambda _call: None  # puts a created call on the line
    on_event: Callable[[str, str, str], None] | None = None

    def new_call(self, agent: Agent, **values: Any) -> Call:
        own = {
            "call_type": "phone_call",
            "call_id": f"call_{secrets.token_hex(14)[:27]}",
            "agent_id": agent.agent_id,
            "agent_version": self.versions.setdefault(agent.agent_id, 0),
            "agent_name": agent.settings.get("agent_name", "Front desk"),
            "call_status": REGISTERED,
            "data_storage_setting": "everything",
            "opt_in_signed_url": False,
        }
        call = Call(agent, own | {name: value for name, value in values.items() if value is not None})
        self.calls[call.call_id] = call
        return call

    def live_calls(self) -> int:
        return sum(call.status in {REGISTERED, ONGOING} for call in self.calls.values())

    def now_ms(self) -> int:
        return round(self.now_s() * 1000)

    def note(self, call: Call, what: str, detail: str = "") -> None:
        if self.on_event:
            self.on_event(call.call_id, what, detail)
