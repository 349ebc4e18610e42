"""Retell's side of its custom-LLM socket, as strict as its documentation, for a relay under test.

It speaks only what answers its newest request, and stores what it drops.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

import aiohttp

GREETING_ID = 0


class RetellLlm:
    """One call. `connect` may be repeated, as after a lost connection."""

    def __init__(self, base_url: str, call_id: str, secret: str, agent_id: str = "agent_1", **variables: str) -> None:
        self.url = f"{base_url}/llm-websocket/{secret}/{call_id}"
        self.call = {
            "call_id": call_id, "agent_id": agent_id, "call_status": "registered",
            "retell_llm_dynamic_variables": variables,
        }  # fmt: skip
        self.transcript: list[dict[str, Any]] = []
        self.frames: list[dict[str, Any]] = []
        self.dropped: list[dict[str, Any]] = []
        self.spoken: dict[int, str] = {}
        self.complete: set[int] = set()
        self.newest = GREETING_ID
        self.pongs: list[int] = []
        self.close_code: int | None = None
        self._http: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Raises aiohttp.WSServerHandshakeError for an upgrade that is refused."""
        self._http = aiohttp.ClientSession()
        self.close_code = None
        try:
            self._socket = await self._http.ws_connect(self.url)
        except BaseException:
            await self._http.close()
            raise
        self._reader = asyncio.create_task(self._read(self._socket))
        await self.send(interaction_type="call_details", call=self.call)

    async def ask(self, text: str, response_id: int) -> None:
        self.transcript.append({"role": "user", "content": text, "words": []})
        await self.repeat(response_id)

    async def press(self, digits: str, response_id: int) -> None:
        """Keys stand in no transcript but the one with tools."""
        self.newest = response_id
        items = [*self.transcript, *({"role": "dtmf", "digit": digit} for digit in digits)]
        request = {"interaction_type": "response_required", "response_id": response_id}
        await self.send(**request, transcript=self.transcript, transcript_with_tool_calls=items)

    async def repeat(self, response_id: int, kind: str = "response_required") -> None:
        self.newest = max(self.newest, response_id)
        await self.send(interaction_type=kind, response_id=response_id, transcript=self.transcript)

    async def send(self, **values: Any) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps(values))

    async def send_raw(self, raw: str | bytes) -> None:
        assert self._socket is not None
        await (self._socket.send_bytes(raw) if isinstance(raw, bytes) else self._socket.send_str(raw))

    async def until_complete(self, response_id: int, timeout_s: float = 5.0) -> str:
        """What was spoken of a response, once it is complete; the agent's line is then in the transcript."""
        async with asyncio.timeout(timeout_s):
            while response_id not in self.complete:  # noqa: ASYNC110 - frames come one by one
                await asyncio.sleep(0.005)
        said = self.spoken.get(response_id, "")
        if said:
            self.transcript.append({"role": "agent", "content": said, "words": []})
        return said

    async def lose(self) -> None:
        """The connection breaks, without a close frame."""
        assert self._socket is not None
        response = self._socket._response
        if response.connection is not None and response.connection.transport is not None:
            response.connection.transport.abort()
        await self.disconnect()

    async def disconnect(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader
        if self._http is not None:
            await self._http.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            assert message.type is aiohttp.WSMsgType.TEXT, "a binary frame would end the call"
            self._take(json.loads(message.data))
        self.close_code = socket.close_code

    def _take(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        match frame["response_type"]:
            case "response":
                self._response(frame)
            case "ping_pong":
                self.pongs.append(frame["timestamp"])

    def _response(self, frame: dict[str, Any]) -> None:
        assert type(frame["response_id"]) is int
        assert type(frame["content"]) is str
        assert type(frame["content_complete"]) is bool
        response_id = frame["response_id"]
        if response_id != self.newest or response_id in self.complete:
            self.dropped.append(frame)
            return
        self.spoken[response_id] = self.spoken.get(response_id, "") + frame["content"]
        if frame["content_complete"]:
            self.complete.add(response_id)
