"""Twilio's signature, `X-Twilio-Signature`, on webhooks and on media-stream upgrades.

The hash is the official SDK's. Which URL was signed is decided here: the configured public one, never a Host header.
Twilio documentation "Webhooks Security" and "Media Streams Overview", read 2026-11.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

from trunkline.errors import BadRequest

SIGNATURE_HEADER = "x-twilio-signature"
SETTINGS_HEADER = "x-twilio-webhooks-signature-settings"
DEFAULT_PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}


class Form:
    """A form as it was signed: blank values kept, repeated names kept. Speaks the SDK's multi-value dialect."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            self._values.setdefault(name, []).append(value)

    def __iter__(self) -> Iterator[str]:  # the SDK asks for set(form)
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def getlist(self, name: str) -> list[str]:
        return self._values[name]

    def get(self, name: str, default: str = "") -> str:
        return self._values.get(name, [default])[0]


def read_form(body: bytes) -> Form:
    """Decodes once, as UTF-8, dropping nothing. Raises BadRequest."""
    try:
        text = body.decode("ascii")
        return Form(
            parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), errors="strict", max_num_fields=500)
        )
    except ValueError as error:  # UnicodeDecodeError is one of them
        raise BadRequest("not a form") from error


def read_json_form(body: bytes) -> Form:
    """A JSON object read like a form: the same names, as text. Raises BadRequest."""
    try:
        payload = json.loads(body)
        return Form((str(name), str(value)) for name, value in payload.items())
    except (ValueError, AttributeError, RecursionError) as error:
        raise BadRequest("not a JSON object") from error


def is_genuine(url: str, form: Form, signature: str, tokens: Sequence[str], settings: str = "") -> bool:
    """Whether one of `tokens` signed this form for this URL. An unknown algorithm is a no."""
    return _matches(_with_and_without_port(url), form, signature, tokens, settings)


def is_genuine_json(url: str, body: bytes, signature: str, tokens: Sequence[str]) -> bool:
    """The JSON variant: the URL carries the body's hash, the signature covers the URL."""
    claimed = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    same_body = hmac.compare_digest(claimed.encode(), sha256(body).hexdigest().encode())
    return is_genuine(url, Form(), signature, tokens) and same_body


def is_genuine_upgrade(url: str, signature: str, tokens: Sequence[str]) -> bool:
    """A WebSocket handshake is signed over the wss URL; Twilio may sign it with a slash, or with the port."""
    variants = [v for form in (url, url + "/") for v in _with_and_without_port(form)]
    return _matches(variants, Form(), signature, tokens)


def _matches(urls: Sequence[str], form: Form, signature: str, tokens: Sequence[str], settings: str = "") -> bool:
    algorithm = get_signature_algorithm(settings)
    try:
        expected = [RequestValidator(token).compute_signature(url, form, algorithm) for token in tokens for url in urls]
    except ValueError:  # an unknown algorithm
        return False
    # Every candidate is compared, so timing does not tell which one came near.
    return any([hmac.compare_digest(item.encode(), signature.encode()) for item in expected])  # noqa: C419


def _with_and_without_port(url: str) -> list[str]:
    """Twilio signs voice URLs without the port, but its back ends disagree; userinfo and fragment never count."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    return [urlunsplit((parts.scheme, netloc, parts.path, parts.query, "")) for netloc in (host, f"{host}:{port}")]
