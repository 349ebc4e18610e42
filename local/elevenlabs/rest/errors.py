"""The four shapes in which the vendor reports an HTTP error."""

from dataclasses import dataclass
from typing import Any

CURRENT, LEGACY, PLAIN, FIELDS, HTML, EMPTY = "current", "legacy", "plain", "fields", "html", "empty"

TYPE_OF_STATUS = {
    400: "validation_error",
    401: "authentication_error",
    402: "payment_required",
    403: "authorization_error",
    404: "not_found",
    409: "conflict",
    429: "rate_limit_error",
    500: "internal_error",
    503: "service_unavailable",
}


@dataclass(eq=False)  # exceptions differ by identity
class VendorError(Exception):
    """A refusal on its way to becoming a response."""

    status: int
    code: str
    message: str
    shape: str = CURRENT
    fields: tuple[tuple[tuple[str | int, ...], str, str], ...] = ()  # (loc, msg, type) of a 422
    param: str | None = None


def invalid_fields(*fields: tuple[tuple[str | int, ...], str, str]) -> VendorError:
    return VendorError(422, "validation_error", "Unprocessable Entity", FIELDS, fields)


def missing_scope(scope: str) -> VendorError:
    text = f"The API key you used is missing the permission {scope} to execute this operation."
    return VendorError(401, "missing_permissions", text, LEGACY)


def not_found(kind: str, wanted: str, shape: str = CURRENT) -> VendorError:
    return VendorError(404, f"{kind}_not_found", f"No {kind} with the id {wanted} was found.", shape)


def error_body(error: VendorError, request_id: str) -> dict[str, Any]:
    match error.shape:
        case "plain":
            return {"detail": error.message}
        case "legacy":
            return {"detail": {"status": error.code, "message": error.message}}
        case "fields":
            return {"detail": [{"loc": list(loc), "msg": msg, "type": kind} for loc, msg, kind in error.fields]}
        case _:
            return {"detail": _current_detail(error, request_id)}


def _current_detail(error: VendorError, request_id: str) -> dict[str, Any]:
    return {
        "type": TYPE_OF_STATUS.get(error.status, "internal_error"),
        "code": error.code,
        "message": error.message,
        "status": error.code,
        "request_id": request_id,
        "param": error.param,
    }
