"""A call session under fire: it gets the output of the codecs, and its commands are checked against their promises.

It behaves as the relay's legs do, without sockets: audio asks, the rest is an event, marks come back, time passes.
"""

import json
from dataclasses import replace
from random import Random

from media_relay.native import frame_scanner
from media_relay.session.admission import (
    AdmissionCommand,
    AdmissionEvent,
    RedeemTicket,
    RefuseCaller,
    TicketAccepted,
    TicketRefused,
)
from media_relay.session.call_session import Phase
from media_relay.session.messages import (
    AgentGone,
    AgentUnreachable,
    AnswerPing,
    AnswerTool,
    CallerGone,
    Command,
    EndStream,
    Event,
    MarkCaller,
    OpenAgent,
    RelayStopping,
    SendContext,
    SendToAgent,
    ToolFinished,
)
from tests.fakes.calls_in_progress import READY, STARTED, TICKET, Stream
from tests.fuzz.mutations import below
from trunkline.realtime.agent_events import AgentAudio, CallerInterrupted
from trunkline.realtime.carrier_events import CallerAudio, MarkReached, StreamStopped
from trunkline.vendors.elevenlabs import agent_socket
from trunkline.vendors.twilio import media_stream

ONLY_THE_RELAY_SEES: tuple[Event | AdmissionEvent, ...] = (
    TicketAccepted(TICKET), TicketRefused("used"), AgentUnreachable("timeout"), AgentGone(1000), AgentGone(1002),
    AgentGone(1006), AgentGone(1006), AgentGone(1008), AgentGone(4999), CallerGone(), RelayStopping(),
    ToolFinished(1, "nine to four", is_error=False), ToolFinished(2, "the tool took too long", is_error=True),
)  # fmt: skip
FRAMES_AFTER_THE_END = 10
LONGEST_CALL_S = 10**9
LOW_EVENT = 2  # most audio of the corpus comes later


class BrokenPromise(AssertionError):
    """Nothing was raised, and yet what came out is wrong."""


class Telephone:
    """A veteran is never hung up on and never reconnects: what one endless call would keep for ever shows in it."""

    def __init__(self, rng: Random, *, is_veteran: bool = False) -> None:
        self._rng, self._is_veteran = rng, is_veteran
        self._now_s = 0.0
        self._session = Stream()
        self._to_come: list[Event | AdmissionEvent] = []  # what the world would answer to what was ordered
        self._token_was_spent = False
        self._silent_for = -1  # frames since the end; -1 before it
        if is_veteran or rng.random() < 0.8:
            for event in (STARTED, TicketAccepted(replace(TICKET, max_duration_s=LONGEST_CALL_S)), READY):
                self._deliver(event)
            self._to_come.clear()

    @property
    def is_done(self) -> bool:
        return self._silent_for >= FRAMES_AFTER_THE_END

    def take(self, frame: bytes) -> str:
        """What became of it, in a word."""
        if self._silent_for >= 0:
            self._silent_for += 1
        if not self._is_veteran:
            self._let_time_pass()
        while self._to_come and self._rng.random() < 0.5:
            self._deliver(self._to_come.pop(below(self._rng, len(self._to_come))))
        return self._from_caller(frame) if b'"event"' in frame else self._from_agent(frame)

    def _let_time_pass(self) -> None:
        chance = self._rng.random()
        self._now_s += 8.0 if chance < 0.01 else chance / 20
        if chance < 0.3:
            self._hold_to_word(self._session.tick(self._now_s))
        if chance > 0.98:
            self._deliver(ONLY_THE_RELAY_SEES[below(self._rng, len(ONLY_THE_RELAY_SEES))])

    # --- what the legs do ----------------------------------------------------------------------------------------

    def _from_caller(self, frame: bytes) -> str:
        spliced = frame_scanner.caller_payload(frame)
        message = CallerAudio(spliced[0], spliced[2]) if spliced else media_stream.read(frame)
        if isinstance(message, CallerAudio):
            return self._caller_audio(message.payload)
        if not (self._is_veteran and isinstance(message, StreamStopped)):
            self._deliver(message)
        return type(message).__name__

    def _from_agent(self, frame: bytes) -> str:
        spliced = frame_scanner.agent_payload(frame)
        message = AgentAudio(spliced[0], spliced[2]) if spliced else agent_socket.read(frame)
        if isinstance(message, AgentAudio):
            return self._agent_audio(message)
        # After a cut through event 10^18 all else is rightly void, and a veteran has more to live through.
        if not (self._is_veteran and isinstance(message, CallerInterrupted) and (message.event_id or 0) > LOW_EVENT):
            self._deliver(message)
        return type(message).__name__

    def _caller_audio(self, payload: bytes) -> str:
        forwarded = self._session.forwards(payload)
        if forwarded != (self._session.phase is Phase.TALKING):
            raise BrokenPromise(f"forwards says {forwarded} while {self._session.phase}")
        return "forwarded" if forwarded else "kept"

    def _agent_audio(self, message: AgentAudio) -> str:
        marks = self._session.plays(message.event_id, len(message.payload) * 3 // 4, self._now_s)
        if marks is None:
            return "dropped"
        if self._session.phase is not Phase.TALKING:
            raise BrokenPromise(f"audio plays while {self._session.phase}")
        self._to_come += [MarkReached(name) for name in (marks.before, marks.after) if name]
        return "played"

    def _deliver(self, event: Event | AdmissionEvent) -> None:
        self._hold_to_word(self._session.receive(event, self._now_s))

    # --- what was promised ---------------------------------------------------------------------------------------

    def _hold_to_word(self, commands: list[Command | AdmissionCommand]) -> None:
        for command in commands:
            self._check(command)
            self._perform(command)
        if self._session.is_over != (self._silent_for >= 0):
            raise BrokenPromise(
                f"{self._session.phase}, and an end was {'' if self._silent_for >= 0 else 'not '}reported"
            )

    def _check(self, command: Command | AdmissionCommand) -> None:
        if not isinstance(command, Command | AdmissionCommand):
            raise BrokenPromise(f"{command!r} is no command")
        if self._silent_for >= 0:
            raise BrokenPromise(f"{command!r} after the end")
        if isinstance(command, OpenAgent) and not self._token_was_spent:
            raise BrokenPromise("an agent is opened before a token was spent")

    def _perform(self, command: Command | AdmissionCommand) -> None:
        """As the relay would; what is written must be JSON."""
        match command:
            case RedeemTicket():
                self._token_was_spent = True
                self._to_come.append(TicketAccepted(TICKET) if self._rng.random() < 0.9 else TicketRefused("used"))
            case OpenAgent():
                self._to_come.append(READY if self._rng.random() < 0.8 else AgentUnreachable("timeout"))
            case MarkCaller(name):
                self._to_come.append(MarkReached(name))
            case EndStream() | RefuseCaller():
                self._silent_for = 0
            case SendToAgent(payload):
                json.loads(agent_socket.caller_audio(payload))
            case AnswerPing(event_id):
                json.loads(agent_socket.pong(event_id))
            case SendContext(text):
                json.loads(agent_socket.contextual_update(text))
            case AnswerTool(tool_call_id, result, is_error):
                json.loads(agent_socket.tool_result(tool_call_id, result, is_error=is_error))
