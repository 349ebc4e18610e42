"""Connection of a TTS queue to the vendor's socket: opened, replaced, kept alive, closed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from picows import WSError

from media_relay.calls.prompt_files import PromptFiles
from media_relay.session.speech.speech_messages import (
    BeginText,
    CloseSpeech,
    FetchPrompt,
    FinishText,
    KeepSpeechAlive,
    OpenSpeech,
    PromptFetched,
    SayText,
    SpeechLost,
    SpeechOpened,
)
from media_relay.session.speech.tts_queue import Event
from media_relay.sockets.tts_leg import TtsLeg
from trunkline.realtime.tts_events import SpeechArrived, SpeechFailed, SpeechFinished, TtsEvent
from trunkline.realtime.voice_vendor import RealtimeVendor
from trunkline.telemetry import log

Job = Coroutine[Any, Any, None]


class TtsConnection:
    """Socket events go to `deliver`; `start` runs background jobs."""

    def __init__(
        self,
        name: str,
        vendor: RealtimeVendor,
        deliver: Callable[[Event], None],
        start: Callable[[Job], None],
        prompts: PromptFiles,
        company_id: str,
    ) -> None:
        self._prompts, self._company_id = prompts, company_id
        self._name = name
        self._vendor, self._codec = vendor, vendor.tts_codec
        self._deliver = deliver
        self._start = start
        self._leg: TtsLeg | None = None
        self._is_closed = False

    def perform(self, command: object) -> None:
        """Performs the queue's commands to its socket; ignores all others."""
        match command:
            case OpenSpeech():
                self._start(self._open(command))
            case FetchPrompt(context, prompt_id):
                self._start(self._fetch(context, prompt_id))
            case BeginText(context, voice):
                self._send(self._codec.begin(context, voice))
            case SayText(context, words, is_last):
                self._send(self._codec.say(context, words, is_last=is_last))
            case FinishText(context):
                self._send(self._codec.finish(context))
            case KeepSpeechAlive():
                self._send(self._codec.keep_alive())
            case CloseSpeech():
                self.close()

    def close(self) -> None:
        self._is_closed = True
        if self._leg is not None:
            self._leg.close()

    def speech_message(self, message: TtsEvent) -> None:
        if isinstance(message, SpeechArrived | SpeechFinished | SpeechFailed):
            self._deliver(message)

    def speech_gone(self, code: int) -> None:
        log.info("speech socket closed", call_id=self._name, code=code)
        self._deliver(SpeechLost(str(code)))

    def _send(self, frame: bytes) -> None:
        if self._leg is not None:
            self._leg.send(frame)

    async def _fetch(self, context: str, prompt_id: str) -> None:
        self._deliver(PromptFetched(context, await self._prompts.pieces(self._company_id, prompt_id)))

    async def _open(self, order: OpenSpeech) -> None:
        if self._leg is not None:
            self._leg.close()
        leg = self._leg = TtsLeg(self, self._codec)
        await asyncio.sleep(order.delay_s)
        try:
            await leg.open(self._vendor.tts_address(order.voice), order.voice)
        except (WSError, OSError, TimeoutError) as error:
            log.warning("speech not reached", call_id=self._name, reason=type(error).__name__)
            if leg is self._leg:
                self._deliver(SpeechLost(type(error).__name__))
            return
        if self._is_closed:
            leg.close()
        elif leg is self._leg:
            self._deliver(SpeechOpened(order.voice))
