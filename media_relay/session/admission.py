"""Admission of a media stream, before it is known whose call it is.

    LISTENING ─ start ─► CHECKING ─ ticket ─► ADMITTED
        └───────────────────┴── refused, gone, too late ─► REFUSED

Until its token is redeemed a socket can claim to be any call, so a refused stream files nothing.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from media_relay.session.audio_metrics import AudioMetrics
from media_relay.session.call_metrics import CallMetrics
from media_relay.session.dtmf_input import KeysPressed
from media_relay.session.messages import CallerAbusive, CallerGone, RelayStopping
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.realtime.carrier_events import CarrierEvent, KeyPressed, StreamStarted, StreamStopped

START_LIMIT_S = 5.0  # a socket that says nothing is closed
CONNECT_LIMIT_S = 10.0  # token, signed URL, handshake and metadata together
EARLY_PAYLOAD_LIMIT = 2048  # Twilio's have 216; a peer with bigger ones does not get to fill our memory
EARLY_FRAMES = 250  # 5 s of caller audio kept while the agent is being opened; older frames go first


class AdmissionPhase(Enum):
    LISTENING = auto()
    CHECKING = auto()
    ADMITTED = auto()
    REFUSED = auto()


# --- events and commands -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TicketAccepted:
    """The token was good, for this call, once. A call that goes on brings what was said before."""

    ticket: StreamTicket
    story: tuple[SpokenTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketRefused:
    """The token was not good, or the table did not answer, which is no different to the caller."""

    reason: str


@dataclass(frozen=True, slots=True)
class RedeemTicket:
    token: str
    call_sid: str


@dataclass(frozen=True, slots=True)
class AdmitCaller:
    """Make the call that the ticket describes."""

    ticket: StreamTicket
    story: tuple[SpokenTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class RefuseCaller:
    """Close a socket that never became a call."""

    reason: str


AdmissionEvent = CarrierEvent | TicketAccepted | TicketRefused | CallerGone | CallerAbusive | RelayStopping
AdmissionCommand = RedeemTicket | AdmitCaller | RefuseCaller


# --- the protocol ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class EarlyInput:
    """Input of the caller from before the call has an agent: kept for the agent, and counted."""

    connect_by_s: float
    quality: AudioMetrics = field(default_factory=AudioMetrics)
    measures: CallMetrics = field(default_factory=CallMetrics)
    keys: KeysPressed = field(default_factory=KeysPressed)
    frames: list[bytes] = field(default_factory=list)

    def keep(self, payload: bytes) -> None:
        if len(payload) <= EARLY_PAYLOAD_LIMIT:
            self.frames.append(payload)
            del self.frames[:-EARLY_FRAMES]


class Admission:
    """The admission of one stream. `now_s` is any clock that only grows."""

    def __init__(self, now_s: float) -> None:
        self.phase = AdmissionPhase.LISTENING
        self.early = EarlyInput(connect_by_s=now_s + START_LIMIT_S)

    @property
    def is_over(self) -> bool:
        return self.phase in (AdmissionPhase.ADMITTED, AdmissionPhase.REFUSED)

    def caller_audio(self, payload: bytes, audio: bytes, timestamp_ms: int, now_s: float) -> None:
        """`audio` is the decoded payload. It is kept for the agent only after `start`."""
        self.early.quality.caller_heard(audio, timestamp_ms, now_s)
        if self.phase is AdmissionPhase.CHECKING:
            self.early.keep(payload)

    def receive(self, event: AdmissionEvent, now_s: float) -> list[AdmissionCommand]:
        if self.is_over:
            return []
        match event:
            case StreamStopped() | CallerGone():
                return self._refuse(StreamOutcome.CALLER_HUNG_UP.value)
            case RelayStopping():
                return self._refuse(StreamOutcome.RELAY_STOPPED.value)
            case CallerAbusive(reason):
                self.early.measures.count(reason)
                return self._refuse(StreamOutcome.CALLER_REFUSED.value)
            case InvalidFrame(reason):
                return self._counted(f"garbage {reason}")
            case Ignored(kind):
                return self._counted(f"ignored {kind}")
        return self._while_listening(event, now_s) if self._is_listening else self._while_checking(event, now_s)

    def tick(self, now_s: float) -> list[AdmissionCommand]:
        if self.is_over or now_s < self.early.connect_by_s:
            return []
        return self._refuse("no start message" if self._is_listening else "token not checked in time")

    @property
    def _is_listening(self) -> bool:
        return self.phase is AdmissionPhase.LISTENING

    def _while_listening(self, event: AdmissionEvent, now_s: float) -> list[AdmissionCommand]:
        match event:
            case StreamStarted(encoding="audio/x-mulaw", rate_hz=8000) if event.token:
                self.phase, self.early.connect_by_s = AdmissionPhase.CHECKING, now_s + CONNECT_LIMIT_S
                return [RedeemTicket(event.token, event.call_sid)]
            case StreamStarted():
                return self._refuse("no token, or not telephone audio")
        return self._counted("garbage before start")

    def _while_checking(self, event: AdmissionEvent, now_s: float) -> list[AdmissionCommand]:
        match event:
            case TicketAccepted(ticket, story):
                self.phase = AdmissionPhase.ADMITTED
                return [AdmitCaller(ticket, story)]
            case TicketRefused(reason):
                return self._refuse(reason)
            case KeyPressed(digit):
                return [] if self.early.keys.press(digit, now_s) else self._counted("garbage key")
        return self._counted(f"unused {type(event).__name__}")

    def _refuse(self, reason: str) -> list[AdmissionCommand]:
        self.phase = AdmissionPhase.REFUSED
        return [RefuseCaller(reason)]

    def _counted(self, kind: str) -> list[AdmissionCommand]:
        self.early.measures.count(kind)
        return []
