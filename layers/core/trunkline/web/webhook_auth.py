"""Webhook authentication: verify the request's signature, map failures to HTTP responses."""

from collections.abc import Callable
from typing import TypeVar

from trunkline.aws.secrets import SecretCache, VendorSecrets
from trunkline.errors import BadRequest, InvalidSignature, PayloadTooLarge, TrunklineError
from trunkline.telemetry import count, log
from trunkline.web.lambda_http import Answer, problem

Verified = TypeVar("Verified")


def verify(check: Callable[[VendorSecrets], Verified], secrets: SecretCache, now_s: float) -> Verified:
    """Runs a check with the cached secrets and, if it fails, once more with fresh ones: they may be rotated."""
    try:
        return check(secrets.current(now_s))
    except InvalidSignature:
        fresh = secrets.after_mismatch(now_s)
        if fresh is None:
            raise
        return check(fresh)


def reject(error: TrunklineError, endpoint: str, unverified_status: int) -> Answer:
    """The response to a rejected request: too large is 413, unreadable 400, unverified 401 or 403."""
    status, detail = _refusal(error, unverified_status)
    log.warning("request refused", endpoint=endpoint, status=status, reason=type(error).__name__)
    count("RequestRefused", endpoint=endpoint, status=str(status))
    return problem(status, detail)


def _refusal(error: TrunklineError, unverified_status: int) -> tuple[int, str]:
    match error:
        case PayloadTooLarge():
            return 413, str(error)
        case BadRequest():
            return 400, str(error)
        case InvalidSignature():
            return unverified_status, "signature missing or wrong"
    raise error
