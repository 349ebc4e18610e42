"""A patient's side of a check-in, put together from vowels, syllables and silence of known lengths."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.fakes.vowels import RATE, Vowel, mulaw
from trunkline_voice.g711 import decode, full_scale_one
from trunkline_voice.tasks.task_windows import AgentTurn, Task
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

ONE_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
F0 = 125.0
VOICE_DBFS = -16.0  # of the vowel that all is made of
Sound = NDArray[np.float64]


@cache
def steady(seconds: float, seed: int = 12, hnr_db: float | None = None) -> Sound:
    return Vowel(F0, 0.005, 0.03, hnr_db, seed, seconds).samples() / 32768


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE))


def ahh(seconds: float) -> Sound:
    return steady(seconds)


def syllables(count: int, per_second: float) -> Sound:
    """Syllables without a pause: as many swells of one vowel, each falling by 20 dB at its ends."""
    each = round(RATE / per_second)
    swell = 10 ** (-(1 - np.sin(np.pi * (np.arange(each) + 0.5) / each)))
    return np.tile(swell, count) * steady(60.0)[: count * each]


def counting(pauses: int = 3, pause_s: float = 0.6) -> Sound:
    """The 32 syllables of one to twenty, in groups with breaths between them."""
    groups = np.array_split(np.arange(32), pauses + 1)
    parts = [part for group in groups for part in (syllables(len(group), 4.0), silence(pause_s))]
    return np.concatenate(parts[:-1])


@dataclass
class CheckIn:
    """A call that grows: what the agent says is silence on the patient's side, and a turn in the list."""

    parts: list[Sound] = field(default_factory=list)
    turns: list[AgentTurn] = field(default_factory=list)
    seconds: float = 0.0

    def asks(self, seconds: float = 2.0, task: Task = Task.SPEECH, reply: str = "") -> None:
        self.turns.append(AgentTurn(Span(self.seconds, self.seconds + seconds), task, reply))
        self.hears(silence(seconds))

    def hears(self, *sounds: Sound) -> None:
        for sound in sounds:
            self.parts.append(sound)
            self.seconds += len(sound) / RATE

    def answered(self, task: Task, sound: Sound, reply: str = "") -> None:
        """A prompt, a moment of thought, the answer, and a moment more."""
        self.asks(task=task, reply=reply)
        self.hears(silence(0.8), sound, silence(0.7))

    def codes(self, snr_db: float = 45.0, gain: float = 1.0) -> bytes:
        """Mu-law as it comes from the line, with the line's noise."""
        sound = np.concatenate(self.parts)
        hiss = np.random.default_rng(1).normal(0, 10 ** ((VOICE_DBFS - snr_db) / 20), len(sound))
        return mulaw(np.clip(np.rint((sound + hiss) * gain * 32768), -32768, 32767).astype(np.int16))

    def track(self, snr_db: float = 45.0, gaps: Sequence[Span] = (), gain: float = 1.0) -> Track:
        samples = full_scale_one(decode(self.codes(snr_db, gain)))
        for gap in gaps:
            samples[round(gap.begin * RATE) : round(gap.end * RATE)] = 0.0
        return Track(samples, gaps)


@cache
def check_in() -> CheckIn:
    """Two answers, the count and an "Ahh" of 6 s, with the agent's goodbye."""
    call = CheckIn()
    phrase = syllables(10, 4.0)
    answer = np.concatenate([phrase, silence(0.5), phrase, silence(0.5), phrase])
    call.answered(Task.SPEECH, answer, "fine thank you")
    call.answered(Task.COUNT, counting(), ONE_TO_TWENTY)
    call.answered(Task.VOWEL, ahh(6.0), "ahh")
    call.answered(Task.SPEECH, answer, "no more than usual")
    call.asks()
    return call
