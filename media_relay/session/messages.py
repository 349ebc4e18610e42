"""Events and commands of a relayed call."""

from dataclasses import dataclass
from typing import Any

from media_relay.session.speech.speech_messages import BufferTextRequested, SpeakRequested, VoiceChangeRequested
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.client_tools import HttpTool
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.ids import ConversationId
from trunkline.realtime.agent_events import AgentEvent
from trunkline.realtime.carrier_events import CarrierEvent

# --- events: the carrier's and the agent's own messages, and what only the relay sees -----------------------------


@dataclass(frozen=True, slots=True)
class CallerGone:
    """The carrier's socket closed. Without a `stop` before it, the line broke."""


@dataclass(frozen=True, slots=True)
class AgentUnreachable:
    """The agent's socket could not be opened."""

    reason: str


@dataclass(frozen=True, slots=True)
class AgentGone:
    """The agent's socket closed; 1006 stands for a break without a close frame."""

    code: int


@dataclass(frozen=True, slots=True)
class CallerAbusive:
    """The carrier's socket sends far more than a call can, or does not take what it is sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class SayRequested:
    """An operator gives the agent context."""

    context: str


@dataclass(frozen=True, slots=True)
class MessageRequested:
    """An operator writes to the agent, which answers as if the caller had said it."""

    text: str


@dataclass(frozen=True, slots=True)
class KeysRequested:
    """An operator has keys played to the other side."""

    keys: str


@dataclass(frozen=True, slots=True)
class StopSpeakingRequested:
    """An operator silences the agent now."""


@dataclass(frozen=True, slots=True)
class TransferRequested:
    """An operator hands the call to a colleague, by name; empty for the route's forwarding number."""

    whom: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """A tool that was run has answered, failed or taken too long. The result is what the agent gets to read."""

    run: int
    result: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class HangUpRequested:
    """An operator ends the call."""


@dataclass(frozen=True, slots=True)
class RelayStopping:
    """This process drains and its time is up."""


Event = (
    CarrierEvent
    | AgentEvent
    | CallerGone
    | AgentUnreachable
    | AgentGone
    | CallerAbusive
    | SayRequested
    | MessageRequested
    | KeysRequested
    | StopSpeakingRequested
    | TransferRequested
    | SpeakRequested
    | VoiceChangeRequested
    | BufferTextRequested
    | ToolFinished
    | HangUpRequested
    | RelayStopping
)

# --- commands ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenAgent:
    """Open a conversation, in place of the one that may have been there before."""

    ticket: StreamTicket
    delay_s: float = 0.0
    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class SaveConversation:
    """Remember which call this conversation belongs to, as soon as it has a name."""

    conversation_id: ConversationId


@dataclass(frozen=True, slots=True)
class SaveTurn:
    """Checkpoint a turn, beside the audio, so that another relay could take the call up here."""

    turn: SpokenTurn


@dataclass(frozen=True, slots=True)
class ReportLatency:
    """The caller hears the first sound of an answer, so long after they last spoke."""

    waited_s: float


@dataclass(frozen=True, slots=True)
class SendContext:
    """Context the agent should know without answering to it."""

    text: str


@dataclass(frozen=True, slots=True)
class SendToAgent:
    """A caller frame that came before the agent did, base64."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class AnswerPing:
    event_id: int


@dataclass(frozen=True, slots=True)
class AnswerTool:
    tool_call_id: str
    result: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class RunTool:
    """Call a registered tool, beside the audio; what comes of it is a ToolFinished of the same `run`."""

    run: int
    name: str
    tool: HttpTool
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StopCalling:
    """The person on the line opts out of further calls. A run that is no tool's is 0."""

    source: str  # agent, keypad
    run: int = 0


@dataclass(frozen=True, slots=True)
class SayAsCaller:
    """Words the agent answers to, as if the caller had said them."""

    text: str


@dataclass(frozen=True, slots=True)
class PlayKeys:
    """Keys to be heard at the far end, as tones: there is no message for them."""

    keys: str


@dataclass(frozen=True, slots=True)
class MarkCaller:
    name: str


@dataclass(frozen=True, slots=True)
class ClearCaller:
    """Twilio forgets what it has not played yet."""


@dataclass(frozen=True, slots=True)
class PlayComfort:
    """A soft tone for a caller who would otherwise hear nothing: a new agent is on its way."""


@dataclass(frozen=True, slots=True)
class PlayPrompt:
    """The cached "one moment, please": the agent is there but does not speak."""


@dataclass(frozen=True, slots=True)
class CloseAgent:
    """An orderly end of the conversation: the vendor then writes its report."""


@dataclass(frozen=True, slots=True)
class EndStream:
    """File how it ended, then let go of the caller: Twilio asks at once what to do next, and must find the answer."""

    outcome: StreamOutcome


Command = (
    OpenAgent
    | SaveConversation
    | SaveTurn
    | ReportLatency
    | SendContext
    | SendToAgent
    | AnswerPing
    | AnswerTool
    | RunTool
    | StopCalling
    | SayAsCaller
    | PlayKeys
    | MarkCaller
    | ClearCaller
    | PlayComfort
    | PlayPrompt
    | CloseAgent
    | EndStream
)
