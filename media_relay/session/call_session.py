"""What a relayed call does next. Events in, commands out; nothing outside this file changes its phase.

    LISTENING ─ start ─► CHECKING ─ ticket ─► CONNECTING ─ ready ─► TALKING ─ agent ends ─► DRAINING ─ heard ─► OVER
        └───────────────────┴── refused, hung up, failed, too long ──┴──────────────────────────┴─────────────► OVER

A frame of audio is no event, there are a hundred a second: the legs ask `forwards` and `plays` and splice it through.
"""

from collections import deque
from enum import Enum, auto

from media_relay.session.measures import Measures
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    AnswerTool,
    CallerGone,
    ClearCaller,
    CloseAgent,
    Command,
    EndStream,
    Event,
    MarkCaller,
    NoteConversation,
    OpenAgent,
    RefuseCaller,
    RelayStopping,
    SendToAgent,
    SpendToken,
    TicketAccepted,
    TicketRefused,
)
from media_relay.session.playback import Marks, Playback
from trunkline.domain.calls import StreamOutcome
from trunkline.protocols.elevenlabs_agent import (
    TELEPHONE_FORMAT,
    AgentFaulted,
    AgentPinged,
    AgentReady,
    CallerInterrupted,
    ToolAnswered,
    ToolRequested,
)
from trunkline.protocols.frames import Garbage, Ignored
from trunkline.protocols.twilio_media import MarkReached, StreamStarted, StreamStopped

START_LIMIT_S = 5.0  # a socket that says nothing is closed
CONNECT_LIMIT_S = 10.0  # token, signed URL, handshake and metadata together
DRAIN_GRACE_S = 2.0  # beyond what is left to play
ORDERLY_CLOSES = {1000, 1005}  # 1005 stands for a close frame that names no code
EARLY_FRAMES = 250  # 5 s of caller audio kept while the agent is being opened; older frames go first


class Phase(Enum):
    LISTENING = auto()
    CHECKING = auto()
    CONNECTING = auto()
    TALKING = auto()
    DRAINING = auto()
    OVER = auto()


