"""The context of a brain's call: its agent, and whose call it is."""

from dataclasses import dataclass

from trunkline.brain.domain.agents import BrainAgent
from trunkline.ids import CallId, ConversationId

NO_CONVERSATION = ConversationId("")


@dataclass(frozen=True, slots=True)
class BrainContext:
    """`person` is the other party's number, empty where it is not known; `attempt_id` is of a campaign's call.
    `is_carriers`: a voice provider has the media, and the call itself is ours at the carrier."""

    agent: BrainAgent
    company_id: str
    call_id: CallId
    person: str = ""
    attempt_id: str = ""
    is_carriers: bool = False
    conversation_id: ConversationId = NO_CONVERSATION


@dataclass(frozen=True, slots=True)
class ProviderCall:
    """A call at a voice provider, by the provider's word. `call_id` is ours, where the call was registered for one."""

    conversation_id: ConversationId
    agent_id: str
    call_id: CallId | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class CallOnFile:
    """A call's record, as far as a brain needs it."""

    call_id: CallId
    company_id: str
    person: str = ""
    attempt_id: str = ""
    is_carriers: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect of a call that is to happen once. Not new: it has begun before; its result, once there is one."""

    is_new: bool
    result: str | None = None
