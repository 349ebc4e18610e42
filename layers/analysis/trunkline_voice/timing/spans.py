"""Spans of time in seconds, and what two of them have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from trunkline_voice.arrays import Flags


@dataclass(frozen=True, order=True)
class Span:
    """From one moment to a later one, in seconds since the recording began."""

    begin: float
    end: float

    @property
    def seconds(self) -> float:
        return max(0.0, self.end - self.begin)

    def meets(self, others: Iterable["Span"]) -> bool:
        """Whether any of them lies partly within this one."""
        return any(other.begin < self.end and self.begin < other.end for other in others)

    def within(self, other: "Span") -> "Span":
        """The part that lies inside another span; of no length if there is none."""
        begin = min(max(self.begin, other.begin), other.end)
        return Span(begin, max(begin, min(self.end, other.end)))

    def shared_with(self, others: Iterable["Span"]) -> float:
        """Seconds that lie within any of the others, which do not overlap each other."""
        return sum(other.within(self).seconds for other in others)


def bridged(spans: Sequence[Span], longest: float) -> list[Span]:
    """The same spans in order, neighbours joined where less than so many seconds lie between them."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.begin - joined[-1].end < longest:
            joined[-1] = Span(joined[-1].begin, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def runs(flags: Flags) -> list[tuple[int, int]]:
    """First index and index after the last of each run of set flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]
