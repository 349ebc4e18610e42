"""Sessions brought to a phase, and one event of every kind: what the property tests are made of."""

from datetime import timedelta

from media_relay.session.call_session import CallSession, Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    CallerAbusive,
    CallerGone,
    Event,
    HangUpRequested,
    RelayStopping,
    SayRequested,
    StopSpeakingRequested,
    TicketAccepted,
    TicketRefused,
    ToolFinished,
    TransferRequested,
)
from media_relay.session.speech_messages import SpeakRequested, VoiceChangeRequested
from tests.fakes.doors import NOW
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

ONE_OF_EACH: list[Event] = [
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
    StopSpeakingRequested(),
    TransferRequested("billing"),
    VoiceChangeRequested("nova", VoiceSettings()),
    SpeakRequested("Good morning."),
    ToolFinished(1, "42", is_error=False),
    HangUpRequested(),
]

ROAD: dict[Phase, list[Event]] = {
    Phase.LISTENING: [],
    Phase.CHECKING: [STARTED],
    Phase.CONNECTING: [STARTED, TicketAccepted(TICKET)],
    Phase.TALKING: [STARTED, TicketAccepted(TICKET), READY],
    Phase.RECONNECTING: [STARTED, TicketAccepted(TICKET), READY, AgentGone(1006)],
    Phase.DRAINING: [STARTED, TicketAccepted(TICKET), READY, AgentGone(1000)],
    Phase.OVER: [STARTED, TicketAccepted(TICKET), READY, StreamStopped()],
}


def session_in(phase: Phase) -> CallSession:
    session = CallSession(0.0)
    for event in ROAD[phase]:
        session.receive(event, 0.0)
    assert session.phase is phase
    return session
