"""Sends requests to ElevenLabs. What they say is in protocols/elevenlabs_calls; here is only the sending.

httpx is imported at first use: most calls never need it (the relay answers them), and it is a tenth of a second.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from trunkline.domain.calls import RingingCall
from trunkline.domain.errors import ProviderError
from trunkline.protocols import elevenlabs_calls
from trunkline.protocols.elevenlabs_calls import REGISTER_CALL_BUDGET_S, SIGNED_URL_BUDGET_S, Outgoing

if TYPE_CHECKING:
    import httpx

ANSWER_LIMIT_BYTES = 256 * 1024


class ElevenLabsLine:
    """The synchronous side, for functions. One client per environment, so a warm call reuses its connection."""

    def __init__(self, base_url: str, api_key: Callable[[], str]) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._client: httpx.Client | None = None

    def register_call(self, call: RingingCall, agent_id: str, variables: Mapping[str, str]) -> str:
        request = elevenlabs_calls.register_call(call, agent_id, variables)
        status, body = self._send(request, REGISTER_CALL_BUDGET_S)
        return elevenlabs_calls.read_registered_document(status, body)

    def _send(self, request: Outgoing, budget_s: float) -> tuple[int, bytes]:
        import httpx

        if self._client is None:
            self._client = httpx.Client(base_url=self._base_url)
        try:
            return _bounded(self._client, request, {"xi-api-key": self._api_key()}, budget_s)
        except httpx.TimeoutException as error:
            raise ProviderError("timeout", retryable=True) from error
        except httpx.HTTPError as error:
            raise ProviderError("unreachable", retryable=True) from error


def _bounded(client: "httpx.Client", request: Outgoing, headers: dict[str, str], budget_s: float) -> tuple[int, bytes]:
    """The whole answer within the budget. httpx bounds each read; a server that drips is bounded by the deadline."""
    deadline = time.monotonic() + budget_s
    body = bytearray()
    with client.stream(
        request.method,
        request.path,
        json=request.json,
        params=request.query,
        headers=headers,
        timeout=budget_s,
    ) as response:
        for chunk in response.iter_bytes():
            body += chunk
            if time.monotonic() > deadline:
                raise ProviderError("timeout", retryable=True)
            if len(body) > ANSWER_LIMIT_BYTES:
                raise ProviderError("answer_too_large")
        return response.status_code, bytes(body)


async def fetch_signed_url(client: "httpx.AsyncClient", api_key: str, agent_id: str) -> str:
    """The address of a private agent's socket, good for 15 minutes. A secret: never logged. Raises ProviderError."""
    import httpx

    request = elevenlabs_calls.signed_url(agent_id)
    try:
        answer = await client.request(
            request.method,
            request.path,
            params=request.query,
            headers={"xi-api-key": api_key},
            timeout=SIGNED_URL_BUDGET_S,
        )
    except httpx.HTTPError as error:
        raise ProviderError("unreachable", retryable=True) from error
    return elevenlabs_calls.read_signed_url(answer.status_code, answer.content)
