"""Every error as an answer, in one table. Bodies are `{"detail": …}` and show no stack, no key, no vendor's text."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from trunkline.errors import (
    AuditUnwritten,
    BadRequest,
    CallNotAllowed,
    CarrierError,
    Conflict,
    Forbidden,
    Gone,
    NotConfigured,
    NotFound,
    OutcomeUnknown,
    PayloadTooLarge,
    ProviderError,
    RateLimited,
    RelayUnreachable,
    RelayWaking,
    TrunklineError,
    Unauthenticated,
)
from trunkline.telemetry import log

# The status of each error, the most special first. None: the error's own message is the detail.
STATUS: dict[type[TrunklineError], tuple[int, str | None]] = {
    PayloadTooLarge: (413, None),
    BadRequest: (400, None),
    Unauthenticated: (401, "API key missing, unknown or revoked"),
    Forbidden: (403, None),
    NotFound: (404, None),
    Gone: (410, None),
    Conflict: (409, None),
    RateLimited: (429, None),
    NotConfigured: (503, None),
    AuditUnwritten: (503, None),
    RelayWaking: (503, None),
    OutcomeUnknown: (
        503,
        "The carrier did not say whether it placed the call. Ask again with the same Idempotency-Key.",
    ),
    CarrierError: (503, None),
    RelayUnreachable: (503, "The relay that carries this call does not answer"),
    ProviderError: (503, None),
}
# The voice provider's refusals, as they concern a client that does not hold its key.
PROVIDER_STATUS = {
    400: (400, "The voice provider refused the request"),
    401: (503, "The voice provider does not take our key, or its quota is used up"),
    402: (503, "The voice provider's credits are used up"),
    403: (503, "The voice provider does not let our key do this"),
    404: (404, "The voice provider does not know it"),
    409: (409, "The voice provider says it conflicts with what is there"),
    422: (400, "The voice provider refused the request"),
    429: (429, "The voice provider takes no more requests right now"),
}
PROVIDER_AWAY = (503, "The voice provider does not answer")
CARRIER_KNOWS_BETTER = range(400, 500)  # a number that cannot be called: the asker's to mend
CARRIER_DENIES = {401, 403}  # … but not our own account


class Problem(BaseModel):
    """The error, in a sentence."""

    detail: str


class FieldError(BaseModel):
    """A value that is not as it should be: where it stands, and what is expected there."""

    loc: list[str | int]
    msg: str
    type: str


class BadRequestProblem(Problem):
    """`errors` lists the values of a request that could not be read; empty where its sense is what is refused."""

    errors: list[FieldError] = []


# The words of the description. Python's own change between its versions ("Unprocessable Entity", "… Content").
DESCRIPTIONS = {
    400: "The request cannot be read, or makes no sense",
    401: "API key missing, unknown or revoked",
    403: "The key may not do this",
    404: "Not found",
    409: "In conflict with what is there",
    410: "Erased",
    413: "The body is too large",
    416: "No such range",
    429: "Too many requests",
    503: "A service behind this one does not answer, or is not set up",
}


def answers(*statuses: int) -> dict[int | str, dict[str, object]]:
    """The error responses of a route, for its description."""
    return {status: _description(status) for status in sorted({400, 401, 403, 429, 503, *statuses})}


def _description(status: int) -> dict[str, object]:
    return {"model": BadRequestProblem if status == 400 else Problem, "description": DESCRIPTIONS[status]}


def refused_value(sentence: str) -> PydanticCustomError:
    """For a validator: the request is answered with 400, the field's name and this sentence."""
    return PydanticCustomError("refused_value", "{sentence}", {"sentence": sentence})


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    return JSONResponse({"detail": detail, **more}, status_code=status)


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(TrunklineError, _ours)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _unforeseen)


async def _ours(_request: Request, error: Exception) -> JSONResponse:
    status, detail = _to_response(error)
    log.warning("api refused", status=status, reason=type(error).__name__, code=getattr(error, "code", ""))
    return problem(status, detail, **_gate(error))


def _gate(error: Exception) -> dict[str, str | None]:
    """The closed gate of a call that is not allowed, and until when it is closed."""
    if not isinstance(error, CallNotAllowed):
        return {}
    return {"reason": error.reason, "until": error.until.isoformat(timespec="seconds") if error.until else None}


def _to_response(error: Exception) -> tuple[int, str]:
    if isinstance(error, ProviderError):
        status, detail = PROVIDER_STATUS.get(error.status, PROVIDER_AWAY)
        return status, f"{detail} ({error.code})"
    if isinstance(error, CarrierError) and error.status in CARRIER_KNOWS_BETTER and error.status not in CARRIER_DENIES:
        return (429 if error.status == 429 else 400), f"{error} ({error.code})"
    for kind, (status, words) in STATUS.items():
        if isinstance(error, kind):
            return status, words or str(error)
    return 500, "Internal Server Error"


async def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    """A sentence for people, a list for programs. Neither has the value: it may be a person's number."""
    assert isinstance(error, RequestValidationError)
    errors = [{name: found[name] for name in ("loc", "msg", "type")} for found in error.errors()]
    return problem(400, "; ".join(map(_sentence, errors)), errors=jsonable_encoder(errors))


def _sentence(error: dict[str, Any]) -> str:
    """`to_number: String should match pattern …`. The first word of a place is where it is (body, path, query)."""
    place = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "json_invalid":
        return "The body is not JSON"
    return f"{place or error['loc'][0]}: {error['msg']}"


async def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    log.exception("api failed", exc_info=error)
    return problem(500, "Internal Server Error")
