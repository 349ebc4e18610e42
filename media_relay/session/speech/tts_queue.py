"""TTS queue: texts become speech one after the other. Events in, commands out.

The vendor makes speech faster than it plays, so one text at a time is made and none is waited for. Each has a
context of its own: audio of a text that was stopped can never be taken for audio of the next one.
"""

import math
from collections import deque
from collections.abc import Mapping
from decimal import Decimal

from media_relay.session.messages import ClearCaller, MarkCaller
from media_relay.session.speech.speech_messages import (
    BeginText,
    CloseSpeech,
    FetchPrompt,
    FinishText,
    KeepSpeechAlive,
    OpenSpeech,
    PlaySpeech,
    PromptFetched,
    ReportSpeechFailed,
    ReportSpeechStarted,
    SayText,
    SpeakRequested,
    SpeechCommand,
    SpeechLost,
    SpeechOpened,
    VoiceChangeRequested,
    VoiceReplaced,
)
from media_relay.session.speech.texts import Text, parts_of
from trunkline.realtime.tts_events import SpeechArrived, SpeechFailed, SpeechFinished
from trunkline.redaction import Redactor
from trunkline.speech.domain.prompts import prompt_id
from trunkline.speech.domain.text_normalization import sentences, spelled, without_markup
from trunkline.speech.domain.voices import VoiceChoice, speech_credits

KEEP_ALIVE_S = 60.0  # of silence; vendors close a socket that is silent for longer
TEXTS_AT_MOST = 100  # waiting; a further text is refused
ATTEMPTS = 3  # of opening the vendor's socket, one after the other
DELAYS_S = (0.1, 0.6, 2.0)
MARK = "text-"
# The vendor's words for a voice that no other try will bring: the fallback speaks at once.
VOICE_REFUSED = frozenset({"voice_id_does_not_exist", "voice_not_found", "unsupported_model", "voice_access_denied"})

Command = SpeechCommand | ClearCaller | MarkCaller
Event = (
    SpeakRequested
    | VoiceChangeRequested
    | SpeechOpened
    | SpeechLost
    | PromptFetched
    | SpeechArrived
    | SpeechFinished
    | SpeechFailed
)


