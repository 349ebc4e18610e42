"""Client for ElevenLabs' call registration and signed URLs; requests and answers are in `calls_api`.

httpx is imported at first use: most calls never need it (the relay answers them), and it is a tenth of a second.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from trunkline.calls.domain.agent_start import NOTHING_CHANGED, AgentStart
from trunkline.calls.domain.call_instructions import RegisteredCall
from trunkline.calls.domain.calls import RingingCall
from trunkline.errors import ProviderError
from trunkline.vendors.elevenlabs import calls_api
from trunkline.vendors.elevenlabs.calls_api import REGISTER_CALL_BUDGET_S, SIGNED_URL_BUDGET_S
from trunkline.web.vendor_requests import VendorRequest

if TYPE_CHECKING:
    import httpx

    from trunkline.web.vendor_client import VendorClient

ANSWER_LIMIT_BYTES = 256 * 1024


class ElevenLabsRegistrar:
    """The synchronous side, for functions. One client per environment, so a warm call reuses its connection."""

    has_socket: ClassVar[bool] = True

    def __init__(self, base_url: str, api_key: Callable[[], str]) -> None:
        self._base_url = base_url
        self._api_key = api_key
        self._client: VendorClient | None = None

    def register_call(
        self, call: RingingCall, agent_id: str, variables: Mapping[str, str], start: AgentStart = NOTHING_CHANGED
    ) -> RegisteredCall:
        request = calls_api.register_call(call, agent_id, variables, start)
        status, body = self._send(request, REGISTER_CALL_BUDGET_S)
        return calls_api.read_registered_call(status, body)

    def _send(self, request: VendorRequest, budget_s: float) -> tuple[int, bytes]:
        from trunkline.web.vendor_client import VendorClient, provider_errors

        self._client = self._client or VendorClient(self._base_url)
        with provider_errors():
            answer = self._client.request(
                request.method,
                request.path,
                json=request.json,
                params=request.query,
                headers={"xi-api-key": self._api_key()},
                timeout=budget_s,
                limit=ANSWER_LIMIT_BYTES,
            )
        return answer.status_code, answer.content


async def fetch_signed_url(client: "httpx.AsyncClient", api_key: str, agent_id: str) -> str:
    """The address of a private agent's socket, good for 15 minutes. A secret: never logged. Raises ProviderError."""
    import asyncio  # the relay has it; `answer_call` starts without

    import httpx

    try:
        async with asyncio.timeout(SIGNED_URL_BUDGET_S):  # httpx bounds each read, not their sum
            status, body = await _fetch(client, api_key, calls_api.signed_url(agent_id))
    except (TimeoutError, httpx.TimeoutException) as error:
        raise ProviderError("timeout", retryable=True) from error
    except httpx.HTTPError as error:
        raise ProviderError("unreachable", retryable=True) from error
    return calls_api.read_signed_url(status, body)


async def _fetch(client: "httpx.AsyncClient", api_key: str, request: VendorRequest) -> tuple[int, bytes]:
    """Unpacked answers are the only ones taken: an address needs no packing, and a packed one may be any size."""
    headers, body = {"xi-api-key": api_key, "accept-encoding": "identity"}, bytearray()
    async with client.stream(request.method, request.path, params=request.query, headers=headers) as response:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise ProviderError("answer_packed_otherwise")
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > ANSWER_LIMIT_BYTES:
                raise ProviderError("answer_too_large")
        return response.status_code, bytes(body)
