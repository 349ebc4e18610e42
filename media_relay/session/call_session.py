"""Session of a relayed call. Events in, commands out; nothing outside this file changes its phase.

    CONNECTING ─ ready ─► TALKING ─ agent ends ─► DRAINING ─ heard ─► OVER
        │         ready ▲   ▼ agent lost            ▲                 ▲
        │          RECONNECTING ─ given up ─────────┘                 │
        └── hung up, failed, too long ──┴─────────────────────────────┘

It begins where `admission` ends: with a redeemed ticket.

A frame of audio is no event, there are a hundred a second: the legs ask `forwards` and `plays` and splice it through.
"""

from collections.abc import Sequence
from enum import Enum, auto

from media_relay.session import dtmf_tones
from media_relay.session.admission import CONNECT_LIMIT_S, EarlyInput
from media_relay.session.call_requests import CallRequests, Request, refusal
from media_relay.session.conversation_history import ConversationHistory
from media_relay.session.liveness import LivenessMonitor, Timeout
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    CallerAbusive,
    CallerGone,
    ClearCaller,
    CloseAgent,
    Command,
    EndStream,
    Event,
    HangUpRequested,
    MarkCaller,
    OpenAgent,
    PlayComfort,
    PlayKeys,
    PlayPrompt,
    RelayStopping,
    ReportLatency,
    SaveConversation,
    SaveTurn,
    SendContext,
    SendToAgent,
)
from media_relay.session.playback import Marks, Playback
from media_relay.session.reconnect_policy import after_close
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.dtmf import redacted
from trunkline.calls.domain.stream_tickets import StreamTicket
from trunkline.calls.domain.turns import SpokenTurn
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
)
from trunkline.realtime.carrier_events import KeyPressed, MarkReached, StreamStopped
from trunkline.speech.domain.voices import TELEPHONE

DRAIN_GRACE_S = 2.0  # beyond what is left to play
COMFORT_BYTES = 8000  # one second of tone at a time
COMFORT_LEAD_S = 0.3
PROMPT_BYTES = 8000  # about what the cached prompt lasts
BROKEN_LINE = 1006


class Phase(Enum):
    CONNECTING = auto()
    TALKING = auto()
    RECONNECTING = auto()
    DRAINING = auto()
    OVER = auto()


# Looked up once, and compared one by one: to hash a member of an enumeration is a call of a Python function.
TALKING, RECONNECTING, OVER = Phase.TALKING, Phase.RECONNECTING, Phase.OVER
OPENING = (Phase.CONNECTING, Phase.RECONNECTING)
AGENT_TALKS = (AgentPinged, AgentSaid, AgentCorrected, CallerSaid, CallerInterrupted, ToolRequested, ToolAnswered)


