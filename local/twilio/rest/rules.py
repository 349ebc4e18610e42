"""Validation of requests to the Calls resource: the order of the checks, and their errors. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

E164 = re.compile(r"^\+[1-9]\d{6,14}$")
NORTH_AMERICA = re.compile(r"^\+1\d{10}$")
SEND_DIGITS = re.compile(r"^[0-9A-D#*wW]{1,32}$")
ADDRESS_SCHEMES = ("sip:", "client:")
TWIML_LIMIT = 4000
DETECTIONS = {"", "Enable", "DetectMessageEnd"}

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class RestError:
    code: int
    message: str
    http_status: int = 400

    def body(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.http_status,
        }


UNAUTHENTICATED = RestError(20003, "Authenticate", 401)
TOO_MANY_REQUESTS = RestError(20429, "Too Many Requests", 429)
NOT_OVER = RestError(20009, "The call is not finished and cannot be deleted", 409)


def not_found(path: str) -> RestError:
    return RestError(20404, f"The requested resource {path} was not found", 404)


def first(form: Form, name: str, default: str = "") -> str:
    values = form.get(name)
    return values[0] if values else default


def check_create(
    form: Form, own_numbers: Collection[str], fictional: Collection[str] = frozenset()
) -> RestError | None:
    """To, From, the document's source, then everything else: the first problem is the answer.

    `fictional` numbers stand in documentation and could not exist; a world may decide that here they do.
    """
    checks = (
        None if first(form, "To") in fictional else _check_to(first(form, "To"), first(form, "From")),
        None if first(form, "From") in fictional else _check_from(first(form, "From"), first(form, "To"), own_numbers),
        _check_source(form),
        _check_details(form),
    )
    return next((problem for problem in checks if problem), None)


def _check_to(to: str, from_: str) -> RestError | None:
    if not to:
        return RestError(21201, "No 'To' number is specified")
    if to.startswith(ADDRESS_SCHEMES):
        return None
    if not E164.match(to) or to == from_:
        return RestError(21211, f"The phone number you are attempting to call, {to}, is not valid.")
    if to.startswith("+1") and not NORTH_AMERICA.match(to):
        return RestError(21217, f"Phone number does not appear to be valid: {to}")
    return None


def _check_from(from_: str, to: str, own_numbers: Collection[str]) -> RestError | None:
    if not from_:
        return RestError(21213, "No 'From' number is specified")
    if to.startswith(ADDRESS_SCHEMES):
        return None
    if not E164.match(from_):
        return RestError(21212, f"The source phone number provided, {from_}, is not a valid phone number.")
    if from_ not in own_numbers:
        return RestError(21210, f"The source phone number provided, {from_}, is not yet verified for your account.")
    return None


def _check_source(form: Form) -> RestError | None:
    url, twiml = first(form, "Url"), first(form, "Twiml")
    if url and not _is_absolute(url):
        return RestError(21205, f"Url is not a valid URL: {url}")
    if not url and len(twiml) > TWIML_LIMIT:
        return RestError(32018, f"Twiml is longer than {TWIML_LIMIT} characters")
    if not (url or twiml):
        return RestError(21205, "Url parameter is required.")
    return None


def _check_details(form: Form) -> RestError | None:
    if (digits := first(form, "SendDigits")) and not SEND_DIGITS.match(digits):
        return RestError(21206, f"Invalid SendDigits: {digits}")
    timeout = first(form, "Timeout", "60")
    if not timeout.isdigit() or not 1 <= int(timeout) <= 600:
        return RestError(21208, f"Invalid Timeout: {timeout}")
    if first(form, "Method", "POST").upper() not in {"GET", "POST"}:
        return RestError(21209, f"Invalid Method: {first(form, 'Method')}")
    return _check_detection(form)


def _check_detection(form: Form) -> RestError | None:
    if first(form, "MachineDetection") not in DETECTIONS:
        return RestError(21234, f"Invalid MachineDetection: {first(form, 'MachineDetection')}")
    if first(form, "AsyncAmd") == "true" and not first(form, "AsyncAmdStatusCallback"):
        return RestError(21262, "AsyncAmdStatusCallback is required when AsyncAmd is true")
    return None


def check_update(form: Form, status: str) -> RestError | None:
    """Validates an update by the call's status; a finished call is always 21220."""
    request, url, twiml = first(form, "Status"), first(form, "Url"), first(form, "Twiml")
    if request not in {"", "completed", "canceled"}:
        return RestError(20001, f"Invalid Status: {request}")
    if url and twiml:
        return RestError(20001, "Url and Twiml are mutually exclusive")
    if url and not _is_absolute(url):
        return RestError(21205, f"Url is not a valid URL: {url}")
    if len(twiml) > TWIML_LIMIT:
        return RestError(32018, f"Twiml is longer than {TWIML_LIMIT} characters")
    if not first(form, "TimeLimit", "1").isdigit():
        return RestError(20001, f"Invalid TimeLimit: {first(form, 'TimeLimit')}")
    is_too_late = status not in {"queued", "ringing", "in-progress"}
    is_too_early = bool(url or twiml) and status != "in-progress"
    if is_too_late or is_too_early:
        return RestError(21220, "Call is not in-progress. Cannot redirect.")
    return None


def _is_absolute(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
