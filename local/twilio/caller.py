"""The person on the phone, driven by a screenplay: speaks, listens, presses keys, hangs up."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from local.twilio.calls.call_state import CallState
from local.twilio.media.line import Utterance
from local.twilio.media.playout import Playout

LISTEN_STEP_S = 0.02
DEFAULT_VOICE = "en-us"

Screenplay = Callable[["Caller"], Awaitable[None]]
Speak = Callable[[str, str], bytes]


class LineDropped(Exception):
    """The other side ended the call in the middle of a scene. Ends the screenplay without failing the call."""


@dataclass
class Person:
    """The person at a number, and how a call to it goes."""

    answers_after_s: float = 0.0
    play: Screenplay | None = None
    busy: bool = False
    answers: bool = True
    unreachable: bool = False  # the carrier cannot route the call: failed, SIP 404
    answered_by: str = "human"  # what machine detection will say
    detection_s: float = 0.0


@dataclass
class Silence:
    """How long it has been quiet, by looks that followed each other closely: while this process stood still, audio may
    have come that is not on the tape yet."""

    longest_step_s: float
    lasted_ms: float = 0.0
    _voiced_ms: float | None = None
    _looked_ms: float = 0.0

    def look(self, last_voiced_ms: float | None, now_ms: float) -> None:
        passed_ms = min(now_ms - self._looked_ms, self.longest_step_s * 1000)
        self.lasted_ms = self.lasted_ms + passed_ms if last_voiced_ms == self._voiced_ms else 0.0
        self._voiced_ms, self._looked_ms = last_voiced_ms, now_ms


class Caller:
    def __init__(self, call: CallState, speak: Speak) -> None:
        self.call = call
        self.listen_step_s = LISTEN_STEP_S
        self._line = call.line
        self._speak = speak
        self._since_ms = 0.0  # the agent's next turn begins after this moment

    @property
    def heard(self) -> Playout:
        return self._line.heard

    async def perform(self, play: Screenplay) -> None:
        """Runs the screenplay; the caller hangs up at its end, also when it failed."""
        try:
            await play(self)
        except LineDropped as scene:
            self.call.note("line-dropped", during=str(scene))
        finally:
            self.call.hang_up("caller")

    async def says(self, text: str, voice: str = DEFAULT_VOICE) -> None:
        """Speaks in real time and returns when the last sound is out, or when cut short by `stops_saying`."""
        await self._until_said(await self._begin(text, voice), text)

    async def _until_said(self, utterance: Utterance, text: str) -> None:
        while time.monotonic() < utterance.end_sample / 8000:
            self._must_be_up("says")
            await self._listen(utterance.end_sample / 8000 - time.monotonic())
        self._turn_ends()
        self.call.note("said", text=text)

    async def sounds(self, name: str, audio: bytes) -> None:
        """Makes a sound that is no speech, in real time: mu-law at 8 kHz."""
        await self._line.rang_out.wait()
        self._must_be_up("sounds")
        self.call.note("saying", text=name)
        await self._until_said(self._line.output.begins(name, audio, time.monotonic()), name)

    async def starts_saying(self, text: str, voice: str = DEFAULT_VOICE) -> Utterance:
        return await self._begin(text, voice)

    def is_talking(self) -> bool:
        return self._line.output.is_talking(time.monotonic())

    def stops_saying(self) -> "_Done":
        """Cuts the sentence off at once; may be awaited like every other stage direction."""
        self._line.output.falls_silent(time.monotonic())
        self._turn_ends()
        self.call.note("stopped-saying")
        return _Done()

    async def agent_starts(self, timeout_s: float = 10.0) -> float:
        """Until the first voiced audio is heard after the caller's last turn; returns the wait in seconds."""
        deadline_s = time.monotonic() + timeout_s
        while (first_ms := self._first_heard_ms()) is None:
            self._must_be_up("agent_starts")
            _check(deadline_s, f"the agent said nothing within {timeout_s} s")
            await self._listen(self.listen_step_s)
        return (first_ms - self._since_ms) / 1000

    async def agent_finishes(self, quiet_s: float = 0.6, timeout_s: float = 20.0) -> None:
        """Until the agent has been heard and then silent for quiet_s, or has ended the call after speaking."""
        deadline_s, silence = time.monotonic() + timeout_s, Silence(3 * self.listen_step_s)
        while not self._has_fallen_silent(quiet_s, silence):
            if self._line.over.is_set():
                if self._first_heard_ms() is None:
                    raise LineDropped("agent_finishes")
                break
            _check(deadline_s, f"the agent did not finish within {timeout_s} s")
            await self._listen(self.listen_step_s)
        self._since_ms = self._line.now_ms()

    async def learns_of(self, kind: str, timeout_s: float = 30.0) -> None:
        """Until the call has had such an event, as `bridged`. What the agent says next is a turn of its own."""
        deadline_s = time.monotonic() + timeout_s
        while all(known != kind for _, known, _ in self.call.events):
            self._must_be_up("learns_of")
            _check(deadline_s, f"the call was not {kind} within {timeout_s} s")
            await self._listen(self.listen_step_s)
        self._turn_ends()

    async def hears_for(self, duration_s: float) -> None:
        """Lets call time pass; returns early when the line drops."""
        await self._listen(duration_s)

    async def presses(self, digits: str) -> None:
        await self._line.rang_out.wait()
        for digit in digits:
            self._must_be_up("presses")
            self._line.keys.put_nowait(digit)
            self.call.note("pressed", digit=digit)
        self._turn_ends()

    async def hangs_up(self) -> None:
        self.call.hang_up("caller")

    async def line_drops(self, timeout_s: float = 20.0) -> None:
        try:
            await asyncio.wait_for(self._line.over.wait(), timeout_s)
        except TimeoutError:
            raise TimeoutError(f"the call did not end within {timeout_s} s") from None

    async def _begin(self, text: str, voice: str) -> Utterance:
        # Speech is made in a thread: the media clocks of every call live on this event loop.
        audio = await asyncio.to_thread(self._speak, text, voice)
        await self._line.rang_out.wait()
        self._must_be_up("says")
        self.call.note("saying", text=text)
        return self._line.output.begins(text, audio, time.monotonic())

    def _turn_ends(self) -> None:
        self._since_ms = self._line.now_ms()

    def _first_heard_ms(self) -> float | None:
        if self._line.output.is_talking(time.monotonic()):
            return None  # still the caller's turn
        spoken_ms = self._line.ms_at(self._line.output.silent_since_s())
        self._since_ms = max(self._since_ms, spoken_ms)
        return self.heard.first_voiced_ms(self._since_ms, self._line.now_ms())

    def _has_fallen_silent(self, quiet_s: float, silence: "Silence") -> bool:
        now_ms = self._line.now_ms()
        if self._first_heard_ms() is None:
            return False
        last_ms = self.heard.last_voiced_ms(self._since_ms, now_ms)
        silence.look(last_ms, now_ms)
        return last_ms is not None and min(now_ms - last_ms, silence.lasted_ms) >= quiet_s * 1000

    async def _listen(self, duration_s: float) -> None:
        try:
            await asyncio.wait_for(self._line.over.wait(), max(duration_s, 0))
        except TimeoutError:
            return

    def _must_be_up(self, scene: str) -> None:
        if self._line.over.is_set():
            raise LineDropped(scene)


class _Done:
    def __await__(self):
        return iter(())


def _check(deadline_s: float, message: str) -> None:
    if time.monotonic() > deadline_s:
        raise TimeoutError(message)
