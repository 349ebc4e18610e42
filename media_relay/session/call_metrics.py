"""Metrics of one call, filed once at its end. Nothing here is on the audio path."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from statistics import median

COUNTS_KEPT = 100  # different ones
TURNS_KEPT = 500  # a bound that no call reaches


def p95(values: list[float]) -> float:
    """The least of the values that 95 of 100 do not exceed."""
    return sorted(values)[ceil(0.95 * len(values)) - 1]


@dataclass(slots=True)
class CallMetrics:
    turn_latencies_s: list[float] = field(default_factory=list)
    interruptions: int = 0
    reconnects: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def agent_was_heard(self, waited_s: float | None) -> None:
        """The first audio of a turn is heard: the wait since the caller last spoke, if any, is the turn latency."""
        if waited_s is not None and len(self.turn_latencies_s) < TURNS_KEPT:
            self.turn_latencies_s.append(waited_s)

    def count(self, what: str) -> None:
        """Part of a name may come from the other end of a socket: beyond so many different ones they share one."""
        if len(self.counts) >= COUNTS_KEPT and what not in self.counts:
            what = f"{what.partition(' ')[0]} other"
        self.counts[what] += 1

    def facts(self) -> dict[str, int]:
        """For the call record. A call without a turn has no latency, not one of zero."""
        facts = {
            "interruptions": self.interruptions,
            "reconnects": self.reconnects,
            "agent_turns_heard": len(self.turn_latencies_s),
        }
        if self.turn_latencies_s:
            facts["turn_latency_ms"] = round(median(self.turn_latencies_s) * 1000)
            facts["turn_latency_p95_ms"] = round(p95(self.turn_latencies_s) * 1000)
        garbage = sum(n for what, n in self.counts.items() if what.startswith("garbage"))
        return facts | {"garbage_frames": garbage}
