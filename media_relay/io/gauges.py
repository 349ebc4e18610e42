"""What this process counts about itself, for Prometheus to collect. What CloudWatch counts goes through the log."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TURN_BUCKETS_S = (0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
LAG_BUCKETS_S = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0)


@dataclass(slots=True)
class Gauges:
    """One set for each server, so that two of them in one test do not share numbers."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    live_calls: Gauge = field(init=False)
    streams_ended: Counter = field(init=False)
    turned_away: Counter = field(init=False)
    turn_latency: Histogram = field(init=False)
    loop_lag: Histogram = field(init=False)

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

    def text(self) -> bytes:
        return generate_latest(self.registry)
