"""The agent on a SIP leg: it hears the other side's audio, recognises the lines of its script, speaks, hangs up."""

import re
import time
from typing import Any

from local.agents import speech_detection
from local.agents.dialogue import END_CALL, Exchange, Script
from local.agents.speech_detection import beginning
from local.agents.turns import TurnEvent, TurnTaker
from local.audio import mulaw
from local.retell.functions import CustomFunctions
from local.retell.lifecycle import Lifecycle
from local.retell.workspace import Call
from local.twilio.caller import Caller, LineDropped
from local.twilio.media.playout import SILENCE, wav

STEP_S, LAG_MS, BYTES_PER_MS = 0.02, 150.0, 8
TOOL_RESULT = "{tool_result}"  # in a line of the script: what the function answered
TOOL_FAILED = "I am sorry, that did not work."
UNINTELLIGIBLE = "(unintelligible audio)"
USUAL = {"reminder_trigger_ms": 10_000.0, "reminder_max_count": 1.0, "interruption_sensitivity": 1.0}
VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")


class AgentVoice:
    """A `Screenplay`: the person that the carrier finds at the call's SIP address."""

    def __init__(self, call: Call, lifecycle: Lifecycle, machine_after_s: float | None = None) -> None:
        """`machine_after_s`: a machine answered, and that is noticed so long afterwards."""
        self._call, self._lifecycle, self._agent = call, lifecycle, call.agent
        self._script = Script(call.agent.dialogue, call.agent.did_not_catch)
        self._ears = TurnTaker()
        self._machine_after_s = machine_after_s
        self._heard_bytes, self._ended_by = 0, "user_hangup"
        self._said_over: list[str] = []  # by the caller, without stopping the agent
        self.utterances: list[dict[str, Any]] = []
        self.waiting: list[str] = []  # lines to be said at once: of update-live-call
        self._caller: Caller | None = None

    async def __call__(self, caller: Caller) -> None:
        self._caller = caller
        self._lifecycle.begins(self._call, self)
        try:
            await self._converse(caller)
        except LineDropped:
            self._ended_by = "user_hangup" if self._ended_by != "manual_stopped" else self._ended_by
        finally:
            self._lifecycle.ends(self._call, self._ended_by, self.utterances, wav(caller.heard.tape))

    def stop(self, reason: str) -> None:
        self._ended_by = reason
        if self._caller:
            self._caller.call.hang_up("agent")

    async def _converse(self, caller: Caller) -> None:
        if self._machine_after_s is not None:
            await caller.hears_for(self._machine_after_s)
            self._ended_by, self._call.in_voicemail = "voicemail_reached", True
            return
        if self._agent.greeting:
            await self._say(caller, self._agent.greeting)
        while not caller.call.line.over.is_set():
            await caller.hears_for(STEP_S)
            for line in [*self._taken_over(), *self._turns(caller)]:
                await caller.hears_for(self._agent.reply_delay_s)
                if await self._answer(caller, self._script.reply_to(line)):
                    return
            while self.waiting:
                await self._say(caller, self.waiting.pop(0))

    async def _answer(self, caller: Caller, exchange: Exchange) -> bool:
        """True when it ended the call. A caller who cuts it short stops what was to follow, too."""
        says = await self._with_tool(exchange) if exchange.tool else exchange.says
        if await self._say(caller, says):
            return False
        if exchange.then:
            self._ended_by = "agent_hangup" if exchange.then == END_CALL else exchange.then
        return bool(exchange.then)

    async def _with_tool(self, exchange: Exchange) -> str:
        assert exchange.tool
        words, went_well = await CustomFunctions(self._lifecycle.webhooks).call(self._call, exchange.tool)
        return exchange.says.replace(TOOL_RESULT, words) if went_well else TOOL_FAILED

    async def _say(self, caller: Caller, text: str) -> bool:
        """True when the caller cut it short: the transcript has what was heard."""
        variables = self._call.values.get("retell_llm_dynamic_variables") or {}
        words = VARIABLE.sub(lambda found: str(variables.get(found[1], found[0])), text)
        spoken = self._note("agent", words, time.monotonic())
        heard = await self._heard_of(caller, words)
        if heard is not None:
            spoken["content"] = heard or words.split(maxsplit=1)[0]
        return heard is not None

    async def _heard_of(self, caller: Caller, words: str, *, is_protected: bool = False) -> str | None:
        """Speaks. The words that were heard before the caller spoke over them; None when they were all said."""
        began_s = time.monotonic()
        utterance = await caller.starts_saying(words, self._agent.voice)
        total_s = max(len(utterance.audio) / mulaw.RATE_HZ, 0.001)
        while caller.is_talking() and not caller.call.line.over.is_set():
            await caller.hears_for(STEP_S)
            if self._barges_in(caller) and not is_protected and self._setting("interruption_sensitivity") > 0:
                caller.stops_saying()
                return beginning(words, (time.monotonic() - began_s) / total_s)
        if caller.call.line.over.is_set():
            raise LineDropped("says")
        return None

    def _barges_in(self, caller: Caller) -> bool:
        events = self._hear(caller, agent_is_playing=True)
        if TurnEvent.ENDED in events:
            self._said_over.append(self._recognised())
        return TurnEvent.BARGED_IN in events

    def _taken_over(self) -> list[str]:
        lines, self._said_over = self._said_over, []
        return lines

    def _setting(self, name: str) -> float:
        known = self._agent.settings.get(name)
        return USUAL[name] if known is None else float(known)

    def _turns(self, caller: Caller) -> list[str]:
        """Lines that have just ended. It listens a little late: audio is placed where it was due."""
        return [self._recognised() for event in self._hear(caller, agent_is_playing=False) if _ended(event)]

    def _hear(self, caller: Caller, *, agent_is_playing: bool) -> list[TurnEvent]:
        until = max(round((caller.call.line.now_ms() - LAG_MS) * BYTES_PER_MS), self._heard_bytes)
        piece = caller.heard.tape[self._heard_bytes : until]
        piece += SILENCE * (until - self._heard_bytes - len(piece))
        self._heard_bytes = until
        return self._ears.hear(piece, agent_is_playing=agent_is_playing)

    def _recognised(self) -> str:
        audio = self._ears.taken()
        lines = [exchange.hears for exchange in self._agent.dialogue]
        heard = speech_detection.recognise(audio, lines, self._agent.caller_voices)
        shown = UNINTELLIGIBLE if heard == speech_detection.UNINTELLIGIBLE else heard
        self._note("user", shown, time.monotonic() - len(audio) / mulaw.RATE_HZ)
        return heard

    def _note(self, role: str, content: str, at_s: float) -> dict[str, Any]:
        began_s = self._call.values["start_timestamp"] / 1000
        start = max(self._lifecycle.workspace.now_s() - (time.monotonic() - at_s) - began_s, 0.0)
        word = {
            "word": content.split(maxsplit=1)[0] if content else "",
            "start": round(start, 2),
            "end": round(start + 0.3, 2),
        }
        utterance = {"role": role, "content": content, "words": [word]}
        self.utterances.append(utterance)
        self._call.items.append(utterance)
        self._call.values["transcript_with_tool_calls"] = self._call.items
        self._lifecycle.webhooks.send(self._call, "transcript_updated")
        self._lifecycle.workspace.note(self._call, "agent says" if role == "agent" else "caller said", content)
        return utterance


def _ended(event: TurnEvent) -> bool:
    return event is TurnEvent.ENDED
