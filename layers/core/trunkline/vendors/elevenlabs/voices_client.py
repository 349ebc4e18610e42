"""Voices of ElevenLabs, as the relay asks for them: without blocking."""

import httpx

from trunkline.errors import ProviderError
from trunkline.vendors.elevenlabs import workspace_api as wire

BUDGET_S = 3.0  # a program waits for the answer, and with it what it said meanwhile


async def fetch_voice(client: httpx.AsyncClient, api_key: str, voice_id: str) -> bool:
    """Whether the provider has this voice. Raises ProviderError."""
    request = wire.get_voice(voice_id)
    try:
        answer = await client.request(request.method, request.path, headers={"xi-api-key": api_key}, timeout=BUDGET_S)
    except httpx.HTTPError as error:
        raise ProviderError("unreachable", retryable=True) from error
    return wire.is_there(answer.status_code, answer.content)
