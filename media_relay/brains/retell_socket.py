"""Retell's custom-LLM socket: Retell connects when a call starts, and a brain answers its requests.

Its close codes decide the call's fate: 1000 hangs up, a lost connection is dialled again, anything else ends the call
in an error. So a relay that stops drops its sockets, and the next one goes on with the story.
"""

from typing import Protocol

from picows import WSCloseCode

from media_relay.brains.brain_call import BrainCall
from media_relay.brains.text_socket import TextSocket
from trunkline.brain.domain.conversation import (
    Line,
    NoteToolResult,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
)
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.telemetry import count
from trunkline.vendors.retell import llm_socket as wire
from trunkline.vendors.retell.llm_socket import CallDetails, Pinged


class RetellCalls(Protocol):
    """What a socket asks of the relay."""

    def found(self, socket: "RetellSocket", details: CallDetails) -> None:
        """Looks the call up, and joins the socket to its brain, or refuses it."""
        ...

    def heard(self, socket: "RetellSocket", lines: tuple[Line, ...]) -> None:
        """Notes what was said so far."""
        ...

    def gone(self, socket: "RetellSocket") -> None: ...


class RetellSocket(TextSocket):
    """The line of one call. Requests that come before the brain is there wait; only the newest one counts."""

    def __init__(self, call_id: str, calls: RetellCalls) -> None:
        super().__init__()
        self.call_id = call_id
        self.brain: BrainCall | None = None
        self.numbers: dict[str, str] = {}
        self._calls = calls
        self._waiting: ResponseRequested | ReminderRequested | None = None
        self._has_details = False

    def join(self, brain: BrainCall, numbers: dict[str, str]) -> None:
        """The brain is there. Its greeting has been sent, or was heard before."""
        self.brain, self.numbers = brain, numbers
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            brain.handle(waiting)

    def refuse(self) -> None:
        """A call that is not ours ends: no retry would find it."""
        self.close(WSCloseCode.POLICY_VIOLATION)

    # --- the line -------------------------------------------------------------------------------------------------

    def speak(self, piece: Speak) -> None:
        self.send(wire.speak(piece, self.numbers))

    def tool_called(self, tool: RunTool) -> None:
        self.send(wire.tool_called(tool))

    def tool_returned(self, result: NoteToolResult) -> None:
        self.send(wire.tool_returned(result))

    # --- the socket -----------------------------------------------------------------------------------------------

    def opened(self) -> None:
        self.send(wire.config())

    def message(self, frame: bytes) -> None:
        match wire.read(frame):
            case Pinged(timestamp):
                self.send(wire.pong(timestamp))
            case CallDetails() as details if not self._has_details:
                self._has_details = True
                self._calls.found(self, details)
            case ResponseRequested() | ReminderRequested() as request:
                self._requested(request)
            case InvalidFrame():
                count("GarbageFrame", leg="brain")
            case Ignored() | CallDetails():
                pass

    def _requested(self, request: ResponseRequested | ReminderRequested) -> None:
        self._calls.heard(self, request.lines)
        if self.brain is None:
            self._waiting = request
        else:
            self.brain.handle(request)

    def gone(self) -> None:
        self._calls.gone(self)
