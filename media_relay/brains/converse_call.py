"""A call that a brain holds over ConversationRelay: the carrier makes and recognises the speech, words pass through.

A carrier's message counts only once the token in its first one has been spent for this very call.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from picows import WSCloseCode

from media_relay.brains.brain_call import BrainCall
from media_relay.brains.spoken_lines import SpokenLine, SpokenLines
from media_relay.brains.text_socket import TextSocket
from media_relay.calls.command_events import CommandEvent
from media_relay.session.dtmf_input import ENDS_A_NUMBER, KeysPressed
from media_relay.session.messages import (
    HangUpRequested,
    KeysRequested,
    MessageRequested,
    SayRequested,
    TransferRequested,
)
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import (
    GREETING_ID,
    AnswerInterrupted,
    Began,
    ContextAdded,
    EndCall,
    Interject,
    Line,
    NoteToolResult,
    PressDigits,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
)
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.dtmf import Keypad, agent_message
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId
from trunkline.json_frames import InvalidFrame
from trunkline.telemetry import count, log
from trunkline.vendors.twilio import conversation_relay as wire
from trunkline.vendors.twilio.conversation_relay import DigitPressed, Failed, Interrupted, Prompted, SetUp

EARLY_EVENTS = 20
REMIND_AFTER_S = 10.0  # of silence on both sides, as at voice providers
LAST_WORD_S = 0.5  # between the end of the agent's words and the end of the session


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a session: its outcome, and where the call goes on."""

    outcome: StreamOutcome
    transfer_to: str = ""
    transfer_summary: str = ""
    transfer_number: str = ""


class ConverseCalls(Protocol):
    """What a call asks of the relay."""

    def set_up(self, call: "ConverseCall", setup: SetUp) -> None:
        """Spends the token, and lets the call begin or refuses it."""
        ...

    def opted_out(self, call: "ConverseCall", source: str) -> None: ...

    def left(self, call: "ConverseCall") -> None:
        """The carrier closed before the token was checked."""
        ...

    def spoken(self, call: "ConverseCall", spoken: SpokenLine) -> None:
        """Stores a line beside the call. A line that comes again is corrected."""
        ...

    def over(self, call: "ConverseCall", ended: Ended, after: Callable[[], None]) -> None:
        """Files the outcome, then calls `after`: the carrier asks how the call goes on as soon as it may."""
        ...


