"""Ports of the brain: the model that finds the words, and the store of what outlives a socket."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from trunkline.brain.domain.agents import AgentVersion, BrainAgent
from trunkline.brain.domain.context import BrainContext, Effect, ProviderCall
from trunkline.brain.domain.conversation import TransferCall
from trunkline.brain.domain.model_events import ModelEvent
from trunkline.ids import CallId, ConversationId


class ChatModel(Protocol):
    """A language model that answers in a stream, of which StreamEnded or StreamFailed is the last. A stream is read to
    its end, so that its connection is free for the next. Raises only when cancelled."""

    def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]: ...

    async def close(self) -> None:
        """Ends its connections."""
        ...


class BrainStore(Protocol):
    """What outlives a socket and a process. Blocks: called in threads."""

    def agent(self, agent_id: str) -> AgentVersion | None:
        """An agent of the brain, as it is now."""
        ...

    def of_provider_call(self, call: ProviderCall) -> BrainContext | None:
        """A call at a voice provider whose agent leaves the words to an agent of the brain. None for a call or an agent
        that is not ours."""
        ...

    def begin_effect(self, call_id: CallId, key: str) -> Effect:
        """New once for each key of a call, whichever relay asks."""
        ...

    def note_result(self, call_id: CallId, key: str, result: str) -> None:
        """Of an effect that has begun, for the relay that takes the call up."""
        ...

    def collect(self, conversation_id: ConversationId, values: Mapping[str, Any]) -> None:
        """For the conversation's report. A later value replaces an earlier one, and None stands only where there is
        none."""
        ...


class HandOver(Protocol):
    """Takes a call whose media a voice provider has to a transfer target, at the carrier. Blocks: called in threads.
    Raises when it cannot."""

    def __call__(self, call: BrainContext, transfer: TransferCall) -> None: ...


class BrainAgents(Protocol):
    """The brain's agents of all companies, with the versions before."""

    def find(self, agent_id: str) -> AgentVersion | None: ...

    def answering_for(self, provider_agent_id: str) -> AgentVersion | None:
        """The agent that finds the words of a voice provider's."""
        ...

    def answer_for(self, version: AgentVersion) -> None:
        """Enters whom the agent answers for, in place of any entry before: whose the provider's agent is, is checked
        before and when a call comes."""
        ...

    def answer_no_more(self, version: AgentVersion) -> None:
        """Removes its entry; another agent's stays."""
        ...

    def of_company(self, company_id: str) -> list[AgentVersion]:
        """Their current versions. Eventually consistent."""
        ...

    def versions(self, company_id: str, agent_id: str) -> list[AgentVersion]:
        """The newest first. Eventually consistent."""
        ...

    def version(self, agent_id: str, number: int) -> AgentVersion | None: ...

    def put(self, new: AgentVersion) -> bool:
        """False when the version before it is not the current one."""
        ...

    def remove(self, version: AgentVersion) -> None:
        """With all its versions."""
        ...
