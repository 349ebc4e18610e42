"""A call that a brain holds over ConversationRelay: the carrier makes and recognises the speech, words pass through.

A carrier's message counts only once the token in its first one has been spent for this very call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from picows import WSCloseCode

from media_relay.brains.brain_call import BrainCall
from media_relay.brains.spoken_lines import SpokenLines
from media_relay.brains.text_socket import TextSocket
from media_relay.session.dtmf_input import ENDS_A_NUMBER, KeysPressed
from trunkline.brain.domain.conversation import (
    AnswerInterrupted,
    Began,
    EndCall,
    NoteToolResult,
    PressDigits,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
)
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.dtmf import Keypad, agent_message
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.json_frames import InvalidFrame
from trunkline.telemetry import count, log
from trunkline.vendors.twilio import conversation_relay as wire
from trunkline.vendors.twilio.conversation_relay import DigitPressed, Failed, Interrupted, Prompted, SetUp

EARLY_EVENTS = 20
LAST_WORD_S = 0.5  # between the end of the agent's words and the end of the session


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a session: its outcome, and where the call goes on."""

    outcome: StreamOutcome
    transfer_to: str = ""
    transfer_summary: str = ""


class ConverseCalls(Protocol):
    """What a call asks of the relay."""

    def set_up(self, call: "ConverseCall", setup: SetUp) -> None:
        """Spends the token, and lets the call begin or refuses it."""
        ...

    def opted_out(self, call: "ConverseCall", source: str) -> None: ...

    def over(self, call: "ConverseCall", ended: Ended, after: Callable[[], None]) -> None:
        """Files the outcome, then calls `after`: the carrier asks how the call goes on as soon as it may."""
        ...


class ConverseCall(TextSocket):
    def __init__(self, calls: ConverseCalls, clock: Callable[[], float]) -> None:
        super().__init__()
        self.call_sid = self.session_id = ""
        self.ticket: StreamTicket | None = None
        self.lines = SpokenLines()
        self.brain: BrainCall | None = None
        self.began_s = clock()
        self._calls = calls
        self._clock = clock
        self._keys = KeysPressed()
        self._requests = 0
        self._early: list[wire.RelayEvent] = []  # while the token is checked
        self._ending: tuple[float, Ended] | None = None
        self._is_over = False

    @property
    def is_live(self) -> bool:
        return self.ticket is not None and not self._is_over

    def begin(self, ticket: StreamTicket, brain: BrainCall, began: Began) -> None:
        """The token was this call's. Its caller may have spoken meanwhile."""
        self.ticket, self.brain = ticket, brain
        brain.handle(began)
        early, self._early = self._early, []
        for event in early:
            self._heard(event)

    def refuse(self, reason: str) -> None:
        log.warning("text socket refused", call_id=self.call_sid, reason=reason)
        count("BrainRefused")
        self.close(WSCloseCode.POLICY_VIOLATION)

    # --- the line -------------------------------------------------------------------------------------------------

    def speak(self, piece: Speak) -> None:
        if self._is_over or self._ending:
            return
        self.lines.agent_says(piece, self._now_s())
        if piece.text or piece.is_last:
            self.send(wire.text(piece.text, is_last=piece.is_last, is_interruptible=not piece.is_protected))
        self._act(piece)

    def _act(self, piece: Speak) -> None:
        match piece.action:
            case PressDigits(digits):
                self.send(wire.send_digits(digits))
            case EndCall():
                self._end_after_words(Ended(StreamOutcome.AGENT_ENDED))
            case TransferCall(target, summary):
                self._end_after_words(Ended(StreamOutcome.TRANSFERRED, target, summary))

    def _end_after_words(self, ended: Ended) -> None:
        self._ending = (max(self._now_s(), self.lines.spoken_until_s) + LAST_WORD_S, ended)

    def tool_called(self, tool: RunTool) -> None:
        """The carrier's transcript has no tools."""

    def tool_returned(self, result: NoteToolResult) -> None:
        """As above."""

    # --- the relay ------------------------------------------------------------------------------------------------

    def tick(self) -> None:
        if not self.is_live or self.ticket is None:
            return
        now_s = self._now_s()
        if self._ending and now_s >= self._ending[0]:
            self.end(self._ending[1])
        elif now_s >= self.ticket.max_duration_s:
            self.end(Ended(StreamOutcome.MAX_DURATION))
        elif digits := self._keys.take(self._clock()):
            self._keyed(digits, self.ticket)

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
        if isinstance(event, SetUp) and not self.call_sid:
            self.call_sid, self.session_id = event.call_sid, event.session_id
            self._calls.set_up(self, event)
        elif isinstance(event, InvalidFrame):
            count("GarbageFrame", leg="text")
        elif self.ticket is None and self.call_sid:
            self._early = [*self._early, event][-EARLY_EVENTS:]
        elif self.is_live and self._ending is None:
            self._heard(event)

    def _heard(self, event: wire.RelayEvent) -> None:
        match event:
            case Prompted(text, is_last=True) if text:
                self._said(text)
            case Interrupted(heard):
                self.lines.interrupted(heard, self._now_s())
                self._to_brain(AnswerInterrupted())
            case DigitPressed(digit):
                if self.ticket and self.ticket.keypad is not Keypad.IGNORE:
                    self._keys.press(digit, self._clock())
            case Failed():  # its description may quote what was to be said
                log.warning("carrier's text relay failed", call_id=self.call_sid)
                count("TextRelayFailed")

    def _keyed(self, digits: str, ticket: StreamTicket) -> None:
        if ticket.opt_out_key and digits.removesuffix(ENDS_A_NUMBER) == ticket.opt_out_key:
            self._calls.opted_out(self, "keypad")
        else:
            self._said(agent_message(digits, is_private=not ticket.keypad_on_file))

    def _said(self, text: str) -> None:
        self.lines.caller_said(text, self._now_s())
        self._requests += 1
        self._to_brain(ResponseRequested(self._requests, self.lines.so_far()))

    def _to_brain(self, event: ResponseRequested | AnswerInterrupted) -> None:
        if self.brain is not None:
            self.brain.handle(event)

    def gone(self) -> None:
        """The carrier closed: the caller hung up, unless the end was ours."""
        if self.is_live:
            self._finish()
            self._calls.over(self, Ended(StreamOutcome.CALLER_HUNG_UP), lambda: None)

    def _now_s(self) -> float:
        return self._clock() - self.began_s
