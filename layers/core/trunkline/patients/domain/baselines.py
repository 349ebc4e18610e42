"""Baselines of a voice: what is usual for one patient on one telephone line.

A rolling baseline of the latest good calls, whose spread is shrunk towards a prior; and an anchor of the first ones, so
that a slow decline that the rolling one follows is still seen.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from trunkline.patients.domain.protocols import BaselineRule, Level, MeasureScale, RiskProtocol, Transform
from trunkline.patients.domain.voice_reports import Gate, VoiceReport

MAD_TO_SD = 1.4826
DIGITS = 4


@dataclass(frozen=True, slots=True)
class PastCheckIn:
    """An assessed call. `line` is the keyed hash of the calling number, and `is_excluded` a clinician's word."""

    call_id: str
    at: datetime
    line: str
    level: Level
    voice_points: float
    report: VoiceReport
    is_excluded: bool = field(default=False)

    def joins(self, protocol: RiskProtocol) -> bool:
        """Whether it is an example of what is usual."""
        is_calm = self.level is Level.GREEN and self.voice_points < protocol.voice.shift
        return is_calm and self.report.gate is Gate.OK and not self.is_excluded


@dataclass(frozen=True, slots=True)
class Baseline:
    """Median and spread of a measure, transformed. `drift` is how far the median is from the anchor's, in spreads."""

    n: int
    median: float
    mad: float
    spread: float
    drift: float = 0.0

    def z(self, value: float, scale: MeasureScale) -> float | None:
        """Positive where it is worse; None for a value that has no logarithm."""
        now = transformed(value, scale.transform)
        return None if now is None else round(scale.direction * (now - self.median) / self.spread, DIGITS)


def transformed(value: float, transform: Transform) -> float | None:
    if transform is Transform.NONE:
        return value
    return math.log(value) if value > 0 else None


def accepted(history: Iterable[PastCheckIn], line: str, protocol: RiskProtocol) -> list[PastCheckIn]:
    """The calls of a line that its baselines are made of, the oldest first; the order of `history` is irrelevant."""
    joining = (past for past in history if past.line == line and past.joins(protocol))
    return sorted(joining, key=lambda past: (past.at, past.call_id))


def baseline_of(values: Sequence[float], scale: MeasureScale, rule: BaselineRule) -> Baseline | None:
    """Of a measure's values, the oldest first. None while there are too few."""
    known = [item for item in (transformed(value, scale.transform) for value in values) if item is not None]
    if len(known) < rule.at_least:
        return None
    rolling, anchor = known[-rule.latest :], known[: rule.anchor]
    middle, mad = median(rolling), _mad(rolling)
    spread = _spread(mad, len(rolling), scale.prior_sd, rule.prior_weight)
    return Baseline(len(rolling), middle, mad, spread, (middle - median(anchor)) / spread)


def _mad(values: Sequence[float]) -> float:
    middle = median(values)
    return MAD_TO_SD * median([abs(value - middle) for value in values])


def _spread(mad: float, n: int, prior: float, weight: float) -> float:
    """Shrunk towards the prior, with the variance of a prediction: five calls alone would cry wolf on one in nine."""
    variance = (n * mad * mad + weight * prior * prior) / (n + weight)
    return math.sqrt(variance * (1 + 1 / n))
