"""One live call with an agent: two legs, a session, and the performance of its commands."""

import asyncio
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from picows import WSCloseCode, WSError

from media_relay.calls import sounds
from media_relay.calls.audio_path import AudioPath
from media_relay.calls.call_store import Facts, StreamRecord
from media_relay.calls.relay_context import RelayContext
from media_relay.calls.stream_admission import AdmittedStream
from media_relay.calls.watchers import Watcher, Watchers
from media_relay.session import dtmf_tones
from media_relay.session.call_session import CallSession, Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    AnswerTool,
    CallerAbusive,
    CallerGone,
    ClearCaller,
    CloseAgent,
    Command,
    EndStream,
    Event,
    MarkCaller,
    OpenAgent,
    PlayComfort,
    PlayKeys,
    PlayPrompt,
    ReportLatency,
    RunTool,
    SaveConversation,
    SaveTurn,
    SayAsCaller,
    SendContext,
    SendToAgent,
    StopCalling,
    ToolFinished,
)
from media_relay.sockets.agent_leg import AgentLeg
from media_relay.tasks import TaskSet
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.dtmf import key_count
from trunkline.calls.domain.turns import TURNS_RETOLD, SpokenTurn
from trunkline.errors import ProviderError
from trunkline.ids import CallId, ConversationId
from trunkline.realtime.agent_events import AgentAudio, AgentEvent, VoiceScored
from trunkline.realtime.carrier_events import CallerAudio, CarrierEvent
from trunkline.telemetry import count, log, measure

WITH_AGENT = {Phase.TALKING, Phase.RECONNECTING, Phase.DRAINING}


