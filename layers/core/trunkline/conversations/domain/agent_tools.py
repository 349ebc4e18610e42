"""Tools that an agent at a voice provider asks us for over HTTP, during a call whose media the provider has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trunkline.ids import CallId, ConversationId

STOP_CALLING, TRANSFER, CALLER_CONTEXT = "stop_calling", "transfer_to_human", "caller_context"


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """`use` names this one use of the tool within the call: a repeated request has the same, a second use another."""

    tool: str
    use: str
    conversation_id: ConversationId
    agent_id: str
    call_id: CallId | None = None  # of the carrier, as the request names it
    arguments: Mapping[str, Any] = field(default_factory=dict, repr=False)
    our_number: str = field(default="", repr=False)
    person: str = field(default="", repr=False)

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return value if isinstance(value, str) else ""
