"""The session of an agent, without sockets and clock: audio, messages and the time come in, effects go out."""

import json
from collections.abc import Callable

from local.agents import speech_detection
from local.agents.dialogue import END_CALL, Exchange, Script
from local.agents.turns import Playout, TurnEvent, TurnTaker
from local.audio import mulaw
from local.audio.speech import speech
from local.elevenlabs.agents import checks
from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.conversation import Conversation, Turn
from local.elevenlabs.agents.effects import (
    AgentSaid,
    Audio,
    CallerSaid,
    Corrected,
    Effect,
    Ended,
    Interrupted,
    ToolAnswered,
    ToolCalled,
    VoiceScored,
)
from local.elevenlabs.speech import voice

ACTIVITY_HOLD_S = 2.0  # after user_activity the agent holds back for so long
LATE_AUDIO_BYTES = 2 * mulaw.FRAME_BYTES
VAD_SCORE, SCORE_EVERY_S = "vad_score", 0.1
TOOL_RESULT = "{tool_result}"  # in a line of the script: what the tool answered
TOOL_FAILED = "Sorry, that did not work."

Speak = Callable[[str, str], bytes]


class Session:
    """A conversation while it runs. Times are seconds since its beginning."""

    def __init__(self, conversation: Conversation, speak: Speak = speech) -> None:
        self.conversation = conversation
        self.agent: Agent = conversation.agent
        self.over = False
        self._speak = speak
        self._script = Script(self.agent.dialogue, self.agent.did_not_catch)
        self._turns = TurnTaker()
        self._playout = Playout()
        self._event_id = 0
        self._utterance: _Utterance | None = None
        self._reply: tuple[float, Exchange] | None = None  # due at, what
        self._tool: tuple[float, Exchange, ToolCalled] | None = None  # times out at, then what, which call
        self._reprompts = list(self.agent.reprompts)
        self._last_input_at = self._quiet_since = self._score_due_at = 0.0

    def begin(self, now: float) -> list[Effect]:
        """Checks what the client asked for, then says the first message."""
        refusal = checks.check(self.agent, self.conversation.client_data)
        if refusal:
            return self.fail(refusal.code, refusal.message, refusal.error_type)
        greeting = checks.first_message(self.agent, self.conversation.client_data)
        return self._say(greeting, now) if greeting else []

    def hear(self, audio: bytes, now: float) -> list[Effect]:
        """Telephone audio of the caller, in pieces of any length."""
        self._last_input_at = now
        self.conversation.tape.hear_caller(audio, now)
        effects: list[Effect] = []
        for event in self._turns.hear(audio, agent_is_playing=self._playout.is_playing(now)):
            effects += self._on_turn(event, now)
        return effects + self._scored(now)

    def _scored(self, now: float) -> list[Effect]:
        """Ten times a second, for a client that asked for it."""
        if now < self._score_due_at or VAD_SCORE not in self.agent.client_events:
            return []
        self._score_due_at = now + SCORE_EVERY_S
        return [VoiceScored(0.97 if self._turns.speaking else 0.02)]

    def read(self, text: str, now: float) -> list[Effect]:
        """A typed message counts as something the caller said."""
        self._last_input_at = now
        return [*self._interrupt(now), *self._caller_said(text, now)]

    def tool_result(self, call_id: str, result: str, is_error: bool, now: float) -> list[Effect]:
        if self._tool is None or self._tool[2].call_id != call_id:
            return []  # answered before, or too late
        _, exchange, call = self._tool
        self._tool = None
        self._note_tool(call, result, is_error, now)
        says = TOOL_FAILED if is_error else exchange.says.replace(TOOL_RESULT, result)
        answered = ToolAnswered(call.name, call.call_id, "client", is_error, self._next_id())
        return [answered, *self._say(says, now), *self._afterwards(exchange, now)]

    def hold_back(self, now: float) -> None:
        """The user is busy with something: the turn timer starts anew and a due reply waits."""
        self._last_input_at = self._quiet_since = now
        if self._reply:
            self._reply = (max(self._reply[0], now + ACTIVITY_HOLD_S), self._reply[1])

    def tick(self, now: float) -> list[Effect]:
        """Effects of time alone: silence, timeouts."""
        if self.over:
            return []
        if now >= self.agent.max_duration_s:
            return self.end(1000, "Conversation has exceeded maximum duration")
        if now - self._last_input_at >= self.agent.input_timeout_s:
            return self.fail(1002, "No user input received in time.", "transport_receive_timeout")
        if self._tool and now >= self._tool[0]:
            return self.tool_result(self._tool[2].call_id, "Tool timed out", True, now)
        if self._reply and now >= self._reply[0]:
            return self._give_reply(now)
        return self._reprompt(now) if self._caller_is_silent(now) else []

    def end(self, code: int, reason: str) -> list[Effect]:
        self.over = True
        self.conversation.termination_reason = self.conversation.termination_reason or reason
        return [Ended(code, reason)]

    def fail(self, code: int, message: str, error_type: str) -> list[Effect]:
        self.over = True
        self.conversation.termination_reason = message
        self.conversation.error = {"code": code, "reason": message}
        return [Ended(code, message, error_type)]

    def playing_until(self) -> float:
        return self._playout.ends_at

    def _on_turn(self, event: TurnEvent, now: float) -> list[Effect]:
        match event:
            case TurnEvent.BARGED_IN:
                return self._interrupt(now)
            case TurnEvent.ENDED:
                lines = [exchange.hears for exchange in self.agent.dialogue]
                audio = self._turns.taken()
                heard = speech_detection.recognise(audio, lines, self.agent.caller_voices)
                return self._caller_said(heard, now, began_at=max(0.0, now - len(audio) / mulaw.RATE_HZ))
        return []

    def _caller_said(self, text: str, now: float, began_at: float | None = None) -> list[Effect]:
        self.conversation.transcript.append(Turn("user", text, now if began_at is None else began_at))
        self._reprompts = list(self.agent.reprompts)
        self._reply = (now + self.agent.reply_delay_s, self._script.reply_to(text))
        return [CallerSaid(text, self._next_id())]

    def _give_reply(self, now: float) -> list[Effect]:
        assert self._reply is not None
        exchange, self._reply = self._reply[1], None
        if exchange.tool:
            return self._call_tool(exchange, now)
        return [*self._say(exchange.says, now), *self._afterwards(exchange, now)]

    def _call_tool(self, exchange: Exchange, now: float) -> list[Effect]:
        assert exchange.tool is not None
        event_id = self._next_id()
        call = ToolCalled(exchange.tool.name, f"tc_{event_id}", exchange.tool.parameters, event_id)
        self._tool = (now + exchange.tool.timeout_s, exchange, call)
        return [call]

    def _afterwards(self, exchange: Exchange, now: float) -> list[Effect]:
        return self._hang_up(now) if exchange.then == END_CALL else []

    def _say(self, text: str, now: float) -> list[Effect]:
        if not text:
            return []
        text = checks.fill_in(text, self.conversation.variables)
        audio = self._speak(text, self.agent.voice)
        event_id = self._next_id()
        begins_at, ends_at = self._playout.add(len(audio), now)
        turn = Turn("agent", text, begins_at)
        self._utterance = _Utterance(turn, audio, event_id, begins_at, ends_at)
        self._quiet_since = ends_at
        self.conversation.transcript.append(turn)
        self.conversation.tape.hear_agent(audio, begins_at)
        parts = voice.frames(audio, short=self.agent.short_frames)
        return [*(Audio(part, event_id) for part in parts), AgentSaid(text, event_id)]

    def _interrupt(self, now: float) -> list[Effect]:
        cut = self._utterance
        if cut is None or not self._playout.is_playing(now):
            return []
        self._utterance, self._reply = None, None
        self._playout.cut(now)
        self.conversation.tape.cut_agent(now)
        spoken = voice.spoken_part(cut.turn.message or "", cut.played_share(now))
        cut.turn.original_message, cut.turn.message, cut.turn.interrupted = cut.turn.message, spoken, True
        corrected = Corrected(cut.turn.original_message or "", spoken, cut.event_id)
        late = Audio(cut.audio[-LATE_AUDIO_BYTES:], cut.event_id, late=True)
        return [Interrupted(cut.event_id), *([corrected] if spoken else []), late]

    def _caller_is_silent(self, now: float) -> bool:
        if self._turns.speaking or self._tool or self._playout.is_playing(now) or not self.agent.reprompts:
            return False
        return self.agent.turn_timeout_s >= 0 and now - self._quiet_since >= self.agent.turn_timeout_s

    def _reprompt(self, now: float) -> list[Effect]:
        if self._reprompts:
            return self._say(self._reprompts.pop(0), now)
        return [*self._say(self.agent.farewell, now), *self._hang_up(now)]

    def _hang_up(self, now: float) -> list[Effect]:
        event_id = self._next_id()
        call = ToolCalled(END_CALL, f"end_call_{event_id}", {}, event_id)
        self._note_tool(call, "success", False, now, kind="system")
        self.conversation.termination_reason = "end_call tool was called."
        return [ToolAnswered(END_CALL, call.call_id, "system", False, event_id), *self.end(1000, "")]

    def _note_tool(self, call: ToolCalled, result: str, is_error: bool, now: float, kind: str = "client") -> None:
        self.conversation.transcript.append(_tool_turn(call, result, is_error, kind, now))

    def _next_id(self) -> int:
        self._event_id += 1
        return self._event_id


class _Utterance:
    """The utterance that the agent speaks now."""

    def __init__(self, turn: Turn, audio: bytes, event_id: int, begins_at: float, ends_at: float) -> None:
        self.turn = turn
        self.audio = audio
        self.event_id = event_id
        self._begins_at = begins_at
        self._length_s = max(ends_at - begins_at, 1e-6)

    def played_share(self, now: float) -> float:
        return (now - self._begins_at) / self._length_s


def _tool_turn(call: ToolCalled, result: str, is_error: bool, kind: str, at_s: float) -> Turn:
    shared = {"type": kind, "request_id": call.call_id, "tool_name": call.name, "tool_has_been_called": True}
    called = {**shared, "params_as_json": json.dumps(call.parameters)}
    answered = {**shared, "result_value": result, "is_error": is_error}
    return Turn("agent", None, at_s, tool_calls=[called], tool_results=[answered])