class CallSession:
    """One call. `now_s` is any clock that only grows."""

    def __init__(
        self, ticket: StreamTicket, now_s: float, early: EarlyInput | None = None, story: Sequence[SpokenTurn] = ()
    ) -> None:
        early = early or EarlyInput(connect_by_s=now_s + CONNECT_LIMIT_S)
        self.phase = Phase.CONNECTING
        self.quality, self.measures = early.quality, early.measures
        self.playback = Playback(self.quality)
        self.story = ConversationHistory()
        self.story.begin_with(list(story))
        self.outcome: StreamOutcome | None = None
        self._requests = CallRequests(self.playback, self.measures, self.story, keys=early.keys)
        self._requests.allow(ticket)
        self._deadline_s = early.connect_by_s
        self._ticket = ticket
        self._note = ticket.resume_note
        self._ends_by_s = now_s + ticket.max_duration_s
        self._early = early
        self._farewell = ""
        self._agent_outcome = StreamOutcome.AGENT_ENDED
        self._fault = ""
        self._attempts = 0
        self.liveness = LivenessMonitor(now_s)

    def begin(self) -> list[Command]:
        return [OpenAgent(self._ticket, is_resumed=self._ticket.is_resumed)]

    def forwards(self, payload: bytes) -> bool:
        """Whether this caller frame goes to the agent now. The caller may speak before the agent is there: kept."""
        self.liveness.caller_frames += 1
        if self.phase is TALKING:
            return True
        if self.phase in OPENING:
            self._early.keep(payload)
        return False

    def plays(self, event_id: int, audio_bytes: int, now_s: float) -> Marks | None:
        """Whether this agent audio goes to the caller, and with which marks. None: its turn was cut, or it is late."""
        if self.phase is TALKING and self.playback.lets_through(event_id):
            self._attempts = 0
            self.liveness.agent_spoke(now_s)
            return self.playback.queue(event_id, audio_bytes, now_s)
        self.measures.count("late agent audio dropped")
        return None

    def facts(self) -> dict[str, str | int | bool]:
        """For the call record, at the end: metrics, and the transfer with its summary."""
        facts: dict[str, str | int | bool] = {**self.measures.facts(), **self.quality.facts()}
        if self.outcome is StreamOutcome.TRANSFERRED and self._requests.handover:
            handover = self._requests.handover
            facts |= {"transfer_to": handover.whom, "transfer_summary": handover.summary}
        return facts

    def refusal(self, event: Event) -> str:
        """Why an order cannot be carried out now, in plain words; empty when it can."""
        return refusal(event, is_talking=self.phase is Phase.TALKING)

    def receive(self, event: Event, now_s: float) -> list[Command]:
        if self.phase is OVER:
            return []  # frames still in flight after the end are normal
        if self.phase is TALKING and isinstance(event, MarkReached):  # most events: it need not wait for its turn
            return self._mark_came_back(event.name, now_s)
        return self._received(event, now_s)

    def _received(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case StreamStopped() | CallerGone():
                return self._end(StreamOutcome.CALLER_HUNG_UP)
            case RelayStopping():
                return self._end(StreamOutcome.RELAY_STOPPED)
            case CallerAbusive(reason):
                return self._counted(reason) + self._end(StreamOutcome.CALLER_REFUSED)
            case HangUpRequested():
                return [ClearCaller(), *self._end(StreamOutcome.AGENT_ENDED)]
            case KeyPressed() if self.phase in OPENING:
                return self._requests.handle(event, now_s)  # kept until there is an agent
            case InvalidFrame(reason):
                return self._counted(f"garbage {reason}")
            case Ignored(kind):
                return self._counted(f"ignored {kind}")
        if isinstance(event, AGENT_TALKS):
            self.liveness.agent_alive_at_s = now_s
        return self._in_phase(event, now_s)

    def _in_phase(self, event: Event, now_s: float) -> list[Command]:
        if self.phase is TALKING:
            return self._while_connected(event, now_s)
        by_phase = {
            Phase.CONNECTING: self._while_connecting,
            Phase.RECONNECTING: self._while_reconnecting,
        }
        return by_phase.get(self.phase, self._while_connected)(event, now_s)

    def tick(self, now_s: float) -> list[Command]:
        """Called a few times a second: silence is an event too."""
        if self.phase is OVER:
            return []
        if now_s >= self._ends_by_s:
            return [ClearCaller(), *self._end(StreamOutcome.MAX_DURATION)]
        if self.liveness.caller_stalled(now_s):
            return self._end(StreamOutcome.CALLER_HUNG_UP)
        if now_s < self._deadline_s:
            return self._while_waiting(now_s)
        match self.phase:
            case Phase.CONNECTING:
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
            case Phase.RECONNECTING:
                return self._lose(BROKEN_LINE, now_s)
        return self._end(self._agent_outcome)  # draining took too long: the mark never came back

    # --- one method per phase ------------------------------------------------------------------------------------

    def _while_connecting(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case AgentReady():
                return self._begin(event, now_s)
            case AgentUnreachable() | AgentFaulted():
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
            case AgentGone():
                return self._end(StreamOutcome.AGENT_UNREACHABLE)
            case AgentPinged(event_id):
                return [AnswerPing(event_id)]
        return self._counted(f"unused {type(event).__name__}")

    def _while_reconnecting(self, event: Event, now_s: float) -> list[Command]:
        """The caller hears comfort audio meanwhile; marks of what was queued before may still come back."""
        match event:
            case AgentReady():
                self.playback.cut(None, now_s)
                return [ClearCaller(), *self._begin(event, now_s)]
            case AgentFaulted(_, kind):
                self._fault = kind
                return []
            case AgentUnreachable():
                return self._lose(BROKEN_LINE, now_s)
            case AgentGone(code):
                return self._lose(code, now_s)
            case AgentPinged(event_id):
                return [AnswerPing(event_id)]
            case MarkReached(name):
                return self._mark_came_back(name, now_s)
        return self._counted(f"unused {type(event).__name__}")

    def _while_connected(self, event: Event, now_s: float) -> list[Command]:
        """TALKING and DRAINING: while the last words play, everything but new audio still counts."""
        if self.phase is TALKING and isinstance(event, Request):
            return self._handle(event, now_s)
        match event:
            case CallerInterrupted(event_id):
                self.measures.interruptions += 1
                self.quality.interrupted(now_s)
                self.playback.cut(event_id, now_s)
                return [ClearCaller()]
            case MarkReached(name):
                return self._mark_came_back(name, now_s)
            case AgentPinged(event_id):
                return [AnswerPing(event_id)]
            case ToolAnswered(name="end_call"):
                return []  # the close that follows starts the drain; audio may still come before it
            case CallerSaid() | AgentSaid() | AgentCorrected():
                return self._remember(event)
            case AgentFaulted(code, kind):
                self._fault = kind
                return self._counted(f"agent error {code}")
            case AgentGone(code):
                return [] if self.phase is Phase.DRAINING else self._lose(code, now_s)
        return self._counted(f"unused {type(event).__name__}")

    def _handle(self, request: Request, now_s: float) -> list[Command]:
        commands = self._requests.handle(request, now_s)
        for command in commands:
            if isinstance(command, PlayKeys):
                self.playback.fill(dtmf_tones.length(command.keys), now_s)
        return commands

    def _remember(self, said: CallerSaid | AgentSaid | AgentCorrected) -> list[Command]:
        match said:
            case CallerSaid(text):
                return [SaveTurn(self.story.add("caller", redacted(text)))]
            case AgentSaid(text):
                return [SaveTurn(self.story.add("agent", text))]
        corrected = self.story.correct(said.text)
        return [SaveTurn(corrected)] if corrected else []

    # --- steps ---------------------------------------------------------------------------------------------------

    def _begin(self, ready: AgentReady, now_s: float) -> list[Command]:
        if ready.speaks != TELEPHONE or ready.hears != TELEPHONE:
            self.measures.count(f"agent speaks {ready.speaks} and hears {ready.hears}, a telephone needs ulaw_8000")
            return self._end(StreamOutcome.AGENT_MISCONFIGURED)
        self.phase, self._deadline_s = Phase.TALKING, float("inf")
        self.liveness.agent_began(now_s, speaks_first=self._ticket.agent_speaks_first)
        context = self.story.as_context(self._note)  # empty for a call that has only begun
        self._note = ""
        values: list[Command] = [SendContext(context)] if context else []
        early = [SendToAgent(payload) for payload in self._early.frames]
        self._early.frames.clear()
        return [SaveConversation(ready.conversation_id), *values, *early]

    def _while_waiting(self, now_s: float) -> list[Command]:
        """No deadline has passed, but the agent may be silent."""
        if self.phase is RECONNECTING and self.playback.remaining_s(now_s) < COMFORT_LEAD_S:
            self.playback.fill(COMFORT_BYTES, now_s)
            return [PlayComfort()]
        if self.phase is not TALKING:
            return []
        handover = self._requests.handover
        if handover and handover.is_due(now_s, self.liveness.agent_spoke_at_s, self.playback.quiet_since_s):
            return [CloseAgent(), *self._drain(StreamOutcome.TRANSFERRED, now_s)]
        pressed = self._requests.keys_due(now_s)
        if pressed:
            return pressed
        match self.liveness.agent_timeout(now_s):
            case Timeout.AGENT_SILENT:
                self.playback.fill(PROMPT_BYTES, now_s)
                return [PlayPrompt()]
            case Timeout.AGENT_STALLED:
                return self._lose(BROKEN_LINE, now_s)
        return []

    def _lose(self, code: int, now_s: float) -> list[Command]:
        """The agent's socket is gone, or as good as gone: another one, or the end."""
        following = after_close(code, self._fault, self._attempts)
        if isinstance(following, StreamOutcome):
            return self._drain(following, now_s)
        self.phase, self._deadline_s = Phase.RECONNECTING, now_s + following + CONNECT_LIMIT_S
        self._attempts, self._fault = self._attempts + 1, ""
        self.measures.reconnects += 1
        self.playback.begin_conversation()
        self._requests.tools.begin_conversation()
        return [OpenAgent(self._ticket, following, is_resumed=True)]

    def _mark_came_back(self, name: str, now_s: float) -> list[Command]:
        mark, waited_s = self.playback.reached(name), None
        if mark and mark.begins_turn and not mark.is_cut:
            waited_s = self.quality.silent_for_s(now_s)
            self.measures.agent_was_heard(waited_s)
        if self.phase is Phase.DRAINING and name == self._farewell:
            return self._end(self._agent_outcome)
        return [] if waited_s is None else [ReportLatency(waited_s)]

    def _drain(self, outcome: StreamOutcome, now_s: float) -> list[Command]:
        """The agent is gone; its last sentence still plays. Closing now would cut it off."""
        self.phase, self._agent_outcome = Phase.DRAINING, outcome
        self._farewell = self.playback.farewell()
        self._deadline_s = now_s + self.playback.remaining_s(now_s) + DRAIN_GRACE_S
        return [MarkCaller(self._farewell)]

    def _end(self, outcome: StreamOutcome) -> list[Command]:
        self.phase, self.outcome = Phase.OVER, outcome
        return [CloseAgent(), EndStream(outcome)]

    def _counted(self, what: str) -> list[Command]:
        self.measures.count(what)
        return []
