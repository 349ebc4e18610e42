"""One live call whose words come from clients: the caller's leg, the TTS socket and the listening clients."""

from binascii import a2b_base64
from collections.abc import Callable
from typing import Protocol

from picows import WSCloseCode

from media_relay.calls.call_store import StreamRecord
from media_relay.calls.command_events import event_of
from media_relay.calls.relay_context import RelayContext
from media_relay.calls.stream_admission import AdmittedStream
from media_relay.calls.tts_connection import TtsConnection
from media_relay.calls.watchers import Watcher, Watchers
from media_relay.recording.recorder import Recorder
from media_relay.session import messages as call
from media_relay.session.messages import CallerAbusive, CallerGone, ClearCaller, EndStream, MarkCaller, StopCalling
from media_relay.session.speech.speech_messages import (
    CollectTexts,
    PlaySpeech,
    ReportSpeechFailed,
    ReportSpeechStarted,
    SpeakRequested,
    VoiceReplaced,
)
from media_relay.session.speech.voice_session import SPEAKING, Command, Event, VoiceSession
from media_relay.sockets.caller_leg import AudioSink
from media_relay.tasks import TaskSet
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.ids import CallId
from trunkline.realtime.carrier_events import CallerAudio, CarrierEvent
from trunkline.telemetry import count, log, measure

FOR_AN_AGENT = (call.SayRequested, call.MessageRequested, call.KeysRequested, call.TransferRequested)
NO_AGENT = "no agent is in this call: its words come from programs"


class Listener(Protocol):
    """A client that gets the caller's audio and the fate of its texts."""

    def speech(self, payload: bytes) -> None: ...

    def started(self, text: str, *, pii_removed: bool) -> None: ...

    def failed(self, text: str, error: str) -> None: ...

    def over(self) -> None: ...


