"""Faults of the fake Twilio: a switch for each way in which the real one surprises its customers."""

from dataclasses import dataclass, field


@dataclass
class Faults:
    """All off means a polite day. Counters count down: `2` spoils the next two occasions."""

    sign_with_port: bool = False  # the carrier's back end is known to be inconsistent about ports
    sign_with_token: str | None = None  # a stranger's token: every signature is wrong
    extra_params: dict[str, str] = field(default_factory=dict)  # parameters appear without notice, and are signed
    sort_query_after_signing: bool = False  # the delivered query is in another order than the signed one
    tell_lies: dict[str, str] = field(default_factory=dict)  # parameters replaced after signing: tampering

    callback_delay_s: float = 0.0
    duplicate_callbacks: bool = False
    shuffle_callbacks: bool = False  # each callback waits a random moment, so later ones overtake

    clear_lag_ms: float = 0.0  # audio already handed to the telephony leg plays on after a clear (unconfirmed)
    refuse_rest_requests: int = 0  # answered 429 / 20429 and not processed
    drop_create_responses: int = 0  # the call is placed, the answer never arrives
    break_next_stream_after_s: float | None = None  # the media socket dies without a close frame
    deaf_streams: int = 0  # the carrier opens the media socket, sends, and never reads
