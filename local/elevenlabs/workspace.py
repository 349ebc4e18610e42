"""The vendor's memory for one customer: keys, agents, conversations, signed URLs, and what happened."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.elevenlabs.agents.agent import Agent, Webhook
from local.elevenlabs.agents.conversation import IN_PROGRESS, INITIATED, Conversation
from local.elevenlabs.faults import Faults
from local.elevenlabs.webhooks import Delivery

SIGNED_URL_VALID_S = 15 * 60

OnEvent = Callable[[str, str, str], None]  # conversation id, kind, detail


@dataclass(slots=True)
class SignedUrl:
    agent_id: str
    issued_unix_s: float
    conversation_id: str | None = None  # set: the signature serves one conversation only
    used: bool = False


@dataclass
class Workspace:
    api_keys: dict[str, set[str]]  # key -> its scopes
    public_host: str
    now_unix_s: Callable[[], float] = time.time
    agents: dict[str, Agent] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    voices: dict[str, Any] = field(default_factory=dict)  # id -> LibraryVoice
    spoken: list[str] = field(default_factory=list)  # texts that were read out
    history: list[str] = field(default_factory=list)  # those of them that were not asked for with enable_logging=false
    numbers: dict[str, dict[str, Any]] = field(default_factory=dict)
    carrier_accounts: dict[str, tuple[str, str]] = field(default_factory=dict)  # of imported numbers: sid and token
    signed_urls: dict[str, SignedUrl] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    webhook: Webhook | None = None  # where reports go
    webhooks: dict[str, dict[str, Any]] = field(default_factory=dict)  # made over the API, by id
    webhook_choice: dict[str, Any] = field(default_factory=lambda: {"post_call_webhook_id": None, "events": []})
    faults: Faults = field(default_factory=Faults)
    on_event: OnEvent | None = None

    def read_out(self, words: str, query: Mapping[str, str]) -> None:
        """Keeps a spoken text in the vendor's history, unless the request excludes it."""
        self.spoken.append(words)
        if query.get("enable_logging", "true") != "false":
            self.history.append(words)

    def new_conversation(self, agent: Agent, conversation_id: str | None = None) -> Conversation:
        conversation = Conversation(conversation_id or new_conversation_id(), agent, self.now_unix_s())
        self.conversations[conversation.conversation_id] = conversation
        return conversation

    def started(self, conversation: Conversation) -> None:
        conversation.status = IN_PROGRESS
        conversation.started_unix_s = self.now_unix_s()
        self.tell(conversation, "started", conversation.agent.agent_id)

    def tell(self, conversation: Conversation, kind: str, detail: str) -> None:
        if self.on_event:
            self.on_event(conversation.conversation_id, kind, detail)

    def sign(self, agent_id: str, *, with_conversation: bool) -> tuple[str, SignedUrl]:
        signature = f"cvtkn_{secrets.token_hex(16)}"
        own = new_conversation_id() if with_conversation else None
        self.signed_urls[signature] = SignedUrl(agent_id, self.now_unix_s(), own)
        return signature, self.signed_urls[signature]

    def redeem(self, signature: str, agent_id: str) -> SignedUrl | None:
        """The signed URL behind a signature, if it still opens this agent."""
        signed = self.signed_urls.get(signature)
        if signed is None or signed.agent_id != agent_id:
            return None
        if self.now_unix_s() - signed.issued_unix_s > SIGNED_URL_VALID_S:
            return None
        if signed.conversation_id and signed.used:
            return None
        signed.used = True
        return signed

    def waiting_call(self, conversation_id: Any) -> Conversation | None:
        """A conversation made by register-call whose stream has not come yet. It serves one stream."""
        found = self.conversations.get(conversation_id) if isinstance(conversation_id, str) else None
        return found if found and found.phone_call and found.status == INITIATED else None


def new_conversation_id() -> str:
    return f"conv_{secrets.token_hex(13)}"
