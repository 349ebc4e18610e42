"""Session of a call whose words come from clients: no agent, but a TTS queue, a caller and those clients.

The relay makes one once a ticket with a voice was accepted, so there is no phase before: it speaks until it is over.
"""

from statistics import median

from media_relay.session import messages as call
from media_relay.session.call_metrics import CallMetrics, p95
from media_relay.session.messages import ClearCaller, EndStream, StopCalling
from media_relay.session.speech.speech_messages import (
    BufferTextRequested,
    CollectTexts,
    PlaySpeech,
    PromptFetched,
    SpeakRequested,
    SpeechLost,
    SpeechOpened,
    VoiceChangeRequested,
)
from media_relay.session.speech.tts_queue import Command as SpeakerCommand
from media_relay.session.speech.tts_queue import Event as SpeakerEvent
from media_relay.session.speech.tts_queue import TtsQueue
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.realtime.carrier_events import CarrierEvent, KeyPressed, MarkReached, StreamStopped
from trunkline.realtime.tts_events import SpeechArrived, SpeechFailed, SpeechFinished
from trunkline.speech.domain.speech_privacy import redactor_of

AFTER_OPENING_S = 1.0
TO_PRESS_A_KEY_S = 6.0  # the caller has just heard of the key and has to find it
STALLED_CALLER_S = 15.0  # a telephone sends 50 frames a second, silence included

Event = (
    SpeakerEvent
    | BufferTextRequested
    | CarrierEvent
    | call.CallerGone
    | call.CallerAbusive
    | call.RelayStopping
    | call.HangUpRequested
    | call.SayRequested
    | call.MessageRequested
    | call.KeysRequested
    | call.StopSpeakingRequested
    | call.TransferRequested
)
Command = SpeakerCommand | EndStream | CollectTexts | StopCalling
SPEAKING = (
    SpeakRequested,
    VoiceChangeRequested,
    SpeechOpened,
    SpeechLost,
    PromptFetched,
    SpeechArrived,
    SpeechFinished,
    SpeechFailed,
)


class VoiceSession:
    """`now_s` is any clock that only grows."""

    def __init__(self, ticket: StreamTicket, now_s: float) -> None:
        assert ticket.voice is not None
        redactor = redactor_of(ticket.dynamic_variables) if ticket.remove_pii else None
        self.tts = TtsQueue(ticket.voice, now_s, ticket.fallback_voice, redactor, ticket.inquiry_voices, ticket.prompts)
        self.measures = CallMetrics()
        self.stops = 0  # orders to be silent
        self.outcome: StreamOutcome | None = None
        self.first_audio_s: list[float] = []  # from a text to its first sound, for texts that did not have to wait
        self._asked_at_s: float | None = None
        self._ends_by_s = now_s + ticket.max_duration_s
        self._caller_alive_at_s = now_s
        self._opening, self._opt_out_key = ticket.opening, ticket.opt_out_key
        self._opening_over_at_s: float | None = None

    @property
    def is_over(self) -> bool:
        return self.outcome is not None

    def begin(self) -> list[Command]:
        """A voice with an opening needs no client: it says all there is to say."""
        if self._opening:
            return [*self.tts.open(), *self._speak(SpeakRequested(self._opening), self._caller_alive_at_s)]
        return [*self.tts.open(), CollectTexts()]

    def caller_spoke(self, now_s: float) -> None:
        """A frame of audio: proof that the caller is there."""
        self._caller_alive_at_s = now_s

    def receive(self, event: Event, now_s: float) -> list[Command]:
        if self.is_over:
            return []
        match event:
            case StreamStopped() | call.CallerGone():
                return self._end(StreamOutcome.CALLER_HUNG_UP)
            case call.RelayStopping():
                return self._end(StreamOutcome.RELAY_STOPPED)
            case call.CallerAbusive(reason):
                self.measures.count(reason)
                return self._end(StreamOutcome.CALLER_REFUSED)
            case call.HangUpRequested():
                return [ClearCaller(), *self._end(StreamOutcome.AGENT_ENDED)]
            case call.StopSpeakingRequested():
                self.stops += 1
                return [*self.tts.stop()]
            case BufferTextRequested():
                return [CollectTexts()]
            case MarkReached(name):
                self.tts.heard(name)
                return []
            case KeyPressed(digit) if self._opt_out_key and digit == self._opt_out_key:
                return [StopCalling("keypad"), ClearCaller(), *self._end(StreamOutcome.AGENT_ENDED)]
        return self._speak(event, now_s) if isinstance(event, SPEAKING) else self._counted(event)

    def tick(self, now_s: float) -> list[Command]:
        if self.is_over:
            return []
        if now_s >= self._ends_by_s:
            return [ClearCaller(), *self._end(StreamOutcome.MAX_DURATION)]
        if now_s - self._caller_alive_at_s >= STALLED_CALLER_S:
            return self._end(StreamOutcome.CALLER_HUNG_UP)
        if self._opening and self._has_been_heard_out(now_s):
            return self._end(StreamOutcome.AGENT_ENDED)
        return [*self.tts.tick(now_s)]

    def _has_been_heard_out(self, now_s: float) -> bool:
        """Also when nothing could be said: a text that failed is not waiting any more."""
        if self.tts.queue_size:
            self._opening_over_at_s = None
            return False
        if self._opening_over_at_s is None:
            self._opening_over_at_s = now_s
        return now_s - self._opening_over_at_s >= (TO_PRESS_A_KEY_S if self._opt_out_key else AFTER_OPENING_S)

    def facts(self) -> dict[str, int]:
        """For the call record."""
        tts = self.tts
        facts = {"texts_spoken": tts.spoken_count, "speech_characters": tts.characters}
        facts["speech_credits"] = tts.credits
        facts |= self.measures.facts()
        if self.first_audio_s:
            facts["first_audio_ms"] = round(median(self.first_audio_s) * 1000)
            facts["first_audio_p95_ms"] = round(p95(self.first_audio_s) * 1000)
        return facts

    def _speak(self, event: SpeakerEvent, now_s: float) -> list[Command]:
        if isinstance(event, SpeakRequested):
            self._asked_at_s = now_s if self.tts.queue_size == 0 else None
        commands = self.tts.receive(event, now_s)
        if self._asked_at_s is not None and any(isinstance(command, PlaySpeech) for command in commands):
            self.first_audio_s.append(now_s - self._asked_at_s)
            self._asked_at_s = None
        return [*commands]

    def _counted(self, event: Event) -> list[Command]:
        match event:
            case InvalidFrame(what) | Ignored(what):
                self.measures.count(f"{type(event).__name__.lower()} {what}")
        return []

    def _end(self, outcome: StreamOutcome) -> list[Command]:
        self.outcome = outcome
        return [*self.tts.close(), EndStream(outcome)]
