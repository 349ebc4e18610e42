"""Client for an OpenAI-compatible endpoint: streams an answer over httpx. Never repeats a request."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from typing import Any

import httpx

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import ModelEvent, StreamFailed
from trunkline.vendors.openai.chat_stream import ChatStream, request_body

ONE_FOR_EACH_CALL = httpx.Limits(max_connections=None, max_keepalive_connections=400, keepalive_expiry=60.0)
CONNECT_S, SILENCE_S = 3.0, 15.0  # the brain loses patience earlier; this is for what it forgot
CLOSING_S = 1.0  # from the last marker to the end of the body


class OpenAiChatModel:
    """The port `ChatModel`. `api_key` is asked for at each request: it may be rotated meanwhile."""

    def __init__(self, base_url: str, api_key: Callable[[], str], client: httpx.AsyncClient | None = None) -> None:
        timeout = httpx.Timeout(SILENCE_S, connect=CONNECT_S)
        self._client = client or httpx.AsyncClient(timeout=timeout, limits=ONE_FOR_EACH_CALL)
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._api_key = api_key

    async def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]:
        body = request_body(agent.model, messages, tools, agent.temperature)
        headers = {"accept-encoding": "identity"} | _authorization(self._api_key())
        try:
            async with self._client.stream("POST", self._url, json=body, headers=headers) as answer:
                async for event in _events(answer):
                    yield event
        except httpx.TimeoutException:
            yield StreamFailed("timeout")
        except httpx.HTTPError:
            yield StreamFailed("unreachable")

    async def close(self) -> None:
        await self._client.aclose()


def _authorization(api_key: str) -> dict[str, str]:
    """A model of one's own may want no key."""
    return {"authorization": f"Bearer {api_key}"} if api_key else {}


async def _events(answer: httpx.Response) -> AsyncIterator[ModelEvent]:
    if answer.status_code != httpx.codes.OK:
        yield StreamFailed(f"http_{answer.status_code}")
        return
    stream, pieces = ChatStream(), answer.aiter_raw()
    async for piece in pieces:
        for event in stream.feed(piece):
            yield event
            if isinstance(event, StreamFailed):
                return
        if stream.is_over:
            await _read_to_the_end(pieces)
    for event in stream.end():
        yield event


async def _read_to_the_end(pieces: AsyncIterator[bytes]) -> None:
    """Only a connection whose answer was read to its end serves the next one; the answer itself is complete."""
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(CLOSING_S):
            async for _ in pieces:
                pass
