"""What outlives a brain's socket, in memory; shared by the relays of a test."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.webhooks import NOW
from trunkline.brain.domain.agents import AgentVersion, BrainAgent
from trunkline.brain.domain.context import BrainContext, Effect, ProviderCall
from trunkline.ids import CallId, ConversationId


@dataclass
class InMemoryBrainStore:
    """Agents are `acme`'s. A call at Retell is filed under its own id."""

    agents: dict[str, BrainAgent] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    effects: dict[tuple[str, str], str | None] = field(default_factory=dict)
    collected: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_away: bool = False
    are_carriers: bool = False  # calls that were registered

    def agent(self, agent_id: str) -> AgentVersion | None:
        agent = self.agents.get(agent_id)
        return AgentVersion("acme", agent, NOW) if agent else None

    def of_provider_call(self, call: ProviderCall) -> BrainContext | None:
        if self.is_away:
            raise ConnectionError
        agent = self.agents.get(call.agent_id)
        if agent is None or call.conversation_id not in self.calls:
            return None
        person = call.person or "+14155550123"
        call_id, conversation_id = CallId(call.conversation_id), call.conversation_id
        carriers = {"is_carriers": self.are_carriers, "conversation_id": conversation_id}
        return BrainContext(agent, "acme", call_id, person, **carriers)

    def begin_effect(self, call_id: CallId, key: str) -> Effect:
        if (call_id, key) in self.effects:
            return Effect(is_new=False, result=self.effects[call_id, key])
        self.effects[call_id, key] = None
        return Effect(is_new=True)

    def collect(self, conversation_id: ConversationId, values: Mapping[str, Any]) -> None:
        known = self.collected.setdefault(conversation_id, {})
        known |= {name: value for name, value in values.items() if value is not None or name not in known}

    def note_result(self, call_id: CallId, key: str, result: str) -> None:
        self.effects[call_id, key] = result