class AgentCall:
    """Performs the commands of its session. Audio goes from leg to leg: `audio_path`."""

    def __init__(
        self,
        context: RelayContext,
        stream: AdmittedStream,
        on_over: Callable[["AgentCall"], None],
    ) -> None:
        self.ticket = ticket = stream.ticket
        self.session = CallSession(ticket, context.clock(), stream.early, stream.story)
        self._record = StreamRecord(context.store, ticket.call_id, stream.stream_sid)
        self._began_at = context.store.now()
        self._context = context
        self._caller = stream.caller
        self._vendor = context.vendors[ticket.provider]
        self.path = AudioPath(self.session, stream.caller, context.clock)
        self.path.recorder = context.new_recorder(ticket.call_id, stream.stream_sid) if ticket.record else None
        self._agent = self.path.agent = AgentLeg(self, self.path, self._vendor.agent_codec)
        before = len(stream.story)  # of a long call only the newest turns
        self.watchers = Watchers(ticket.call_id, self._are_heard, before if before < TURNS_RETOLD else None)
        self._on_over = on_over
        self._next_url = stream.signed_url
        self._tasks = TaskSet()
        self._notes: set[Future[None]] = set()
        self._turns_began_at: dict[int, datetime] = {}

    def begin(self) -> None:
        self._caller.serve(self, self.path)
        self._perform_all(self.session.begin())

    # --- events of the legs --------------------------------------------------------------------------------------

    def caller_message(self, message: CarrierEvent) -> None:
        if isinstance(message, CallerAudio):  # of an unusual shape
            self.path.from_caller(message.payload, a2b_base64(message.payload), message.timestamp_ms)
        else:
            self.deliver(message)

    def caller_gone(self) -> None:
        self.deliver(CallerGone())

    def agent_message(self, message: AgentEvent) -> None:
        match message:
            case AgentAudio(payload, event_id):
                self.path.from_agent(payload, a2b_base64(payload), event_id)
            case VoiceScored(score):  # many a second, and nothing follows from them
                self.session.quality.voice_scored(score)
            case _:
                self.deliver(message)

    def agent_gone(self, code: int) -> None:
        log.info("agent socket closed", call_id=self.call_id, code=code)
        self.deliver(AgentGone(code))

    def tick(self, seconds_since_last: float) -> None:
        abuse = self._caller.abuse(seconds_since_last)
        if abuse:
            log.warning("caller refused", call_id=self.call_id, reason=abuse)
            self.deliver(CallerAbusive(abuse))
        self._perform_all(self.session.tick(self._context.clock()))

    @property
    def call_id(self) -> CallId:
        return self._record.call_id

    @property
    def stream_sid(self) -> str:
        return self._record.stream_sid

    @property
    def company_id(self) -> str:
        return self.ticket.company_id

    @property
    def has_agent(self) -> bool:
        return self.session.phase in WITH_AGENT

    def watched_by(self, watcher: Watcher) -> None:
        self.watchers.join(watcher, self.session.story.own_turns)

    def _are_heard(self, is_listened_to: bool) -> None:
        self.path.watchers = self.watchers if is_listened_to else None

    def snapshot(self) -> dict[str, object]:
        """The call as an operator may see it: no words, no numbers."""
        return {
            "call_id": self.call_id,
            "phase": self.session.phase.name.lower(),
            "agent_audio_left_s": round(self.session.playback.remaining_s(self._context.clock()), 2),
            "turns": len(self.session.story.turns),
            **self.session.measures.facts(),
            **self.session.quality.facts(),
        }

    def refusal(self, event: Event) -> str:
        return self.session.refusal(event)

    async def settled(self) -> None:
        """Returns when everything of this call is filed, uploaded and closed."""
        await self._tasks.settled()

    def deliver(self, event: Event) -> None:
        self._perform_all(self.session.receive(event, self._context.clock()))

    def _perform_all(self, commands: list[Command]) -> None:
        for command in commands:
            self._perform(command)

    def _perform(self, command: Command) -> None:  # noqa: C901 - a table: one line per command
        match command:
            case SendToAgent(payload):
                self._agent.send(self._vendor.agent_codec.caller_audio(payload))
            case MarkCaller(name):
                self._caller.mark(name)
            case ClearCaller():
                self._clear()
            case AnswerPing(event_id):
                self._agent.send(self._vendor.agent_codec.pong(event_id))
            case AnswerTool(tool_call_id, result, is_error):
                self._agent.send(self._vendor.agent_codec.tool_result(tool_call_id, result, is_error=is_error))
            case OpenAgent():
                self._tasks.start(self._open(command))
            case SaveTurn(turn):
                self._note_turn(turn)
                self.watchers.words(turn)
            case ReportLatency(waited_s):
                self.watchers.answered(waited_s)
            case SendContext(text):
                self._agent.send(self._vendor.agent_codec.contextual_update(text))
            case SayAsCaller(text):
                self._agent.send(self._vendor.agent_codec.user_message(text))
            case RunTool():
                self._context.tools.start(command, self.ticket, self.deliver)
            case StopCalling(source, run):
                self._tasks.start(self._stop_calling(source, run))
            case PlayKeys(keys):
                self._play_keys(keys)
            case PlayComfort():
                self._play_ours(*sounds.comfort())
            case PlayPrompt():
                self._play_ours(*sounds.one_moment())
            case SaveConversation(conversation_id):
                self._tasks.start(self._note(conversation_id))
            case CloseAgent():
                self._agent.close()
            case EndStream(outcome):
                self._tasks.start(self._end(outcome))

    def _play_ours(self, payload: bytes, audio: bytes) -> None:
        self._caller.play(payload)
        self.watchers.heard("agent", payload)
        if self.path.recorder is not None:
            self.path.recorder.agent_said(audio)

    def _play_keys(self, keys: str) -> None:
        audio = dtmf_tones.audio(keys)
        self._play_ours(b2a_base64(audio, newline=False), audio)
        self._kept(self._record.keys_played(key_count(keys)))

    def _clear(self) -> None:
        self._caller.clear()
        self.watchers.cleared()
        self.session.quality.cleared(self._context.clock())
        if self.path.recorder is not None:
            self.path.recorder.cleared()

    # --- background jobs ---------------------------------------------------------------------

    async def _open(self, order: OpenAgent) -> None:
        """Closes the agent that may have been there, waits for the delay, and opens another."""
        self._agent.close()
        leg = self._agent = self.path.agent = AgentLeg(self, self.path, self._vendor.agent_codec)
        await asyncio.sleep(order.delay_s)
        try:
            asked, self._next_url = self._next_url, None
            signed_url = asked or self._vendor.signed_url(order.ticket.agent_id)
            await leg.open(signed_url, order.ticket, is_resumed=order.is_resumed)
            self.path.prefetch()
        except (ProviderError, WSError, OSError, TimeoutError) as error:
            log.warning("agent not reached", call_id=self.call_id, reason=str(error) or type(error).__name__)
            if leg is self._agent:
                self.deliver(AgentUnreachable(type(error).__name__))
        if self.session.phase is Phase.OVER:  # the caller left while we were connecting
            leg.close()

    def _note_turn(self, turn: SpokenTurn) -> None:
        """A correction is filed under the time of the turn it corrects, so that it takes its place."""
        at = self._turns_began_at.setdefault(turn.number, self._context.store.now())
        self._turns_began_at.pop(turn.number - TURNS_RETOLD, None)  # no correction reaches back that far
        self._kept(self._context.store.note_turn(self.call_id, at, turn))

    def _kept(self, note: Future[None]) -> None:
        """A note that the end of the call waits for."""
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    async def _stop_calling(self, source: str, run: int) -> None:
        """The agent gets the certain result only: it may have to say that it failed."""
        fault = await self._record.opt_out(self.ticket, source)
        if run:
            said = fault or "noted: this person will not be called again"
            self.deliver(ToolFinished(run, said, is_error=bool(fault)))

    async def _note(self, conversation_id: ConversationId) -> None:
        try:
            await self._context.store.note_conversation(conversation_id, self.call_id)
        except Exception:  # noqa: BLE001 - the report names the call as well; this only makes it quicker
            log.exception("conversation not noted", call_id=self.call_id)

    async def _end(self, outcome: StreamOutcome) -> None:
        log.info("stream ended", call_id=self.call_id, outcome=outcome, counts=dict(self.session.measures.counts))
        self.watchers.over(outcome)
        await self._record.outcome(outcome, lambda: self._counted(outcome))
        self._caller.close(WSCloseCode.OK)
        self._tasks.start(self._caller.gone())
        await self._record.recording(self.path.recorder, outcome, self._began_at)
        notes = map(asyncio.wrap_future, list(self._notes))
        await asyncio.gather(*notes)  # a relay that leaves waits for us, and takes the last words along
        self._on_over(self)

    def _counted(self, outcome: StreamOutcome) -> Facts:
        """The call's facts: counted as metrics, and returned for its record."""
        measures, quality = self.session.measures, self.session.quality
        count("StreamEnded", outcome=outcome.value)
        measure("StreamDropped", "Count", int(outcome.is_dropped))  # 0 as well: the average is the share
        is_one_sided = not outcome.is_dropped and quality.is_one_sided
        measure("OneSided", "Count", int(is_one_sided))
        measure("Reconnects", "Count", measures.reconnects)
        measure("AgentUnderruns", "Count", quality.underruns)
        measure("CallerGaps", "Count", quality.caller_gaps)
        measure("TurnLatency", "Milliseconds", measures.facts().get("turn_latency_ms"))
        measure("BargeIn", "Milliseconds", quality.barge_in_ms)
        measure("HopP99", "Microseconds", quality.hop_p99_us)
        return {**self.session.facts(), "is_one_sided": is_one_sided}
