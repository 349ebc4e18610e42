"""Latencies of a call, measured at both ends of the wire on one clock."""

from dataclasses import dataclass
from statistics import quantiles

from local.twilio import CallState
from local.twilio.media.line import RATE_HZ


@dataclass(frozen=True)
class Hop:
    """Milliseconds that the caller's frames took from the carrier's socket to the provider's."""

    frames: int
    lost: int
    p50_ms: float
    p99_ms: float


def hop(call: CallState, heard_at: list[float]) -> Hop | None:
    """Of the last stream; None when nothing arrived. Frames sent before the provider was there do not count."""
    if len(heard_at) < 2 or not call.streams:
        return None
    sent_at = [sent for sent in call.streams[-1].sent_at if sent <= heard_at[-1]]  # later ones had no receiver
    pairs = [(sent, heard) for sent, heard in zip(sent_at, heard_at, strict=False) if sent >= heard_at[0]]
    if not pairs:
        return None
    cuts = quantiles([(heard - sent) * 1000 for sent, heard in pairs], n=100)
    return Hop(len(pairs), len(sent_at) - len(heard_at), cuts[49], cuts[98])


def turn_latencies_ms(call: CallState) -> list[float]:
    """For each of the caller's turns: from their last sound to the first sound of the agent that they heard."""
    ends_ms = [call.line.ms_at(said.end_sample / RATE_HZ) for said in call.line.output.utterances]
    starts_ms = [segment.start_ms for segment in call.heard.segments]
    firsts = [next((start for start in starts_ms if start >= end), None) for end in ends_ms]
    return [first - end for first, end in zip(firsts, ends_ms, strict=True) if first is not None]