class ConverseCall(TextSocket):
    def __init__(self, calls: ConverseCalls, clock: Callable[[], float], began_at: datetime) -> None:
        super().__init__()
        self.call_id, self.stream_sid = CallId(""), ""  # by the socket's own word, until the token is spent
        self.context: BrainContext | None = None
        self.lines = SpokenLines()
        self.brain: BrainCall | None = None
        self._ticket: StreamTicket | None = None
        self.began_at, self.began_s = began_at, clock()
        self._calls = calls
        self._clock = clock
        self._keys = KeysPressed()
        self._requests = self._reminders = 0
        self._early: list[wire.RelayEvent] = []  # while the token is checked
        self._ending: tuple[float, Ended] | None = None
        self._is_over = False

    @property
    def is_live(self) -> bool:
        return self._ticket is not None and not self._is_over

    @property
    def is_admitted(self) -> bool:
        return self._ticket is not None

    @property
    def has_agent(self) -> bool:
        """For its lease: the brain is there as soon as the call is admitted."""
        return self.is_live

    @property
    def ticket(self) -> StreamTicket:
        assert self._ticket is not None
        return self._ticket

    def begin(
        self, ticket: StreamTicket, context: BrainContext, brain: BrainCall, earlier: Sequence[Line] = ()
    ) -> None:
        """The token was this call's. Its caller may have spoken meanwhile."""
        self._ticket, self.context, self.brain, self.lines.earlier = ticket, context, brain, earlier
        if context.agent.language:
            self.send(wire.language(context.agent.language))
        brain.handle(Began(is_resumed=ticket.is_resumed))
        if ticket.resume_note:
            brain.handle(ContextAdded(ticket.resume_note))
        if ticket.is_resumed and ticket.resume_message:
            self.speak(Speak(GREETING_ID, ticket.resume_message, is_last=True))
        early, self._early = self._early, []
        for event in early:
            self._heard(event)

    def refuse(self, reason: str) -> None:
        log.warning("text socket refused", call_id=self.call_id, reason=reason)
        count("BrainRefused")
        self.close(WSCloseCode.POLICY_VIOLATION)

    # --- the line -------------------------------------------------------------------------------------------------

    def speak(self, piece: Speak) -> None:
        if self._is_over or self._ending:
            return
        is_open = self.lines.is_open
        self._store(self.lines.agent_says(piece, self._now_s()))
        if piece.text or (piece.is_last and is_open):
            self.send(wire.text(piece.text, is_last=piece.is_last, is_interruptible=not piece.is_protected))
        self._act(piece)

    def interject(self, piece: Interject) -> None:
        self.speak(Speak(GREETING_ID, piece.text, is_last=True, action=piece.action))

    def _act(self, piece: Speak) -> None:
        match piece.action:
            case PressDigits(digits):
                self.send(wire.send_digits(digits))
            case EndCall():
                self._end_after_words(Ended(StreamOutcome.AGENT_ENDED))
            case TransferCall(target, summary):
                self._end_after_words(self._transferred(target, summary))

    def _store_all(self, spoken: Sequence[SpokenLine]) -> None:
        for line in spoken:
            self._calls.spoken(self, line)

    def _store(self, spoken: SpokenLine | None) -> None:
        if spoken is not None:
            self._calls.spoken(self, spoken)

    def _end_after_words(self, ended: Ended) -> None:
        self._ending = (max(self._now_s(), self.lines.spoken_until_s) + LAST_WORD_S, ended)

    def tool_called(self, tool: RunTool) -> None:
        """The carrier's transcript has no tools."""

    def tool_returned(self, result: NoteToolResult) -> None:
        """As above."""

    # --- the relay ------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        if not self.is_live:
            return
        now_s = self._now_s()
        if self._ending and now_s >= self._ending[0]:
            self.end(self._ending[1])
        elif now_s >= self.ticket.max_duration_s:
            self.end(Ended(StreamOutcome.MAX_DURATION))
        elif digits := self._keys.take(self._clock()):
            self._keyed(digits, self.ticket)
        elif self._ending is None and now_s >= self.lines.silent_since_s + REMIND_AFTER_S:
            self._remind(now_s)

    def _remind(self, now_s: float) -> None:
        """The caller is silent: the agent's own reminders in their order, and no others. A caller who waits for an
        answer is not reminded: the reminder would cancel it."""
        self.lines.silent_since_s = now_s
        if self.brain is None or self.brain.is_answering:
            return
        if self.context and self._reminders < len(self.context.agent.reminders):
            self._reminders += 1
            self._requests += 1
            self.brain.handle(ReminderRequested(self._requests, self.lines.so_far()))

    def refusal(self, event: CommandEvent) -> str:
        """Why an operator's command is not carried out; empty when it is."""
        match event:
            case _ if not self.is_live or self._ending is not None:
                return "the call is ending"
            case TransferRequested(whom) if self.context and whom not in self.context.agent.transfer_targets:
                return f"the agent has no transfer target {whom}"
            case HangUpRequested() | SayRequested() | MessageRequested() | KeysRequested() | TransferRequested():
                return ""
        return "the carrier speaks for the agent of this call: it takes context, messages, keys, transfer and the end"

    def deliver(self, event: CommandEvent) -> None:
        match event:
            case SayRequested(text):
                self._to_brain(ContextAdded(text))
            case MessageRequested(text):
                self._said(text)
            case KeysRequested(digits):
                self.send(wire.send_digits(digits))
            case TransferRequested(whom, summary):
                self.end(self._transferred(whom, summary))
            case HangUpRequested():
                self.end(Ended(StreamOutcome.AGENT_ENDED))

    def snapshot(self) -> dict[str, object]:
        """The call as an operator may see it: no words, no numbers."""
        phase = "ending" if self._ending else "talking" if self.is_live else "over"
        return {"call_id": self.call_id, "phase": phase, "turns": len(self.lines.lines)}

    def _transferred(self, whom: str, summary: str) -> Ended:
        number = self.context.agent.transfer_targets.get(whom, "") if self.context else ""
        return Ended(StreamOutcome.TRANSFERRED, whom, summary, number)

    def end(self, ended: Ended) -> None:
        """Files the outcome first: the carrier asks for the next document the moment the session ends."""
        if not self.is_live:
            return
        self._finish()
        self._calls.over(self, ended, lambda: self.send(wire.end(ended.outcome.value)))

    def _finish(self) -> None:
        self._is_over = True
        if self.brain is not None:
            self.brain.close()

    # --- the socket -----------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """The carrier speaks first."""

    def message(self, frame: bytes) -> None:
        event = wire.read(frame)
        if isinstance(event, SetUp) and not self.call_id:
            self.call_id, self.stream_sid = CallId(event.call_sid), event.session_id or event.call_sid
            self._calls.set_up(self, event)
        elif isinstance(event, InvalidFrame):
            count("GarbageFrame", leg="text")
        elif not self.is_admitted and self.call_id:
            self._early = [*self._early, event][-EARLY_EVENTS:]
        elif self.is_live and self._ending is None:
            self._heard(event)
        elif self.is_live:
            self._heard_at_the_end(event)

    def _heard(self, event: wire.RelayEvent) -> None:
        match event:
            case Prompted(text, is_last=True) if text:
                self._said(text)
            case Interrupted(heard):
                self._store(self.lines.interrupted(heard, self._now_s()))
                self._to_brain(AnswerInterrupted())
            case DigitPressed(digit):
                if self.ticket.keypad is not Keypad.IGNORE:
                    self._keys.press(digit, self._clock())
            case Failed():  # its description may quote what was to be said
                log.warning("carrier's text relay failed", call_id=self.call_id)
                count("TextRelayFailed")

    def _heard_at_the_end(self, event: wire.RelayEvent) -> None:
        """Words over the agent's last ones are on file, and not answered any more."""
        match event:
            case Prompted(text, is_last=True) if text:
                self._store_all(self.lines.caller_said(text, self._now_s()))
            case Interrupted(heard):
                self._store(self.lines.interrupted(heard, self._now_s()))

    def _keyed(self, digits: str, ticket: StreamTicket) -> None:
        if ticket.opt_out_key and digits.removesuffix(ENDS_A_NUMBER) == ticket.opt_out_key:
            self._calls.opted_out(self, "keypad")
        else:
            self._said(agent_message(digits, is_private=not ticket.keypad_on_file))

    def _said(self, text: str) -> None:
        self._reminders = 0
        self._store_all(self.lines.caller_said(text, self._now_s()))
        self._requests += 1
        self._to_brain(ResponseRequested(self._requests, self.lines.so_far()))

    def _to_brain(self, event: ResponseRequested | AnswerInterrupted | ContextAdded) -> None:
        if self.brain is not None:
            self.brain.handle(event)

    def gone(self) -> None:
        """The carrier closed: the caller hung up, unless the end was ours."""
        if self.is_live:
            ended = self._ending[1] if self._ending else Ended(StreamOutcome.CALLER_HUNG_UP)
            self._finish()
            self._calls.over(self, ended, lambda: None)
        elif not self.is_admitted:
            self._calls.left(self)

    def _now_s(self) -> float:
        return self._clock() - self.began_s
