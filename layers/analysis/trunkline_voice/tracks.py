"""One side of a call: its samples, and where audio is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trunkline_voice.arrays import Floats
from trunkline_voice.g711 import LOUDEST, RATE
from trunkline_voice.timing.spans import Span

BESIDE_S = 0.06  # of an end


@dataclass(frozen=True)
class Track:
    """Samples of full scale 1 at 8000 a second, and spans in which silence stands for audio that never arrived."""

    samples: Floats
    gaps: Sequence[Span] = ()

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def cut(self, span: Span) -> Floats:
        """Samples of a span."""
        return self.samples[max(0, round(span.begin * RATE)) : max(0, round(span.end * RATE))]

    def clipped_pct(self, span: Span) -> float:
        """Share of samples as loud as mu-law can be."""
        samples = self.cut(span)
        return 100 * float(np.mean(np.abs(samples) >= LOUDEST / 32768)) if len(samples) else 0.0

    def hides_an_end_of(self, span: Span) -> bool:
        """Whether audio is missing where the span begins or ends, so that it may have been longer."""
        return any(Span(end - BESIDE_S, end + BESIDE_S).meets(self.gaps) for end in (span.begin, span.end))

    def missing_pct(self, span: Span) -> float:
        """Share of the span in which audio is missing."""
        return 100 * span.shared_with(self.gaps) / span.seconds if span.seconds else 0.0
