"""Every error with a name of ours.

TrunklineError
├── BadRequest            the peer sent something that cannot be read
│   └── TooLarge          … or more of it than we take
├── NotGenuine            the peer could not prove who it is
├── ProviderError         a voice provider did not do what we asked (`retryable` is decided where the status is known)
├── StreamRefused         a media socket may not carry this call
├── CallNotLive           no relay carries this call (any more)
├── RelayError            the relay that carries it did not take an order; whether it was carried out is not known
└── CarrierError          the carrier refused or failed a request of ours
"""


class TrunklineError(Exception):
    """The root: catch it at an edge, never inside."""


class BadRequest(TrunklineError):
    """Malformed input; the message says what was expected."""


class TooLarge(BadRequest):
    """More bytes than this door takes."""


class NotGenuine(TrunklineError):
    """A missing or wrong signature, or one from outside the time window. Says nothing more, on purpose."""


class ProviderError(TrunklineError):
    """A voice provider refused or failed. `code` is the provider's own word for it, safe to log."""

    def __init__(self, code: str, *, retryable: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable


class StreamRefused(TrunklineError):
    """The token of a media stream is unknown, used, expired or another call's."""


class CallNotLive(TrunklineError):
    """An order came too late, or for a call that never was."""


class RelayError(TrunklineError):
    """`code` is ours, safe to log."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CarrierError(TrunklineError):
    """`code` is the carrier's own number for it, or ours when it did not answer; safe to log."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
