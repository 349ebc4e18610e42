"""A call at Retell as its brain's line: whichever socket it has now, and how it is handed over at the carrier.

Retell transfers only calls whose number it has itself. A call that was registered is the carrier's, so the carrier is
asked for the transfer once the words that announce it are spoken.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from media_relay.brains.brain_call import BrainCall
from trunkline.brain.domain.caller_tasks import SECONDS_PER_CHARACTER
from trunkline.brain.domain.context import BrainContext
from trunkline.brain.domain.conversation import (
    Began,
    Interject,
    NoteToolResult,
    ReminderRequested,
    ResponseRequested,
    RunTool,
    Speak,
    TransferCall,
    TransferFailed,
)
from trunkline.telemetry import count, log
from trunkline.vendors.retell import llm_socket as wire

SPEECH_BEGINS_S = 1.0  # after its text was sent, about; Retell does not say when it has spoken
Request = ResponseRequested | ReminderRequested


class FrameSocket(Protocol):
    def send(self, frame: bytes) -> None: ...


@dataclass(slots=True)
class Leaving:
    """A transfer that was announced, until the carrier carries it out. `lines` had been said before."""

    transfer: TransferCall
    lines: int
    timer: asyncio.TimerHandle | None = None

    def is_voided_by(self, request: Request) -> bool:
        """Whether the announcement was not heard. A caller who says thanks has heard it."""
        return len(request.lines) <= self.lines


class RetellConversation:
    """One call's. `start` runs what the relay waits for when it leaves; `hand_over` raises when it fails."""

    brain: BrainCall

    def __init__(
        self,
        call_id: str,
        context: BrainContext,
        hand_over: Callable[[TransferCall], Awaitable[None]],
        start: Callable[[Coroutine[Any, Any, None]], None],
        clock: Callable[[], float],
    ) -> None:
        self.call_id, self.context = call_id, context
        self.socket: FrameSocket | None = None
        self.lost_at_s = 0.0
        self._hand_over, self._start, self._clock = hand_over, start, clock
        self._numbers = {} if context.is_carriers else context.agent.transfer_targets
        self._lines = self._interjections = 0
        self._spoken_until_s = clock()
        self._leaving: Leaving | None = None

    def join(self, socket: FrameSocket, *, is_resumed: bool) -> None:
        self.socket = socket
        self.brain.handle(Began(is_resumed))

    def requested(self, request: Request) -> None:
        """A caller who is leaving is not answered any more."""
        if self._leaving is not None and not self._leaving.is_voided_by(request):
            return
        self._stay()
        self._lines, self._spoken_until_s = len(request.lines), self._clock()
        self.brain.handle(request)

    def close(self) -> None:
        """The relay leaves, or the call did not come back. A transfer that was announced is carried out."""
        if self._leaving is not None:
            self._leave()
        self.brain.close()

    # --- the line -------------------------------------------------------------------------------------------------

    def speak(self, piece: Speak) -> None:
        self._send(wire.speak(piece, self._numbers))
        begins_s = max(self._spoken_until_s, self._clock())
        self._spoken_until_s = begins_s + len(piece.text) * SECONDS_PER_CHARACTER
        if isinstance(piece.action, TransferCall) and self.context.is_carriers:
            self._announce(piece.action)

    def interject(self, piece: Interject) -> None:
        self._interjections += 1
        self._send(wire.interject(piece, self._interjections, self._numbers))

    def tool_called(self, tool: RunTool) -> None:
        self._send(wire.tool_called(tool))

    def tool_returned(self, result: NoteToolResult) -> None:
        self._send(wire.tool_returned(result))

    def _send(self, frame: bytes) -> None:
        if self.socket is not None:
            self.socket.send(frame)

    # --- the carrier ----------------------------------------------------------------------------------------------

    def _announce(self, transfer: TransferCall) -> None:
        wait_s = max(self._spoken_until_s - self._clock(), 0) + SPEECH_BEGINS_S
        timer = asyncio.get_running_loop().call_later(wait_s, self._leave)
        self._leaving = Leaving(transfer, self._lines, timer)

    def _stay(self) -> None:
        if self._leaving is not None and self._leaving.timer is not None:
            self._leaving.timer.cancel()
        self._leaving = None

    def _leave(self) -> None:
        if self._leaving is None or self._leaving.timer is None:
            return  # it is being carried out
        self._leaving.timer.cancel()
        self._leaving.timer = None
        self._start(self._transfer(self._leaving.transfer))

    async def _transfer(self, transfer: TransferCall) -> None:
        try:
            await self._hand_over(transfer)
        except Exception:  # noqa: BLE001 - the caller waits in any case, and hears of it
            log.exception("transfer failed", call_id=self.context.call_id)
            count("BrainTransfer", result="failed")
            self._leaving = None
            self.brain.handle(TransferFailed(transfer.target))
        else:
            count("BrainTransfer", result="done")
