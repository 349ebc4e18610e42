"""Every error as an answer, in one table. Bodies are `{"detail": …}` and show no stack, no key, no vendor's text."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from trunkline.domain.errors import (
    BadRequest,
    CarrierError,
    Conflict,
    NotAllowed,
    NotConfigured,
    NotFound,
    NotGenuine,
    OutcomeUnknown,
    ProviderError,
    RelayUnreachable,
    TooLarge,
    TooOften,
    TrunklineError,
)
from trunkline.telemetry import log

# What our errors are worth, the most special first. An error that speaks for itself is told in its own words.
STATUS: dict[type[TrunklineError], tuple[int, str | None]] = {
    TooLarge: (413, None),
    BadRequest: (400, None),
    NotGenuine: (401, "API key missing, unknown or revoked"),
    NotAllowed: (403, None),
    NotFound: (404, None),
    Conflict: (409, None),
    TooOften: (429, None),
    NotConfigured: (503, None),
    OutcomeUnknown: (
        503,
        "The carrier did not say whether it placed the call. Ask again with the same Idempotency-Key.",
    ),
    CarrierError: (503, None),
    RelayUnreachable: (503, "The relay that carries this call does not answer"),
    ProviderError: (503, None),
}
# The voice provider's refusals: what they mean to somebody who does not hold its key.
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
REFUSED = "refused_value"  # of the right shape, but no such thing: a number, a country, a character
SENTENCES = 10  # of refused values, in one answer
CARRIER_KNOWS_BETTER = range(400, 500)  # a number that cannot be called: the asker's to mend
CARRIER_DENIES = {401, 403}  # … but not our own account


class Problem(BaseModel):
    """What went wrong, in a sentence."""

    detail: str


class FieldProblem(BaseModel):
    """One value that is not as it should be."""

    loc: list[str | int]
    msg: str
    type: str


class FieldProblems(BaseModel):
    """Which values of a request are not as they should be."""

    detail: list[FieldProblem]


def answers(*statuses: int) -> dict[int | str, dict[str, object]]:
    """What a route may answer beside success, for its description."""
    usual = {400, 401, 403, 429, 503}
    told: dict[int | str, dict[str, object]] = {status: {"model": Problem} for status in sorted({*usual, *statuses})}
    return told | {422: {"model": FieldProblems}}


def refused_value(sentence: str) -> PydanticCustomError:
    """For a validator: the request is answered with 400, the field's name and this sentence."""
    return PydanticCustomError(REFUSED, "{sentence}", {"sentence": sentence})


def problem(status: int, detail: object) -> JSONResponse:
    return JSONResponse({"detail": detail}, status_code=status)


def hang_up_errors(app: FastAPI) -> None:
    app.add_exception_handler(TrunklineError, _ours)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _unforeseen)


async def _ours(_request: Request, error: Exception) -> JSONResponse:
    status, detail = _told(error)
    log.warning("api refused", status=status, reason=type(error).__name__, code=getattr(error, "code", ""))
    return problem(status, detail)


def _told(error: Exception) -> tuple[int, str]:
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
    """Where and what, but not the value: it may be somebody's number."""
    assert isinstance(error, RequestValidationError)
    if all(one["type"] == REFUSED for one in error.errors()):
        return problem(400, "; ".join(map(_in_a_sentence, error.errors()[:SENTENCES])))
    kept = [{name: one[name] for name in ("loc", "msg", "type")} for one in error.errors()]
    return problem(422, jsonable_encoder(kept))


def _in_a_sentence(refused: dict[str, Any]) -> str:
    return f"{'.'.join(map(str, refused['loc'][1:]))}: {refused['msg']}"


async def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    log.exception("api failed", exc_info=error)
    return problem(500, "Internal Server Error")
