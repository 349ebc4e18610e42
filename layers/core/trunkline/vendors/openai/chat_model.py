"""Client for an OpenAI-compatible endpoint: streams an answer over aiohttp (decision 0085). Never repeats a request."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import ModelEvent, StreamFailed
from trunkline.vendors.openai.chat_stream import ChatStream, request_body

CONNECT_S, SILENCE_S = 3.0, 15.0  # the brain loses patience earlier; this is for what it forgot
IDLE_S = 60.0  # how long a connection waits for the next answer
CLOSING_S = 1.0  # from the last marker to the end of the body
AS_IT_COMES = {"accept-encoding": "identity"}


@dataclass(slots=True)
class OpenAiChatModel:
    """The port `ChatModel`. `api_key` is asked for at each request: it may be rotated meanwhile."""

    base_url: str
    api_key: Callable[[], str]
    silence_s: float = SILENCE_S
    _session: aiohttp.ClientSession | None = None

    async def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]:
        body = request_body(agent.model, messages, tools, agent.temperature)
        headers, url = AS_IT_COMES | _authorization(self.api_key()), f"{self.base_url.rstrip('/')}/chat/completions"
        try:
            async with self._open().post(url, json=body, headers=headers, allow_redirects=False) as answer:
                async for event in _events(answer):
                    yield event
        except TimeoutError:
            yield StreamFailed("timeout")
        except aiohttp.ClientError:
            yield StreamFailed("unreachable")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        """Made in the loop that uses it. Each call may have an answer at the same time; certificates are httpx's."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_read=self.silence_s)
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S, ssl=httpx.create_ssl_context())
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _authorization(api_key: str) -> dict[str, str]:
    """A model of one's own may want no key."""
    return {"authorization": f"Bearer {api_key}"} if api_key else {}


async def _events(answer: aiohttp.ClientResponse) -> AsyncIterator[ModelEvent]:
    if answer.status != HTTPStatus.OK:
        yield StreamFailed(f"http_{answer.status}")
        return
    stream = ChatStream()
    async for piece in answer.content.iter_any():
        for event in stream.feed(piece):
            yield event
            if isinstance(event, StreamFailed):
                return
        if stream.is_over:
            await _read_to_the_end(answer)
            return
    for event in stream.end():
        yield event


async def _read_to_the_end(answer: aiohttp.ClientResponse) -> None:
    """Only a connection whose answer was read to its end serves the next one; the answer itself is complete."""
    with suppress(aiohttp.ClientError, TimeoutError):
        async with asyncio.timeout(CLOSING_S):
            async for _ in answer.content.iter_any():
                pass
