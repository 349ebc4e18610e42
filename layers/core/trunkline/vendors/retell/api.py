"""Client for Retell's REST API: one request, with the API key, within a deadline. Errors carry Retell's own words.

Retell documentation "API reference", read 2026-11. An unknown id is 422 there, not 404.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from trunkline.errors import NotConfigured, ProviderError
from trunkline.web.json_responses import Unreadable, read_object
from trunkline.web.vendor_client import VendorClient, provider_errors
from trunkline.web.vendor_requests import VendorRequest

Read = TypeVar("Read")

READ_BUDGET_S = 10.0
ANSWER_LIMIT_BYTES = 16 * 1024 * 1024
UNKNOWN_ID = 422
BUSY = {409, 429, 500, 502, 503, 504}
NO_KEY = (
    "Retell API key not configured. Please put providers.retell.api_key into the vendors' secret (VendorSecretName)."
)
NOT_A_WORD = re.compile(r"[^A-Za-z0-9_ .:/-]+")


class RetellApi:
    """Raises ProviderError, and NotConfigured without a key. Nothing is repeated here."""

    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._client = client
        self._api_key = api_key

    def send(self, request: VendorRequest, budget_s: float = READ_BUDGET_S) -> tuple[int, bytes]:
        with provider_errors():
            return self.send_once(request, budget_s)

    def send_once(self, request: VendorRequest, budget_s: float) -> tuple[int, bytes]:
        """Raises httpx's own errors: for a request that may have had an effect although no answer came."""
        answer = self._client.request(
            request.method,
            request.path,
            json=request.json,
            params=request.query,
            headers=self.headers(),
            timeout=budget_s,
            limit=ANSWER_LIMIT_BYTES,
        )
        return answer.status_code, answer.content

    def headers(self) -> dict[str, str]:
        key = self._api_key()
        if not key:
            raise NotConfigured(NO_KEY)
        return {"authorization": f"Bearer {key}"}


def read(status: int, body: bytes, reader: Callable[[dict[str, Any]], Read]) -> Read:
    """The answer's object as `reader` gives it. Raises ProviderError for a refusal and for an unreadable answer."""
    if not 200 <= status < 300:
        raise provider_error(status, body)
    try:
        return read_object(body, reader)
    except Unreadable as error:
        raise ProviderError("malformed_answer", status=status) from error


def provider_error(status: int, body: bytes) -> ProviderError:
    """An unknown id counts as 404, as for other providers. The message is cut down to what is safe to log."""
    is_unknown = status == UNKNOWN_ID
    code = "not_found" if is_unknown else _words(body) or f"http_{status}"
    return ProviderError(code, retryable=status in BUSY, status=404 if is_unknown else status)


def _words(body: bytes) -> str:
    try:
        message = read_object(body, lambda payload: payload.get("message") or payload.get("error_message") or "")
    except Unreadable:
        return ""  # an HTML page, from an unknown path
    return NOT_A_WORD.sub("", str(message))[:64]
