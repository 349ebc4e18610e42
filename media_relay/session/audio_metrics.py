"""Audio metrics of a call: levels, silence, gaps, latency. Measured on the audio path.

For each frame a few additions; levels and hops are sampled. Nothing here decides anything.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from media_relay.session import voice_activity
from trunkline import mulaw

SAMPLED, LOOKED_AT = 15, 63  # masks: of hops one in sixteen, of levels one in sixty-four
LARGE_BYTES = 1600  # 200 ms: pieces that come one by one, each worth a look
SAMPLES_LOOKED_AT = 40
FRAME_MS = 20
GAP_MS = 30  # from one timestamp to the next; more means that a frame never came
NEVER_MS = 1 << 60
QUIET_BEFORE_SPEECH = 25  # frames: half a second of silence before a voiced frame counts as a start of speech
BARGE_IN_AT_MOST_S = 5.0  # an interruption so long after the caller began has another reason
BARGE_INS_KEPT = 500
ONE_SIDED_FRAMES = 150  # three seconds of voice without an answer
HOP_BOUNDS_S = (0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05)
SQUARES = tuple(mulaw.decode(code) ** 2 for code in range(256))


@dataclass(slots=True)
class Buckets:
    """A histogram of fixed size. The last bucket has no bound."""

    bounds: Sequence[float] = HOP_BOUNDS_S
    total: float = 0.0
    counts: list[int] = field(default_factory=lambda: [0] * (len(HOP_BOUNDS_S) + 1))

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def merge(self, other: "Buckets") -> None:
        self.counts = [ours + theirs for ours, theirs in zip(self.counts, other.counts, strict=True)]
        self.total += other.total

    def bound_of(self, share: float) -> float:
        """The bound under which so large a share lies; infinite beyond the last one, 0 of nothing."""
        wanted, seen = share * sum(self.counts), 0
        for bound, count in zip((*self.bounds, math.inf), self.counts, strict=True):
            seen += count
            if seen >= wanted:
                return bound if seen else 0.0
        return math.inf

    def to_text(self) -> str:
        """For a record: upper bound in microseconds, and how many."""
        labels = [f"{round(bound * 1e6)}" for bound in self.bounds] + ["more"]
        return " ".join(f"{label}:{count}" for label, count in zip(labels, self.counts, strict=True) if count)


@dataclass(slots=True)
class Level:
    """Level of the voiced samples, and the share of silence."""

    samples: int = 0
    quiet: int = 0
    power: int = 0

    def add(self, audio: bytes) -> None:
        looked_at = audio[:: max(1, len(audio) // SAMPLES_LOOKED_AT)]
        self.samples += len(looked_at)
        self.quiet += len(looked_at) - len(looked_at.translate(None, voice_activity.QUIET_CODES))
        self.power += sum(map(SQUARES.__getitem__, looked_at))

    @property
    def dbfs(self) -> int | None:
        loud = self.samples - self.quiet
        return round(10 * math.log10(self.power / loud / mulaw.FULL_SCALE**2)) if loud else None


@dataclass
class AudioMetrics:
    """One for each call."""

    hops: Buckets = field(default_factory=Buckets)
    barge_ins_s: list[float] = field(default_factory=list)
    caller_frames: int = 0
    caller_gaps: int = 0
    underruns: int = 0
    _caller_voiced: int = 0
    _caller_gap_ms: int = 0
    _caller_at_ms: int = NEVER_MS
    _caller_quiet: int = QUIET_BEFORE_SPEECH
    _caller_began_at_s: float = -math.inf
    _caller_spoke_at_s: float = math.inf  # last, and not answered yet
    _caller_level: Level = field(default_factory=Level)
    _agent_pieces: int = 0
    _agent_level: Level = field(default_factory=Level)
    _dry_s: float = 0.0
    _interrupted_at_s: float = math.inf
    _slowest_clear_s: float = 0.0
    _scores: int = 0
    _score_sum: float = 0.0

    # --- the audio path ------------------------------------------------------------------------------------------

    def caller_heard(self, audio: bytes, timestamp_ms: int, now_s: float) -> None:
        self.caller_frames += 1
        step_ms, self._caller_at_ms = timestamp_ms - self._caller_at_ms, timestamp_ms
        if step_ms > GAP_MS:
            self.caller_gaps += 1
            self._caller_gap_ms += step_ms - FRAME_MS
        if not voice_activity.is_voiced(audio):
            self._caller_quiet += 1
            return
        if self._caller_quiet >= QUIET_BEFORE_SPEECH:
            self._caller_began_at_s = now_s
        self._caller_quiet, self._caller_spoke_at_s = 0, now_s
        self._caller_voiced += 1
        if not self._caller_voiced & LOOKED_AT:
            self._caller_level.add(audio)

    def agent_heard(self, audio: bytes) -> bool:
        """Whether this piece is one of the sampled ones."""
        self._agent_pieces += 1
        if self._agent_pieces & LOOKED_AT and len(audio) < LARGE_BYTES:
            return False
        self._agent_level.add(audio)
        return True

    # --- everything else -----------------------------------------------------------------------------------------

    def silent_for_s(self, now_s: float) -> float | None:
        """Since the caller last spoke. Returned once: audio heard after that is no answer to it."""
        spoke_at_s, self._caller_spoke_at_s = self._caller_spoke_at_s, math.inf
        return now_s - spoke_at_s if spoke_at_s < math.inf else None

    def ran_dry(self, silent_s: float) -> None:
        """The caller heard nothing for so long in the middle of a turn: its audio came too late."""
        self.underruns += 1
        self._dry_s += silent_s

    def interrupted(self, now_s: float) -> None:
        self._interrupted_at_s = now_s

    def cleared(self, now_s: float) -> None:
        """A `clear` was sent. Not every clear follows an interruption."""
        if self._interrupted_at_s > now_s:
            return
        self._slowest_clear_s = max(self._slowest_clear_s, now_s - self._interrupted_at_s)
        self._interrupted_at_s = math.inf
        waited_s = now_s - self._caller_began_at_s
        if waited_s <= BARGE_IN_AT_MOST_S and len(self.barge_ins_s) < BARGE_INS_KEPT:
            self.barge_ins_s.append(waited_s)

    def voice_scored(self, score: float) -> None:
        self._scores += 1
        self._score_sum += score

    @property
    def is_one_sided(self) -> bool:
        """Whether one side spoke and the other never did. With too few agent frames for a sample it is not."""
        level = self._agent_level
        if not self.caller_frames:
            return level.samples > level.quiet
        agent_was_silent = level.samples == level.quiet if level.samples else not self._agent_pieces
        return agent_was_silent and self._caller_voiced >= ONE_SIDED_FRAMES

    @property
    def hop_p99_us(self) -> int | None:
        """The bound of the bucket it is in; None when nothing was sampled, or when it is beyond them all."""
        bound_s = self.hops.bound_of(0.99)
        return round(bound_s * 1e6) if 0 < bound_s < math.inf else None

    @property
    def barge_in_ms(self) -> int | None:
        return round(median(self.barge_ins_s) * 1000) if self.barge_ins_s else None

    def facts(self) -> dict[str, int | str]:
        """For the call record. What was not measured is absent, and not zero."""
        known: dict[str, int | str | None] = {
            "caller_gaps": self.caller_gaps,
            "caller_gap_ms": self._caller_gap_ms,
            "agent_underruns": self.underruns,
            "agent_underrun_ms": round(self._dry_s * 1000),
            "caller_silence_pct": _percent(self.caller_frames - self._caller_voiced, self.caller_frames),
            "agent_silence_pct": _percent(self._agent_level.quiet, self._agent_level.samples),
            "caller_level_dbfs": self._caller_level.dbfs,
            "agent_level_dbfs": self._agent_level.dbfs,
            "voice_score_pct": _percent(self._score_sum, self._scores),
            "barge_in_ms": self.barge_in_ms,
            "slowest_clear_us": round(self._slowest_clear_s * 1e6) if self._slowest_clear_s else None,
            "hop_p99_us": self.hop_p99_us,
            "hop_histogram_us": self.hops.to_text() or None,
        }
        return {name: value for name, value in known.items() if value is not None}


def _percent(part: float, whole: float) -> int | None:
    return round(100 * part / whole) if whole else None
