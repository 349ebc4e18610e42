"""A telephone line: the person's speech, their keys, and the audio they hear."""

import asyncio
import time
from dataclasses import dataclass, field

from local.twilio.media.playout import QUIET_BYTES, SILENCE, Playout

RATE_HZ = 8000
FRAME_BYTES = 160
FRAME_S = 0.02
HUM = (b"\x9f" * 20 + b"\x1f" * 20) * 200  # one second of a 200 Hz square wave: stands in for the carrier's own voice


def sample_at(t_s: float) -> int:
    """Clock time as a sample number, so that frames cut from a steady clock join without a seam."""
    return round(t_s * RATE_HZ)


@dataclass
class Utterance:
    text: str
    first_sample: int
    audio: bytes

    @property
    def end_sample(self) -> int:
        return self.first_sample + len(self.audio)


@dataclass
class AudioOutput:
    """Speech of the person, placed on the clock. Listeners cut frames out of it."""

    utterances: list[Utterance] = field(default_factory=list)

    def begins(self, text: str, audio: bytes, now_s: float) -> Utterance:
        self.falls_silent(now_s)
        utterance = Utterance(text, sample_at(now_s), audio)
        self.utterances.append(utterance)
        return utterance

    def falls_silent(self, now_s: float) -> None:
        if self.utterances:
            last = self.utterances[-1]
            last.audio = last.audio[: max(sample_at(now_s) - last.first_sample, 0)]

    def is_talking(self, now_s: float) -> bool:
        return bool(self.utterances) and self.utterances[-1].end_sample > sample_at(now_s)

    def silent_since_s(self) -> float:
        """The end of the last utterance, in the past or the future; 0 without one."""
        return self.utterances[-1].end_sample / RATE_HZ if self.utterances else 0.0

    def audio(self, first_sample: int, n_samples: int) -> bytes:
        """Always exactly n_samples long; silence where nothing was said."""
        end = first_sample + n_samples
        frame = SILENCE * n_samples
        if not self.utterances or self.utterances[-1].end_sample <= first_sample:
            return frame
        for said in reversed(self.utterances):
            if said.end_sample <= first_sample:
                break  # utterances never overlap, so everything before is older still
            start, stop = max(said.first_sample, first_sample), min(said.end_sample, end)
            if start < stop:
                piece = said.audio[start - said.first_sample : stop - said.first_sample]
                frame = frame[: start - first_sample] + piece + frame[stop - first_sample :]
        return frame

    def words_after(self, t_s: float) -> str:
        return " ".join(said.text for said in self.utterances if said.end_sample > sample_at(t_s))


class Line:
    """Both directions of one leg. Time zero of `heard` is the first moment at which audio could engine."""

    def __init__(self) -> None:
        self.output = AudioOutput()
        self.heard = Playout()
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.tones: asyncio.Queue[str] = asyncio.Queue()  # keys of the other side, over a bridge
        self.rang_out = asyncio.Event()  # answered, or over without an answer
        self.over = asyncio.Event()
        self._zero_s: float | None = None

    def open_ear(self) -> None:
        if self._zero_s is None:
            self._zero_s = time.monotonic()

    def now_ms(self) -> float:
        return self.ms_at(time.monotonic())

    def ms_at(self, t_s: float) -> float:
        return 0.0 if self._zero_s is None else (t_s - self._zero_s) * 1000

    def hear_hum(self, duration_s: float) -> None:
        """The carrier's own announcements sound as a hum of the right length: voiced, but without words."""
        self.open_ear()
        seconds, rest = divmod(round(duration_s * RATE_HZ), RATE_HZ)
        self.heard.queue_audio(HUM * seconds + HUM[:rest], self.now_ms())

    def hang_up(self) -> None:
        now_s = time.monotonic()
        self.output.falls_silent(now_s)
        self.heard.stop(self.ms_at(now_s))
        self.rang_out.set()
        self.over.set()


async def bridge(left: Line, right: Line) -> None:
    """Each hears what the other says, until cancelled or until one of them is gone."""
    left.open_ear()
    right.open_ear()
    start_s, carried = time.monotonic(), 0
    while not (left.over.is_set() or right.over.is_set()):
        await asyncio.sleep(max(start_s + (carried + 1) * FRAME_S - time.monotonic(), 0))
        due = int((time.monotonic() - start_s) / FRAME_S)  # after a pause of this process several at once
        for n in range(carried, due):
            first, due_s = sample_at(start_s) + n * FRAME_BYTES, start_s + (n + 1) * FRAME_S
            _carry(left, right, first, due_s)
            _carry(right, left, first, due_s)
        carried = due


def _carry(speaker: Line, listener: Line, first_sample: int, due_s: float) -> None:
    """Placed where it is due and not where our clock woke us: a telephone network evens that out."""
    while not speaker.keys.empty():
        listener.tones.put_nowait(speaker.keys.get_nowait())
    frame = speaker.output.audio(first_sample, FRAME_BYTES)
    if frame.translate(None, QUIET_BYTES):
        listener.heard.queue_audio(frame, listener.ms_at(due_s))