class TtsQueue:
    """Texts in, commands out. Where the voice cannot be had, the fallback speaks the rest."""

    def __init__(
        self,
        voice: VoiceChoice,
        now_s: float,
        fallback: VoiceChoice | None = None,
        redactor: Redactor | None = None,
        by_inquiry: Mapping[str, VoiceChoice] | None = None,
        prompts: frozenset[str] = frozenset(),
    ) -> None:
        self._prompts = prompts  # ids of texts that need no vendor
        self.voice = voice
        self._by_inquiry = by_inquiry or {}  # the company's voices for kinds of inquiry
        self.redactor = redactor  # of every text; None leaves them as they are
        self.fallback = fallback
        self.is_connected = False
        self.has_spoken = False
        self.characters = 0
        self._credits = Decimal(0)
        self._is_opening = False
        self._socket_voice: VoiceChoice | None = None
        self._waiting: deque[Text] = deque()
        self._making: Text | None = None
        self._unheard: dict[str, Text] = {}  # made, and on their way to the caller
        self._texts = self._spoken = 0
        self._failures = 0
        self._last_words_at_s = now_s
        self._fault = ""

    @property
    def spoken_count(self) -> int:
        return self._spoken

    @property
    def credits(self) -> int:
        """What the vendor counts for it, begun ones in full."""
        return math.ceil(self._credits)

    @property
    def queue_size(self) -> int:
        """Texts that the caller has not heard to their end."""
        return len(self._waiting) + len(self._unheard) + (self._making is not None)

    def open(self) -> list[Command]:
        """Opens the socket before there is a text, so that the first is heard soon."""
        return [self._opening()]

    def receive(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case SpeakRequested():
                return self._take(event, now_s)
            case VoiceChangeRequested():
                return self._change(event)
            case SpeechOpened(voice):
                self.is_connected, self._is_opening, self._socket_voice, self._failures = True, False, voice, 0
                return self._next(now_s)
            case SpeechLost(reason):
                return self._lose(self._fault or reason)
            case SpeechArrived(context, payload):
                return self._play_arrived(context, payload)
            case SpeechFinished(context):
                return self._made(context, now_s)
            case PromptFetched(context, pieces):
                return self._play_prompt(context, pieces, now_s)
            case SpeechFailed(code):
                self._fault = code  # the close that follows ends it
        return []

    def heard(self, mark: str) -> None:
        """The carrier has played up to the end of a text."""
        self._unheard.pop(mark, None)

    def stop(self) -> list[Command]:
        """Silence now: what plays, what is being made and what waits is forgotten."""
        void: list[Command] = [FinishText(self._making.context)] if self._making and self.is_connected else []
        self._making = None
        self._waiting.clear()
        self._unheard.clear()
        return [ClearCaller(), *void]

    def tick(self, now_s: float) -> list[Command]:
        if self.is_connected and self._making is None and now_s - self._last_words_at_s >= KEEP_ALIVE_S:
            self._last_words_at_s = now_s
            return [KeepSpeechAlive()]
        return []

    def close(self) -> list[Command]:
        return [CloseSpeech()]

    # --- steps ---------------------------------------------------------------------------------------------------

    def _take(self, asked: SpeakRequested, now_s: float) -> list[Command]:
        """Neither the vendor nor a listening client gets what the redactor takes out."""
        redactor = self.redactor or (Redactor.of(()) if asked.remove_pii else None)
        words = redactor.text(asked.text) if redactor else asked.text
        spoken = spelled(without_markup(words))
        if not spoken:
            return [ReportSpeechFailed(words, "nothing to say")]
        if self.queue_size >= TEXTS_AT_MOST:
            return [ReportSpeechFailed(words, "too many texts are waiting")]
        voice = self._by_inquiry.get(asked.inquiry_type) if asked.inquiry_type else None
        parts = parts_of(spoken, pauses=asked.pauses)
        self._waiting.append(Text(self._texts, parts, redactor is not None, voice))
        self._texts += 1
        return self._next(now_s)

    def _change(self, order: VoiceChangeRequested) -> list[Command]:
        self.voice = self.voice.changed_by(order.voice_id, order.settings)
        return [] if self._making or not self.is_connected else self._reopened_if_needed()

    def _reopened_if_needed(self) -> list[Command]:
        """A socket speaks with one voice; how it speaks is each text's own."""
        wanted = self._wanted_voice()
        if self._socket_voice is None or _socket_of(self._socket_voice) == _socket_of(wanted):
            return []
        return [self._opening()]

    def _wanted_voice(self) -> VoiceChoice:
        """The next text's own, else the call's."""
        return (self._waiting[0].voice if self._waiting else None) or self.voice

    def _opening(self, delay_s: float = 0.0) -> OpenSpeech:
        self.is_connected, self._is_opening, self._socket_voice = False, True, None
        return OpenSpeech(self._wanted_voice(), delay_s)

    def _next(self, now_s: float) -> list[Command]:
        if self._making or not self._waiting:
            return []
        if self._prompt_of(self._waiting[0]):
            return self._make(self._waiting.popleft(), now_s)
        if self._is_opening:
            return []
        if not self.is_connected:
            return [self._opening()]
        if reopened := self._reopened_if_needed():
            return reopened
        return self._make(self._waiting.popleft(), now_s)

    def _make(self, text: Text, now_s: float) -> list[Command]:
        self._making, self._last_words_at_s, self.has_spoken = text, now_s, True
        return [*self._started(text), *self._part(text)]

    def _started(self, text: Text) -> list[Command]:
        return [] if text.at else [ReportSpeechStarted(text.words, text.pii_removed)]

    def _part(self, text: Text) -> list[Command]:
        if prompt := self._prompt_of(text):
            return [FetchPrompt(text.context, prompt)]
        voice = text.voice or self.voice
        self.characters += len(text.part)
        self._credits += speech_credits(len(text.part), voice.model)
        pieces = sentences(text.part)
        said = [SayText(text.context, piece, is_last=piece is pieces[-1]) for piece in pieces]
        return [BeginText(text.context, voice), *said, FinishText(text.context)]

    def _prompt_of(self, text: Text) -> str:
        """Empty where this part has to be made by the vendor."""
        voice = text.voice or self.voice
        if not self._prompts or voice.keep_no_record:
            return ""
        name = prompt_id(text.part, voice)
        return name if name in self._prompts else ""

    def _play_prompt(self, context: str, pieces: tuple[bytes, ...], now_s: float) -> list[Command]:
        """A prompt that cannot be had is made by the vendor, for the rest of the call."""
        text = self._making
        if text is None or text.context != context:
            return []
        if not pieces:
            self._prompts -= {self._prompt_of(text)}
            self._waiting.appendleft(text)
            self._making = None
            return self._next(now_s)
        return [*map(PlaySpeech, pieces), *self._made(context, now_s)]

    def _play_arrived(self, context: str, payload: bytes) -> list[Command]:
        if self._making is None or self._making.context != context:
            return []  # of a text that was stopped
        self._making.is_heard_in_part = True
        return [PlaySpeech(payload)]

    def _made(self, context: str, now_s: float) -> list[Command]:
        if self._making is None or self._making.context != context:
            return []
        silence = self._making.next_part()
        if silence is not None:
            self._waiting.appendleft(self._making)
            self._making = None
            return [PlaySpeech(silence), *self._next(now_s)]
        made, self._making = self._making, None
        self._spoken += 1
        mark = f"{MARK}{made.number}"
        self._unheard[mark] = made
        return [MarkCaller(mark), *self._next(now_s)]

    def _lose(self, reason: str) -> list[Command]:
        """An unheard text is made again; of a half-heard text the rest is lost."""
        self.is_connected, self._is_opening, self._socket_voice, self._fault = False, False, None, ""
        payload = self._give_up_or_keep(reason)
        if reason in VOICE_REFUSED or self._failures >= ATTEMPTS:
            return [*payload, *(self._fall_back() or self._give_up_all(reason))]
        self._failures += 1
        return [*payload, self._opening(DELAYS_S[self._failures - 1])]

    def _fall_back(self) -> list[Command]:
        """Empty where there is no other voice. What was lost with the first one may be tried again with this one."""
        if self._waiting and self._waiting[0].voice:
            return self._in_the_calls_voice(self._waiting[0].voice)
        if self.fallback is None or self.voice.voice_id == self.fallback.voice_id:
            return []
        self.voice, self._failures = self.fallback, 0
        for text in self._waiting:
            text.was_tried_again = False
        return [VoiceReplaced(self.voice.voice_id), self._opening()]

    def _in_the_calls_voice(self, lost: VoiceChoice) -> list[Command]:
        """Texts of a voice of their own that cannot be had."""
        self._failures = 0
        for text in self._waiting:
            if text.voice == lost:
                text.voice, text.was_tried_again = None, False
        return [VoiceReplaced(self.voice.voice_id), self._opening()]

    def _give_up_or_keep(self, reason: str) -> list[Command]:
        lost, self._making = self._making, None
        if lost is None:
            return []
        if lost.is_heard_in_part or lost.was_tried_again:
            return [ReportSpeechFailed(lost.words, reason)]
        lost.was_tried_again = True
        self._waiting.appendleft(lost)
        return []

    def _give_up_all(self, reason: str) -> list[Command]:
        """The vendor cannot be had. The next text tries again."""
        lost = [ReportSpeechFailed(text.words, reason) for text in self._waiting]
        self._waiting.clear()
        self._failures = 0
        return [*lost]


def _socket_of(voice: VoiceChoice) -> tuple[str, str, bool]:
    """What a socket's address holds of a voice; how it speaks is said in each context."""
    return voice.voice_id, voice.model, voice.keep_no_record