class VoiceCall(AudioSink):
    """Performs the commands of its session."""

    def __init__(
        self,
        context: RelayContext,
        stream: AdmittedStream,
        on_over: Callable[["VoiceCall"], None],
    ) -> None:
        ticket, stream_sid = stream.ticket, stream.stream_sid
        self.session = VoiceSession(ticket, context.clock())
        self.company_id = ticket.company_id
        self.listeners: set[Listener] = set()
        self.watchers = Watchers(ticket.call_id, lambda _: None)
        self.ticket = ticket
        self._record = StreamRecord(context.store, ticket.call_id, stream_sid)
        self._began_at = context.store.now()
        self._context = context
        self._caller = stream.caller
        self._on_over = on_over
        self._recorder: Recorder | None = context.new_recorder(ticket.call_id, stream_sid) if ticket.record else None
        self._tasks = TaskSet()
        self._vendor = context.vendors[ticket.provider]
        self._speech = TtsConnection(
            ticket.call_id, self._vendor, self.deliver, self._tasks.start, context.prompts, ticket.company_id
        )

    def begin(self) -> None:
        self._caller.serve(self, self)
        self._perform_all(self.session.begin())

    @property
    def call_id(self) -> CallId:
        return self._record.call_id

    @property
    def stream_sid(self) -> str:
        return self._record.stream_sid

    @property
    def has_agent(self) -> bool:
        """The call has its voice: this relay holds its lease."""
        return not self.session.is_over

    def watched_by(self, watcher: Watcher) -> None:
        """No agent speaks here, so there are no turns to follow: what is heard, and the end."""
        self.watchers.join(watcher, ())

    # --- events of the legs --------------------------------------------------------------------------------------

    def from_caller(self, payload: bytes, audio: bytes, timestamp_ms: int) -> None:
        self.session.caller_spoke(self._context.clock())
        if self._recorder is not None:
            self._recorder.caller_said(audio, timestamp_ms)
        self.watchers.heard("user", payload)

    def caller_message(self, message: CarrierEvent) -> None:
        if isinstance(message, CallerAudio):
            self.from_caller(message.payload, a2b_base64(message.payload), message.timestamp_ms)
        else:
            self.deliver(message)

    def caller_gone(self) -> None:
        self.deliver(CallerGone())

    # --- calls of the server ------------------------------------------------------------------------------------

    def deliver(self, event: Event) -> None:
        self._perform_all(self.session.receive(event, self._context.clock()))

    def tick(self, seconds_since_last: float) -> None:
        abuse = self._caller.abuse(seconds_since_last)
        if abuse:
            log.warning("caller refused", call_id=self.call_id, reason=abuse)
            self.deliver(CallerAbusive(abuse))
        self._perform_all(self.session.tick(self._context.clock()))

    def refusal(self, event: Event) -> str:
        """Reason for which a command is refused; empty when it is not."""
        return NO_AGENT if isinstance(event, FOR_AN_AGENT) else ""

    async def voice_refusal(self, voice_id: str) -> str:
        return await self._vendor.voice_refusal(voice_id)

    def snapshot(self) -> dict[str, object]:
        """The call as a client may see it."""
        tts = self.session.tts
        voice = {
            "voice_id": tts.voice.voice_id,
            "voice_settings": tts.voice.settings.given(),
            "is_connected": tts.is_connected,
            "has_initial_message": tts.has_spoken,
        }
        return {"call_id": self.call_id, "phase": "speaking", "voice": voice, "audio_queue_size": tts.queue_size}

    async def settled(self) -> None:
        await self._tasks.settled()

    # --- performing ----------------------------------------------------------------------------------------------

    def _perform_all(self, commands: list[Command]) -> None:
        for command in commands:
            self._perform(command)

    def _perform(self, command: Command) -> None:
        match command:
            case PlaySpeech(payload):
                self._play(payload)
            case MarkCaller(name):
                self._caller.mark(name)
            case ClearCaller():
                self._clear()
            case ReportSpeechStarted(text, pii_removed):
                self._notify(lambda listener: listener.started(text, pii_removed=pii_removed))
            case ReportSpeechFailed(text, error):
                self._failed(text, error)
            case VoiceReplaced(voice_id):
                log.warning("fallback voice speaks", call_id=self.call_id, voice_id=voice_id)
                count("VoiceReplaced")
            case CollectTexts():
                self._tasks.start(self._collect())
            case StopCalling(source):
                self._tasks.start(self._stop_calling(source))
            case EndStream(outcome):
                self._tasks.start(self._end(outcome))
            case _:
                self._speech.perform(command)

    def _play(self, payload: bytes) -> None:
        self._caller.play(payload)
        self._notify(lambda listener: listener.speech(payload))
        self.watchers.heard("agent", payload)
        if self._recorder is not None:
            self._recorder.agent_said(a2b_base64(payload))

    def _clear(self) -> None:
        self._caller.clear()
        self.watchers.cleared()
        if self._recorder is not None:
            self._recorder.cleared()

    def _failed(self, text: str, error: str) -> None:
        log.warning("text not spoken", call_id=self.call_id, reason=error)
        count("TextNotSpoken")
        self._notify(lambda listener: listener.failed(text, error))

    def _notify(self, what: Callable[[Listener], None]) -> None:
        for listener in list(self.listeners):
            what(listener)

    # --- jobs ----------------------------------------------------------------------------------------------------

    async def _collect(self) -> None:
        """A stop that comes meanwhile withdraws the texts that are on their way, too."""
        stops = self.session.stops
        try:
            orders = await self._context.store.queued_commands(self.call_id)
        except Exception:  # noqa: BLE001 - the call can still be spoken into; what waited expires with its item
            log.exception("waiting texts not collected", call_id=self.call_id)
            count("TextNotSpoken")
            return
        for order in orders:
            event = event_of(order)
            is_withdrawn = isinstance(event, SpeakRequested) and self.session.stops > stops
            if isinstance(event, SPEAKING) and not is_withdrawn:
                self.deliver(event)

    async def _stop_calling(self, source: str) -> None:
        await self._record.opt_out(self.ticket, source)

    async def _end(self, outcome: StreamOutcome) -> None:
        log.info("stream ended", call_id=self.call_id, outcome=outcome, counts=dict(self.session.measures.counts))
        count("StreamEnded", outcome=outcome.value)
        measure("StreamDropped", "Count", int(outcome.is_dropped))
        self.watchers.over(outcome)
        await self._record.outcome(outcome, self.session.facts)
        self._caller.close(WSCloseCode.OK)
        self._tasks.start(self._caller.gone())
        self._notify(lambda listener: listener.over())
        await self._record.recording(self._recorder, outcome, self._began_at)
        self._on_over(self)