class CallSession:
    """One call. `now_s` is any clock that only grows."""

    def __init__(self, now_s: float) -> None:
        self.phase = Phase.LISTENING
        self.playback = Playback()
        self.measures = Measures()
        self.outcome: StreamOutcome | None = None
        self._deadline_s = now_s + START_LIMIT_S
        self._max_duration_s = 0.0
        self._ends_by_s = float("inf")
        self._early: deque[bytes] = deque(maxlen=EARLY_FRAMES)
        self._farewell = ""
        self._agent_outcome = StreamOutcome.AGENT_ENDED

    def forwards(self, payload: bytes) -> bool:
        """Whether this caller frame goes to the agent now. The caller may speak before the agent is there: kept."""
        if self.phase in {Phase.CHECKING, Phase.CONNECTING}:
            self._early.append(payload)
        return self.phase is Phase.TALKING

    def plays(self, event_id: int, audio_bytes: int, now_s: float) -> Marks | None:
        """Whether this agent audio goes to the caller, and with which marks. None: its turn was cut, or it is late."""
        if self.phase is Phase.TALKING and self.playback.lets_through(event_id):
            return self.playback.queue(event_id, audio_bytes, now_s)
        self.measures.count("late agent audio dropped")
        return None

    def receive(self, event: Event, now_s: float) -> list[Command]:
        if self.phase is Phase.OVER:
            return []  # frames still in flight after the end are normal
        match event:
            case StreamStopped() | CallerGone():
                return self._end(StreamOutcome.CALLER_HUNG_UP)
            case RelayStopping():
                return self._end(StreamOutcome.RELAY_STOPPED)
            case Garbage(reason):
                return self._counted(f"garbage {reason}")
            case Ignored(kind):
                return self._counted(f"ignored {kind}")
        match self.phase:
            case Phase.LISTENING:
                return self._while_listening(event, now_s)
            case Phase.CHECKING:
                return self._while_checking(event, now_s)
            case Phase.CONNECTING:
                return self._while_connecting(event)
        return self._while_connected(event, now_s)

    def tick(self, now_s: float) -> list[Command]:
        """Called a few times a second: silence is an event too."""
        if self.phase is Phase.OVER:
            return []
        if now_s >= self._ends_by_s:
            return [ClearCaller(), *self._end(StreamOutcome.MAX_DURATION)]
        if now_s < self._deadline_s:
            return []
        match self.phase:
            case Phase.LISTENING:
                return self._refuse("no start message")
            case Phase.CHECKING:
                return self._refuse("token not checked in time")
            case Phase.CONNECTING:
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
        return self._end(self._agent_outcome)  # draining took too long: the mark never came back

    # --- one method per phase ------------------------------------------------------------------------------------

    def _while_listening(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case StreamStarted(encoding="audio/x-mulaw", rate_hz=8000) if event.token:
                self.phase, self._deadline_s = Phase.CHECKING, now_s + CONNECT_LIMIT_S
                return [SpendToken(event.token, event.call_sid)]
            case StreamStarted():
                return self._refuse("no token, or not telephone audio")
        return self._counted("garbage before start")

    def _while_checking(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case TicketAccepted(ticket):
                self.phase, self._max_duration_s = Phase.CONNECTING, ticket.max_duration_s
                self._ends_by_s = now_s + ticket.max_duration_s
                return [OpenAgent(ticket)]
            case TicketRefused(reason):
                return self._refuse(reason)
        return self._counted(f"unused {type(event).__name__}")

    def _while_connecting(self, event: Event) -> list[Command]:
        match event:
            case AgentReady():
                return self._begin(event)
            case AgentUnreachable() | AgentFaulted():
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
            case AgentGone():
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
            case AgentPinged(event_id):
                return [AnswerPing(event_id)]
        return self._counted(f"unused {type(event).__name__}")

    def _while_connected(self, event: Event, now_s: float) -> list[Command]:
        """TALKING and DRAINING: while the last words play, everything but new audio still counts."""
        match event:
            case CallerInterrupted(event_id):
                self.measures.interruptions += 1
                self.playback.cut(event_id, now_s)
                return [ClearCaller()]
            case MarkReached(name):
                return self._mark_came_back(name, now_s)
            case AgentPinged(event_id):
                return [AnswerPing(event_id)]
            case ToolRequested():
                return [AnswerTool(event.tool_call_id, "unknown tool", is_error=True)]
            case ToolAnswered(name="end_call"):
                return []  # the close that follows starts the drain; audio may still come before it
            case AgentFaulted(code):
                return self._counted(f"agent error {code}")
            case AgentGone(code):
                return self._drain(code, now_s)
        return self._counted(f"unused {type(event).__name__}")

    # --- steps ---------------------------------------------------------------------------------------------------

    def _begin(self, ready: AgentReady) -> list[Command]:
        if ready.speaks != TELEPHONE_FORMAT or ready.hears != TELEPHONE_FORMAT:
            self.measures.count(f"agent speaks {ready.speaks} and hears {ready.hears}, a telephone needs ulaw_8000")
            return self._end(StreamOutcome.AGENT_MISCONFIGURED)
        self.phase, self._deadline_s = Phase.TALKING, float("inf")
        early = [SendToAgent(payload) for payload in self._early]
        self._early.clear()
        return [NoteConversation(ready.conversation_id), *early]

    def _mark_came_back(self, name: str, now_s: float) -> list[Command]:
        mark = self.playback.reached(name)
        if mark and mark.begins_turn and not mark.is_cut:
            self.measures.agent_was_heard(now_s)
        if self.phase is Phase.DRAINING and name == self._farewell:
            return self._end(self._agent_outcome)
        return []

    def _drain(self, code: int, now_s: float) -> list[Command]:
        """The agent is gone; its last sentence still plays. Closing now would cut it off."""
        if self.phase is Phase.DRAINING:
            return []
        self.phase = Phase.DRAINING
        self._agent_outcome = StreamOutcome.AGENT_ENDED if code in ORDERLY_CLOSES else StreamOutcome.AGENT_LOST
        self._farewell = self.playback.farewell()
        self._deadline_s = now_s + self.playback.remaining_s(now_s) + DRAIN_GRACE_S
        return [MarkCaller(self._farewell)]

    def _refuse(self, reason: str) -> list[Command]:
        self.phase = Phase.OVER
        return [RefuseCaller(reason)]

    def _end(self, outcome: StreamOutcome) -> list[Command]:
        if self.phase in {Phase.LISTENING, Phase.CHECKING}:
            return self._refuse(outcome.value)  # whose call this is was never proven: nothing is filed about it
        self.phase, self.outcome = Phase.OVER, outcome
        return [CloseAgent(), EndStream(outcome)]

    def _counted(self, what: str) -> list[Command]:
        self.measures.count(what)
        return []
