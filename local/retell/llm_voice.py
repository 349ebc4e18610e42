"""The agent on a SIP leg whose words come from a server of the customer's: a custom-LLM socket."""

import asyncio
import re
import time
from contextlib import suppress

from local.retell.lifecycle import Lifecycle
from local.retell.llm_frames import Answer
from local.retell.llm_socket import GREETING_ID, LlmSocket
from local.retell.voice import STEP_S, AgentVoice
from local.retell.workspace import Call
from local.twilio.caller import Caller
from local.world.addresses import AddressBook

SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)
SPECULATES_S = 0.05  # between a first request and the one that makes it void
KEYS_END = "#"
KEYS_WAIT_S = 0.5  # after the last key; the real wait is a setting of the agent, and longer


class LlmVoice(AgentVoice):
    """Hears and speaks as any agent; asks the server for each answer, twice: requests are speculative."""

    def __init__(
        self, call: Call, lifecycle: Lifecycle, addresses: AddressBook, machine_after_s: float | None = None
    ) -> None:
        super().__init__(call, lifecycle, machine_after_s)
        self._said_of: object = None  # the answer whose sentences the last utterance has
        self._reminders, self._silent_since_s, self._key_at_s = 0, time.monotonic(), 0.0
        base = str(call.agent.settings["response_engine"]["llm_websocket_url"]).rstrip("/")
        url = f"{base}/{call.call_id}"
        self.socket = LlmSocket(
            lambda: addresses.resolve(url),
            dict(call.values),
            lambda what, more: lifecycle.workspace.note(call, what, more),
            call.items,
        )

    async def _converse(self, caller: Caller) -> None:
        talking = asyncio.create_task(self.socket.run())
        try:
            await self._turns_of(caller)
        finally:
            talking.cancel()
            with suppress(asyncio.CancelledError):
                await talking

    async def _turns_of(self, caller: Caller) -> None:
        is_over = await self._answered(caller, GREETING_ID)
        while not is_over and not caller.call.line.over.is_set() and not self.socket.ended_because:
            await caller.hears_for(STEP_S)
            is_over = await self._step(caller)
        self._ended_by = self.socket.ended_because or self._ended_by

    async def _step(self, caller: Caller) -> bool:
        """True when the call is over."""
        if self.socket.unasked:
            return await self._speaks(caller, self.socket.unasked.pop(0))
        if self._taken_over() + self._turns(caller) or self._has_keyed(caller):
            self._reminders = 0
            await self.socket.update(self.utterances, "user_turn")
            await self.socket.ask("response_required", self.utterances)
            await asyncio.sleep(SPECULATES_S)
            return await self._answered(caller, await self.socket.ask("response_required", self.utterances))
        if self._is_reminded():
            return await self._answered(caller, await self.socket.ask("reminder_required", self.utterances))
        return False

    def _setting(self, name: str) -> float:
        known = self.socket.agent_config.get(name)
        return super()._setting(name) if known is None else float(known)

    def _is_reminded(self) -> bool:
        silent_ms = (time.monotonic() - self._silent_since_s) * 1000
        is_due = silent_ms >= self._setting("reminder_trigger_ms") and not self._ears.speaking
        if not is_due or self._reminders >= self._setting("reminder_max_count"):
            return False
        self._reminders += 1
        return True

    def _has_keyed(self, caller: Caller) -> bool:
        """Keys are items of the transcript with tools; they are answered once no more of them come."""
        tones, digit = caller.call.line.tones, ""
        while not tones.empty():
            digit, self._key_at_s = tones.get_nowait(), time.monotonic()
            self._call.items.append({"role": "dtmf", "digit": digit})
        is_done = digit == KEYS_END or (self._key_at_s and time.monotonic() - self._key_at_s > KEYS_WAIT_S)
        self._key_at_s = 0.0 if is_done else self._key_at_s
        return bool(is_done)

    async def _answered(self, caller: Caller, number: int) -> bool:
        """Waits for the answer's first words. True when the answer ends the call."""
        while not self.socket.ended_because:
            if self.socket.unasked:
                if await self._speaks(caller, self.socket.unasked.pop(0)):
                    return True
            elif answer := self.socket.responses.get(number):
                return await self._speaks(caller, answer, number)
            elif caller.call.line.over.is_set():
                return False
            else:
                await self._changed()
        return True

    async def _changed(self) -> None:
        self.socket.changed.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.socket.changed.wait(), 1.0)

    async def _speaks(self, caller: Caller, answer: Answer, number: int | None = None) -> bool:
        """Sentence by sentence, as they come. True when the answer ends the call."""
        said = 0
        while not self.socket.ended_because:
            rest = answer.text[said:]
            sentence = SENTENCE.match(rest)
            if sentence or (answer.is_complete and rest.strip()):
                words = sentence[0] if sentence else rest
                await self._begins(answer)
                if await self._is_cut(caller, words.strip(), answer):
                    if number is not None:
                        self.socket.void(number)
                    return False
                said += len(words)
            elif answer.is_complete:
                return self._acts(answer)
            else:
                await self._changed()
        return True

    async def _begins(self, answer: Answer) -> None:
        if self._said_of is not answer:
            await self.socket.update(self.utterances, "agent_turn")

    async def _is_cut(self, caller: Caller, words: str, answer: Answer) -> bool:
        """Speaks, and stops where the caller speaks over it; what was heard stands in the transcript."""
        before = self._say_of(answer, words)
        spoken = self.utterances[-1]  # what the caller says meanwhile comes behind it
        heard = await self._heard_of(caller, words, is_protected=answer.is_protected)
        if heard is None:
            self._silent_since_s = time.monotonic()
            return False
        spoken["content"] = f"{before} {heard}".strip() or words.split(maxsplit=1)[0]
        return True

    def _say_of(self, answer: Answer, words: str) -> str:
        """Sentences of one answer are one utterance. Returns what it had before."""
        goes_on = self._said_of is answer and self.utterances and self.utterances[-1]["role"] == "agent"
        before = str(self.utterances[-1]["content"]) if goes_on else ""
        if goes_on:
            self.utterances[-1]["content"] += f" {words}"
        else:
            self._note("agent", words, time.monotonic())
        self._said_of = answer
        return before

    def _acts(self, answer: Answer) -> bool:
        """A transfer by number is not possible on a registered call: it is passed over, as Retell does."""
        if answer.ends_call:
            self._ended_by = "agent_hangup"
        elif answer.transfer_to and self._call.is_on_trunk:
            self._lifecycle.transfers(self._call, answer.transfer_to)
            self._ended_by = "call_transfer"
        elif answer.transfer_to:
            self._lifecycle.workspace.note(self._call, "passes over", "a transfer of a registered call")
        elif answer.keys:
            self._lifecycle.workspace.note(self._call, "presses", answer.keys)
        return answer.ends_call or self._ended_by == "call_transfer"
