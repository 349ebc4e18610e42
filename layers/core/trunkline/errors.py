"""The error types.

TrunklineError
├── BadRequest            the peer sent something that cannot be read
│   └── PayloadTooLarge   … or more of it than we take
├── InvalidSignature      a webhook or relay command without a valid signature
├── Unauthenticated       a request without a valid API key or ticket
├── Forbidden             a valid key whose scope does not cover the request
├── NotFound              nothing of that name that the asker may see: another company's is not there at all
├── Gone                  it was there and was erased for good
├── Conflict              it is there, but not in a state for this
│   └── CallNotAllowed    a gate of outbound calls is closed: stop list, hours, caps, destinations
├── RateLimited           more requests than a key may make
├── RelayUnreachable      the relay that carries a call does not answer
├── RelayWaking           the relay slept; it was asked to wake
├── NotConfigured         a vendor without credentials in the secret
├── ProviderError         a voice provider did not do what we asked (`retryable` is decided where the status is known)
├── CarrierError          the carrier did not do what we asked
│   └── OutcomeUnknown    … or may have: no answer came back, and asking twice could mean doing twice
├── SourceFailed          a company's own system did not answer for a caller
└── StreamRefused         a media socket may not carry this call
"""

from datetime import datetime


class TrunklineError(Exception):
    """The root: catch it at an edge, never inside."""


class BadRequest(TrunklineError):
    """Malformed input; the message says what was expected."""


class PayloadTooLarge(BadRequest):
    """More bytes than the endpoint accepts."""


class InvalidSignature(TrunklineError):
    """A missing or wrong signature, or one from outside the time window. Says nothing more, on purpose."""


class Unauthenticated(TrunklineError):
    """A missing, unknown or revoked API key or ticket. Says nothing more, on purpose."""


class Forbidden(TrunklineError):
    """The message says which scope it takes."""


class NotFound(TrunklineError):
    """The message is what a person reads: "Call not found"."""


class Gone(TrunklineError):
    """The message says what was erased."""


class Conflict(TrunklineError):
    """The message says what stands in the way."""


class CallNotAllowed(Conflict):
    """A closed gate. `reason` is its name; `until` the first moment at which it may be open, None for good."""

    def __init__(self, reason: str, detail: str, until: datetime | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.until = until


class RateLimited(TrunklineError):
    """The message says when to come back."""


class RelayUnreachable(TrunklineError):
    """The command may have been carried out."""


class RelayWaking(TrunklineError):
    """Nothing was done; the message says when to come back."""


class NotConfigured(TrunklineError):
    """The message says what is missing and where it goes."""

    code = "no_credentials"


class ProviderError(TrunklineError):
    """A voice provider refused or failed. `code` is its own word for it, safe to log. `status` 0: no answer."""

    def __init__(self, code: str, *, retryable: bool = False, status: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.status = status


class SourceFailed(TrunklineError):
    """The message is a constant, safe to log."""


class AuditUnwritten(TrunklineError):
    """An access could not be recorded, and is refused."""


class CarrierError(TrunklineError):
    """The carrier refused or failed. `code` is its own number for it, as text; the message is its own, too."""

    def __init__(self, code: str, message: str, *, status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class OutcomeUnknown(CarrierError):
    """Never repeat the request: ask whether it was done."""


class StreamRefused(TrunklineError):
    """The token of a media stream is unknown, used, expired or another call's."""
