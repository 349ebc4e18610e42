"""Client for an OpenAI-compatible endpoint: streams an answer over aiohttp (decision 0085). Never repeats a request."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
import httpx

from trunkline.brain.domain.agents import BrainAgent
from trunkline.brain.domain.model_events import ModelEvent, StreamFailed
from trunkline.vendors.openai.chat_stream import ChatStream, request_body

CONNECT_S, SILENCE_S = 3.0, 15.0  # the brain loses patience earlier; this is for what it forgot
IDLE_S = 30.0  # how long a connection waits for the next answer: less than the 60 s of most load balancers
CLOSING_S = 1.0  # from the last marker to the end of the body
IDENTITY = {"accept-encoding": "identity"}


@dataclass(slots=True, eq=False)
class OpenAiChatModel:
    """The port `ChatModel`. `api_key` is asked for at each request: it may be rotated meanwhile."""

    base_url: str
    api_key: Callable[[], str]
    silence_s: float = SILENCE_S
    _certificates: ssl.SSLContext = field(default_factory=httpx.create_ssl_context, init=False)
    _session: aiohttp.ClientSession | None = field(default=None, init=False)

    async def stream(
        self, agent: BrainAgent, messages: Sequence[dict[str, Any]], tools: Sequence[dict[str, Any]]
    ) -> AsyncIterator[ModelEvent]:
        body = request_body(agent.model, messages, tools, agent.temperature)
        headers, url = IDENTITY | _authorization(self.api_key()), f"{self.base_url.rstrip('/')}/chat/completions"
        try:
            async with self._open().post(url, json=body, headers=headers, allow_redirects=False) as answer:
                async for event in _events(answer, self.silence_s):
                    yield event
        except TimeoutError:
            yield StreamFailed("timeout")
        except (aiohttp.ClientError, UnicodeError):  # a host that is none
            yield StreamFailed("unreachable")
        except ValueError:  # a key that no header can carry
            yield StreamFailed("client_error")

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        """Made in the loop that uses it. Each call may have an answer at the same time."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_read=self.silence_s)
            connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S, ssl=self._certificates)
            self._session = aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def _authorization(api_key: str) -> dict[str, str]:
    """A model of one's own may want no key."""
    return {"authorization": f"Bearer {api_key.strip()}"} if api_key else {}


async def _events(answer: aiohttp.ClientResponse, silence_s: float) -> AsyncIterator[ModelEvent]:
    if answer.status != HTTPStatus.OK:
        yield StreamFailed(f"http_{answer.status}")
        return
    stream = ChatStream()
    while piece := await _next_piece(answer, silence_s):
        for event in stream.feed(piece):
            yield event
            if isinstance(event, StreamFailed):
                return
        if stream.is_over:
            await _read_to_the_end(answer)
            return
    for event in stream.end():
        yield event


async def _next_piece(answer: aiohttp.ClientResponse, silence_s: float) -> bytes:
    """Empty at the end. The limit is our own: the session's does not end a body whose chunks are malformed."""
    async with asyncio.timeout(silence_s):
        return await answer.content.readany()


async def _read_to_the_end(answer: aiohttp.ClientResponse) -> None:
    """Only a connection whose answer was read to its end serves the next one; the answer itself is complete."""
    with suppress(aiohttp.ClientError, TimeoutError):
        async with asyncio.timeout(CLOSING_S):
            while await answer.content.readany():
                pass
