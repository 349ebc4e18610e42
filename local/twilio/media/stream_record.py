"""The record of one media stream: what was sent, what came, how it ended. For tests and measurements."""

from dataclasses import dataclass, field

from local.twilio.calls.ids import new_sid


@dataclass
class StreamRecord:
    """Facts of one stream, for tests and measurements."""

    call_sid: str
    url: str
    name: str
    stream_sid: str = field(default_factory=lambda: new_sid("MZ"))
    started_s: float = 0.0  # time.monotonic when `start` was sent
    sent_at: list[float] = field(default_factory=list)  # time.monotonic of every media frame
    sent_payloads: list[str] = field(default_factory=list)
    received: list[tuple[str, float]] = field(default_factory=list)  # (kind, time.monotonic)
    close_code: int | None = None  # what the server closed with; None when the carrier closed first
    error: str | None = None
    port: int = 0  # which of the servers behind the URL took it

    @property
    def frames_sent(self) -> int:
        return len(self.sent_at)
