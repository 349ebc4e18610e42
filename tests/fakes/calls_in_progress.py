"""Sessions brought to a phase, and one event of every kind: what the property tests are made of."""

from datetime import timedelta

from media_relay.session.admission import (
    Admission,
    AdmissionCommand,
    AdmissionEvent,
    AdmissionPhase,
    AdmitCaller,
    TicketAccepted,
    TicketRefused,
)
from media_relay.session.call_session import CallSession, Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    CallerAbusive,
    CallerGone,
    Command,
    Event,
    HangUpRequested,
    KeysRequested,
    MessageRequested,
    RelayStopping,
    SayRequested,
    StopSpeakingRequested,
    ToolFinished,
    TransferRequested,
)
from media_relay.session.playback import Marks
from media_relay.session.speech.speech_messages import SpeakRequested, VoiceChangeRequested
from tests.fakes.webhooks import NOW
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.ids import CallId, ConversationId
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.realtime.agent_events import (
    AgentCorrected,
    AgentFaulted,
    AgentPinged,
    AgentReady,
    AgentSaid,
    CallerInterrupted,
    CallerSaid,
    ToolAnswered,
    ToolRequested,
    VoiceScored,
)
from trunkline.realtime.carrier_events import KeyPressed, MarkReached, StreamStarted, StreamStopped
from trunkline.speech.domain.voices import VoiceSettings

TICKET = StreamTicket(CallId("CA1"), "acme", "agent_1", NOW + timedelta(minutes=2), max_duration_s=600)
STARTED = StreamStarted("MZ1", "CA1", "token", "audio/x-mulaw", 8000)
READY = AgentReady(ConversationId("conv_1"), "ulaw_8000", "ulaw_8000")

ONE_OF_EACH: list[Event | AdmissionEvent] = [
    STARTED,
    KeyPressed("5"),
    MarkReached("m0"),
    StreamStopped(),
    Ignored("news"),
    InvalidFrame("ValueError"),
    READY,
    AgentSaid("hello"),
    AgentCorrected("hel"),
    CallerSaid("hi"),
    CallerInterrupted(1),
    AgentPinged(0),
    ToolRequested("transfer", "t1", {}),
    ToolAnswered("end_call"),
    VoiceScored(0.5),
    AgentFaulted(1008, "override_error"),
    TicketAccepted(TICKET),
    TicketRefused("used"),
    CallerGone(),
    AgentUnreachable("timeout"),
    AgentGone(1000),
    AgentGone(1006),
    AgentGone(1008),
    RelayStopping(),
    CallerAbusive("flood of frames"),
    SayRequested("context"),
    MessageRequested("What is my balance?"),
    KeysRequested("12w#"),
    StopSpeakingRequested(),
    TransferRequested("billing"),
    VoiceChangeRequested("nova", VoiceSettings()),
    SpeakRequested("Good morning."),
    ToolFinished(1, "42", is_error=False),
    HangUpRequested(),
]

ROAD: dict[Phase, list[Event]] = {
    Phase.CONNECTING: [],
    Phase.TALKING: [READY],
    Phase.RECONNECTING: [READY, AgentGone(1006)],
    Phase.DRAINING: [READY, AgentGone(1000)],
    Phase.OVER: [READY, StreamStopped()],
}
ADMISSION_ROAD: dict[AdmissionPhase, list[AdmissionEvent]] = {
    AdmissionPhase.LISTENING: [],
    AdmissionPhase.CHECKING: [STARTED],
    AdmissionPhase.ADMITTED: [STARTED, TicketAccepted(TICKET)],
    AdmissionPhase.REFUSED: [StreamStopped()],
}


def session_in(phase: Phase) -> CallSession:
    session = CallSession(TICKET, 0.0)
    for event in ROAD[phase]:
        session.receive(event, 0.0)
    assert session.phase is phase
    return session


def admission_in(phase: AdmissionPhase) -> Admission:
    admission = Admission(0.0)
    for event in ADMISSION_ROAD[phase]:
        admission.receive(event, 0.0)
    assert admission.phase is phase
    return admission


class Stream:
    """A whole stream: its admission and, once that lets it in, its session, as the relay joins them."""

    def __init__(self, now_s: float = 0.0) -> None:
        self.admission = Admission(now_s)
        self.session: CallSession | None = None

    @property
    def phase(self) -> AdmissionPhase | Phase:
        return self.session.phase if self.session else self.admission.phase

    @property
    def is_over(self) -> bool:
        return self.phase in (AdmissionPhase.REFUSED, Phase.OVER)

    def receive(self, event: Event | AdmissionEvent, now_s: float) -> list[Command | AdmissionCommand]:
        """An event that belongs to the other part never reaches this one."""
        if self.session is None:
            is_ours = isinstance(event, AdmissionEvent)
            return self._joined(self.admission.receive(event, now_s) if is_ours else [], now_s)
        return [*self.session.receive(event, now_s)] if isinstance(event, Event) else []

    def tick(self, now_s: float) -> list[Command | AdmissionCommand]:
        if self.session is None:
            return self._joined(self.admission.tick(now_s), now_s)
        return [*self.session.tick(now_s)]

    def forwards(self, payload: bytes) -> bool:
        if self.session is None:
            self.admission.caller_audio(payload, b"", 0, 0.0)
            return False
        return self.session.forwards(payload)

    def plays(self, event_id: int, audio_bytes: int, now_s: float) -> Marks | None:
        return self.session.plays(event_id, audio_bytes, now_s) if self.session else None

    def _joined(self, commands: list[AdmissionCommand], now_s: float) -> list[Command | AdmissionCommand]:
        done: list[Command | AdmissionCommand] = [*commands]
        for command in commands:
            if isinstance(command, AdmitCaller):
                self.session = CallSession(command.ticket, now_s, self.admission.early, command.story)
                done += self.session.begin()
        return done
