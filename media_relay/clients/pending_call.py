"""Control of a voice call that still rings: commands are queued with the call, for the relay that will carry it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex

from media_relay.calls.relay_context import RelayContext
from media_relay.clients.call_control import HAS_A_CALLER, HAS_NO_AGENT
from media_relay.clients.client_messages import utc_now
from media_relay.clients.client_socket import ClientSocket
from media_relay.clients.message_order import OrderedMessages
from media_relay.session.speech.tts_queue import TEXTS_AT_MOST
from trunkline.calls.domain.live_commands import LiveCallCommand
from trunkline.ids import DEFAULT_PROVIDER, CallId
from trunkline.json_frames import InvalidFrame
from trunkline.redaction import Redactor
from trunkline.relay_api import client_socket as wire
from trunkline.relay_api.client_socket import (
    EndConversation,
    GetCallInfo,
    Ping,
    ProgramMessage,
    SpeakText,
    StopSynthesis,
    TalkToAgent,
    UpdateVoice,
)
from trunkline.telemetry import count, log

ASKED_EVERY_S = 0.5
LOOKS_HERE = 20
RINGS_AT_MOST_S = 180.0


@dataclass(slots=True)
class PendingCall:
    """Takes the messages of a live call: texts and voices are queued, a stop withdraws them."""

    context: RelayContext
    leg: ClientSocket
    call_id: CallId
    _messages: OrderedMessages = field(init=False)
    _texts: int = 0  # left for the call
    _filing: asyncio.Task[None] | None = None
    _has_left: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._messages = OrderedMessages(
            self._handle, self._refuse_voice, self.context.vendors[DEFAULT_PROVIDER].voice_refusal
        )

    async def is_picked_up(
        self, is_here: Callable[[], bool], is_elsewhere: Callable[[], bool], is_over: Callable[[], bool]
    ) -> bool:
        """Waits. False where the call ends unanswered, or the client leaves. All but the first question may block."""
        deadline = self.context.clock() + RINGS_AT_MOST_S
        while not self._has_left.is_set() and self.context.clock() < deadline:
            if await self._comes_here(is_here) or await asyncio.to_thread(is_elsewhere):
                await self._all_is_filed()
                return True
            if await asyncio.to_thread(is_over):
                return False
        return False

    async def _comes_here(self, is_here: Callable[[], bool]) -> bool:
        """Looked at often: the first words are spoken a tenth of a second after the pick-up."""
        for _ in range(LOOKS_HERE):
            if is_here() or self._has_left.is_set():
                return is_here()
            await asyncio.sleep(ASKED_EVERY_S / LOOKS_HERE)
        return False

    def client_message(self, frame: bytes) -> None:
        self._messages.take(wire.read(frame))

    def client_gone(self) -> None:
        self._has_left.set()
        self._messages.close()

    def _handle(self, message: ProgramMessage) -> None:
        match message:
            case SpeakText(text, remove_pii, inquiry_type, pauses):
                words = Redactor.of(()).text(text) if remove_pii else text
                self._take(LiveCallCommand("speak", words, inquiry_type=inquiry_type, pauses=pauses))
            case UpdateVoice(voice_id, settings):
                self._leave(LiveCallCommand("change_voice", voice_id, settings=settings.given()))
                self.leg.answered("update_voice", success=True, voice_id=voice_id, voice_settings=settings.given())
            case StopSynthesis():
                self._texts = 0
                self._file(lambda: self.context.store.waiting.withdraw_texts(self.call_id))
                self.leg.answered("stop_synthesis", success=True)
            case GetCallInfo():
                info = {"call_id": self.call_id, "phase": "ringing", "voice": None, "audio_queue_size": 0}
                self.leg.answered("get_call_info", success=True, call_info=info)
            case Ping():
                self.leg.send(wire.pong(utc_now()))
            case InvalidFrame(reason):
                self.leg.complain(reason)
            case EndConversation():
                self.leg.answered("end_conversation", success=False, error=HAS_NO_AGENT)
            case TalkToAgent():
                self.leg.complain(HAS_A_CALLER)

    def _take(self, order: LiveCallCommand) -> None:
        """As many texts as a live call keeps waiting, and no more."""
        if self._texts >= TEXTS_AT_MOST:
            self.leg.failed(order.text, "too many texts are waiting")
            return
        self._texts += 1
        self._leave(order)

    def _refuse_voice(self, reason: str) -> None:
        self.leg.answered("update_voice", success=False, error=reason)

    def _leave(self, order: LiveCallCommand) -> None:
        waiting, at, name = self.context.store.waiting, self.context.store.now(), token_hex(8)
        self._file(lambda: waiting.leave(self.call_id, at, name, order))

    def _file(self, job: Callable[[], object]) -> None:
        """One after the other, in the order of the client's messages."""
        before, loop = self._filing, asyncio.get_running_loop()
        self._filing = loop.create_task(self._after(before, job))

    async def _after(self, before: asyncio.Task[None] | None, job: Callable[[], object]) -> None:
        if before is not None:
            await before
        try:
            await asyncio.to_thread(job)
        except Exception:  # noqa: BLE001 - the client gets the reason; its socket stays
            log.exception("order for a ringing call not filed", call_id=self.call_id)
            count("TextNotSpoken")
            self.leg.complain("it could not be kept for the call; say it again")

    async def _all_is_filed(self) -> None:
        """Afterwards the live call can collect it."""
        while (job := self._messages.look_up or self._unfiled()) is not None:
            await asyncio.wait({job})

    def _unfiled(self) -> asyncio.Task[None] | None:
        return None if self._filing is None or self._filing.done() else self._filing
