"""Webhook authentication: verify the request's signature, map failures to HTTP responses."""

from collections.abc import Callable
from typing import TypeVar

from trunkline.aws.secrets import SecretCache, VendorSecrets
from trunkline.errors import BadRequest, InvalidSignature, PayloadTooLarge, TrunklineError
from trunkline.telemetry import count, log
from trunkline.web.lambda_http import Answer, problem

Proof = TypeVar("Proof")


def prove(prove_with: Callable[[VendorSecrets], Proof], secrets: SecretCache, now_s: float) -> Proof:
    """Runs a proof with the known secrets and, if it fails, once more with fresh ones: they may be rotated."""
    try:
        return prove_with(secrets.current(now_s))
    except InvalidSignature:
        fresh = secrets.after_mismatch(now_s)
        if fresh is None:
            raise
        return prove_with(fresh)


def refuse(error: TrunklineError, door: str, not_genuine_status: int) -> Answer:
    """The answer to a request that did not get in. Too large is 413, unreadable 400, unproven 401 or 403."""
    status, detail = _refusal(error, not_genuine_status)
    log.warning("request refused", door=door, status=status, reason=type(error).__name__)
    count("RequestRefused", door=door, status=str(status))
    return problem(status, detail)


def _refusal(error: TrunklineError, not_genuine_status: int) -> tuple[int, str]:
    match error:
        case PayloadTooLarge():
            return 413, str(error)
        case BadRequest():
            return 400, str(error)
        case InvalidSignature():
            return not_genuine_status, "signature missing or wrong"
    raise error
