"""A call at Retell as its brain's line: whichever socket it has now."""

from typing import Protocol

from media_relay.brains.brain_call import BrainCall
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import (
    Began,
    NoteToolResult,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
)
from trunkline.vendors.retell import llm_socket as wire

Request = ResponseRequested | ReminderRequested


class FrameSocket(Protocol):
    def send(self, frame: bytes) -> None: ...


class RetellConversation:
    """One call's."""

    brain: BrainCall

    def __init__(self, call_id: str, context: BrainContext) -> None:
        self.call_id, self.context = call_id, context
        self.socket: FrameSocket | None = None
        self.lost_at_s = 0.0
        self._numbers = {} if context.is_carriers else context.agent.transfer_targets

    def join(self, socket: FrameSocket, *, is_resumed: bool) -> None:
        self.socket = socket
        self.brain.handle(Began(is_resumed))

    def requested(self, request: Request) -> None:
        self.brain.handle(request)

    def close(self) -> None:
        """The relay leaves, or the call did not come back."""
        self.brain.close()

    # --- the line -------------------------------------------------------------------------------------------------

    def speak(self, piece: Speak) -> None:
        self._send(wire.speak(piece, self._numbers))

    def tool_called(self, tool: RunTool) -> None:
        self._send(wire.tool_called(tool))

    def tool_returned(self, result: NoteToolResult) -> None:
        self._send(wire.tool_returned(result))

    def _send(self, frame: bytes) -> None:
        if self.socket is not None:
            self.socket.send(frame)
