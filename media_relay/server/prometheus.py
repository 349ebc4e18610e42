"""Prometheus metrics of this process. CloudWatch metrics go through the log."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from media_relay.session.audio_metrics import Buckets
from media_relay.session.call_session import CallSession
from media_relay.session.speech.voice_session import VoiceSession

TURN_BUCKETS_S = (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
BARGE_IN_BUCKETS_S = (0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0)
LAG_BUCKETS_S = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0)


class ForwardingLatency(Collector):
    """Whole histograms of calls that are over, added up: thousands of frames at the price of eleven additions."""

    def __init__(self) -> None:
        self.buckets = Buckets()

    def collect(self) -> Iterator[HistogramMetricFamily]:
        bounds = [*map(str, self.buckets.bounds), "+Inf"]
        counts = list(zip(bounds, accumulate(self.buckets.counts), strict=True))
        histogram_metric_family = HistogramMetricFamily(
            "relay_hop_seconds", "From a frame's arrival in this process to its departure"
        )
        histogram_metric_family.add_metric([], counts, self.buckets.total)
        yield histogram_metric_family


@dataclass(slots=True)
class RelayMetrics:
    """One set for each server, so that two of them in one test do not share numbers."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    live_calls: Gauge = field(init=False)
    streams_ended: Counter = field(init=False)
    turned_away: Counter = field(init=False)
    turn_latency: Histogram = field(init=False)
    loop_lag: Histogram = field(init=False)
    barge_in: Histogram = field(init=False)
    first_audio: Histogram = field(init=False)
    lost: Counter = field(init=False)
    hops: ForwardingLatency = field(default_factory=ForwardingLatency)

    def __post_init__(self) -> None:
        registry = self.registry
        self.live_calls = Gauge("relay_live_calls", "Calls on this relay now", registry=registry)
        self.streams_ended = Counter("relay_streams_ended", "Ended streams", ["outcome"], registry=registry)
        self.turned_away = Counter("relay_turned_away", "Streams refused with 503", registry=registry)
        self.turn_latency = Histogram(
            "relay_turn_latency_seconds",
            "From the caller's last word to the agent's first sound heard",
            buckets=TURN_BUCKETS_S,
            registry=registry,
        )
        self.loop_lag = Histogram(
            "relay_loop_lag_seconds", "How late the event loop woke us", buckets=LAG_BUCKETS_S, registry=registry
        )

        self.barge_in = Histogram(
            "relay_barge_in_seconds",
            "From the caller's first sound over the agent to the order to stop it",
            buckets=BARGE_IN_BUCKETS_S,
            registry=registry,
        )
        self.lost = Counter(
            "relay_lost", "Gaps in callers' audio, turns that ran dry, agents replaced", ["what"], registry=registry
        )
        self.first_audio = Histogram(
            "relay_first_audio_seconds",
            "From a program's text to its first sound, when nothing else was being said",
            buckets=TURN_BUCKETS_S,
            registry=registry,
        )
        registry.register(self.hops)

    def add(self, session: CallSession) -> None:
        """Adds the metrics of a call that is over."""
        if session.outcome is not None:
            self.streams_ended.labels(session.outcome.value).inc()
        for latency_s in session.measures.turn_latencies_s:
            self.turn_latency.observe(latency_s)
        for waited_s in session.quality.barge_ins_s:
            self.barge_in.observe(waited_s)
        self.lost.labels("caller-gap").inc(session.quality.caller_gaps)
        self.lost.labels("agent-underrun").inc(session.quality.underruns)
        self.lost.labels("agent-reconnect").inc(session.measures.reconnects)
        self.hops.buckets.merge(session.quality.hops)

    def add_voice(self, session: VoiceSession) -> None:
        """Adds the metrics of a voice call that is over."""
        if session.outcome is not None:
            self.streams_ended.labels(session.outcome.value).inc()
        for waited_s in session.first_audio_s:
            self.first_audio.observe(waited_s)

    def text(self) -> bytes:
        return generate_latest(self.registry)
