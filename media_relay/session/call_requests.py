"""Requests to a call: of the agent through client tools, of operators by commands, of the caller by keys.

No request moves the call to another phase. Those that end it (a handover) say so, and the session looks when it is due.
"""

from dataclasses import dataclass, field

from media_relay.session.call_metrics import CallMetrics
from media_relay.session.client_tools import ClientTools, keys_to_play
from media_relay.session.conversation_history import ConversationHistory
from media_relay.session.dtmf_input import ENDS_A_NUMBER, KeysPressed
from media_relay.session.messages import (
    AnswerTool,
    ClearCaller,
    Command,
    Event,
    KeysRequested,
    MessageRequested,
    PlayKeys,
    SaveTurn,
    SayAsCaller,
    SayRequested,
    SendContext,
    StopCalling,
    StopSpeakingRequested,
    ToolFinished,
    TransferRequested,
)
from media_relay.session.playback import Playback
from media_relay.session.speech.speech_messages import BufferTextRequested, SpeakRequested, VoiceChangeRequested
from media_relay.session.transfer import TransferState
from trunkline.calls.domain.dtmf import Keypad, agent_message, redacted
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.transfers import BRIEFING_LIMIT
from trunkline.realtime.agent_events import ToolRequested
from trunkline.realtime.carrier_events import KeyPressed

OperatorCommand = (
    SayRequested
    | MessageRequested
    | KeysRequested
    | StopSpeakingRequested
    | TransferRequested
    | SpeakRequested
    | VoiceChangeRequested
    | BufferTextRequested
)
Request = OperatorCommand | ToolRequested | ToolFinished | KeyPressed
VOICE_IS_FIXED = (
    "an agent's voice is chosen when its conversation begins and cannot be changed while it lasts; "
    "the provider offers no way to"
)


SPEAKS_FOR_ITSELF = "an agent speaks for itself: tell it context with say_context instead"
NO_AGENT_ON_THE_LINE = "no agent is on the line to take an order: it is being connected, or has left"


def refusal(event: Event, *, is_talking: bool) -> str:
    """Reason for which a command is refused. Voice calls have a session of their own."""
    if isinstance(event, VoiceChangeRequested):
        return VOICE_IS_FIXED
    if isinstance(event, SpeakRequested | BufferTextRequested):
        return SPEAKS_FOR_ITSELF
    return NO_AGENT_ON_THE_LINE if isinstance(event, OperatorCommand) and not is_talking else ""


@dataclass(slots=True)
class CallRequests:
    """One for each call. It shares the call's playback, measures and story."""

    playback: Playback
    measures: CallMetrics
    story: ConversationHistory
    handover: TransferState | None = None
    tools: ClientTools = field(default_factory=ClientTools)
    keys: KeysPressed = field(default_factory=KeysPressed)
    _keypad: Keypad = Keypad.MESSAGE
    _keys_are_private: bool = True
    _opt_out_key: str = ""

    def allow(self, ticket: StreamTicket) -> None:
        """What this call's route permits."""
        self.tools.tools = ticket.tools
        self._keypad, self._keys_are_private = ticket.keypad, not ticket.keypad_on_file
        self._opt_out_key = ticket.opt_out_key
        if self._keypad is Keypad.IGNORE:
            self.keys = KeysPressed()  # keys may have been pressed before the ticket came

    def handle(self, request: Request, now_s: float) -> list[Command]:
        match request:
            case ToolRequested():
                return self._tool(request, now_s)
            case ToolFinished():
                answer = self.tools.finished(request)
                return [answer] if answer else self._counted("late tool result dropped")
            case TransferRequested(whom, summary):
                return self._transfer(whom, summary, now_s)
            case SayRequested(context):
                return [SendContext(context)]
            case MessageRequested(text):
                return [SaveTurn(self.story.add("caller", text)), SayAsCaller(text)]
            case KeysRequested(keys):
                return [PlayKeys(keys)]
            case KeyPressed(digit):
                return self._pressed(digit, now_s)
            case SpeakRequested() | VoiceChangeRequested() | BufferTextRequested():
                return self._counted("order not for an agent")  # `refusal` gives the reason
        self.playback.cut(None, now_s)
        return [ClearCaller()]

    def keys_due(self, now_s: float) -> list[Command]:
        """The number the caller has keyed in, once it is complete and the agent is there."""
        digits = self.keys.take(now_s)
        if not digits:
            return []
        if self._opt_out_key and digits.removesuffix(ENDS_A_NUMBER) == self._opt_out_key:
            return [StopCalling("keypad")]
        words = agent_message(digits, is_private=self._keys_are_private)
        turn = self.story.add("caller", redacted(words))
        command: Command = SayAsCaller(words) if self._keypad is Keypad.MESSAGE else SendContext(words)
        return [SaveTurn(turn), command]

    def _tool(self, asked: ToolRequested, now_s: float) -> list[Command]:
        if self.tools.is_known(asked.tool_call_id):
            return self._counted("repeated tool call")
        match asked.name:
            case "transfer_to_human":
                whom, summary = (str(asked.parameters.get(name) or "") for name in ("whom", "summary"))
                transferring = AnswerTool(asked.tool_call_id, "transferring the call", is_error=False)
                return [transferring, *self._transfer(whom, summary, now_s)]
            case "send_dtmf":
                return list(keys_to_play(asked))
            case "stop_calling":
                return [self.tools.stop_calling(asked)]
        return [self.tools.run(asked)]

    def _transfer(self, whom: str, summary: str, now_s: float) -> list[Command]:
        """The agent may have a last word; when it is heard, `after-stream` reads the number to dial."""
        self.handover = self.handover or TransferState(whom, summary[:BRIEFING_LIMIT], now_s)
        return []

    def _pressed(self, digit: str, now_s: float) -> list[Command]:
        if self._keypad is Keypad.IGNORE:
            return self._counted("key ignored")
        if not self.keys.press(digit, now_s):
            return self._counted("garbage key")
        return []

    def _counted(self, what: str) -> list[Command]:
        self.measures.count(what)
        return []
