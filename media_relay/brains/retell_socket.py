"""Retell's custom-LLM socket: Retell connects when a call starts, and a brain answers its requests.

Its close codes decide the call's fate: 1000 hangs up, a lost connection is dialled again, anything else ends the call
in an error. So a relay that stops drops its sockets, and the next one goes on with the story.
"""

from typing import Protocol

from picows import WSCloseCode

from media_relay.brains.retell_conversation import Request, RetellConversation
from media_relay.brains.text_socket import TextSocket
from trunkline.brain.domain.conversation import ReminderRequested, ResponseRequested
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.telemetry import count
from trunkline.vendors.retell import llm_socket as wire
from trunkline.vendors.retell.llm_socket import CallDetails, Pinged


class RetellCalls(Protocol):
    """What a socket asks of the relay."""

    def found(self, socket: "RetellSocket", details: CallDetails) -> None:
        """Looks the call up, and joins the socket to its brain, or refuses it."""
        ...

    def gone(self, socket: "RetellSocket") -> None: ...


class RetellSocket(TextSocket):
    """One connection of a call. Requests that come before the brain is there wait; only the newest one counts."""

    def __init__(self, call_id: str, calls: RetellCalls) -> None:
        super().__init__()
        self.call_id = call_id
        self._talk: RetellConversation | None = None
        self._calls = calls
        self._waiting: Request | None = None
        self._has_details = False

    def join(self, talk: RetellConversation, *, is_resumed: bool) -> None:
        """The brain is there. It greets, unless the caller was greeted before."""
        self._talk = talk
        talk.join(self, is_resumed=is_resumed)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            talk.requested(waiting)

    def refuse(self) -> None:
        """A call that is not ours ends: no retry would find it."""
        self.close(WSCloseCode.POLICY_VIOLATION)

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

    def _requested(self, request: Request) -> None:
        if self._talk is None:
            self._waiting = request
        else:
            self._talk.requested(request)

    def gone(self) -> None:
        self._calls.gone(self)
