"""A client's messages in their order, although a new voice is looked up at the vendor first."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from trunkline.relay_api.client_socket import ProgramMessage, UpdateVoice

MESSAGES_AT_MOST = 100  # waiting for a voice that is being looked up


class OrderedMessages:
    """`handle` gets each message in turn; `refuse` a voice that cannot be had, with the reason."""

    def __init__(
        self,
        handle: Callable[[ProgramMessage], None],
        refuse: Callable[[str], None],
        voice_refusal: Callable[[str], Awaitable[str]],
    ) -> None:
        self._handle = handle
        self._refuse = refuse
        self._voice_refusal = voice_refusal
        self._waiting: deque[ProgramMessage] = deque(maxlen=MESSAGES_AT_MOST)
        self._look_up: asyncio.Task[None] | None = None

    @property
    def look_up(self) -> asyncio.Task[None] | None:
        """Of a voice, as long as messages wait for it."""
        return self._look_up

    def take(self, message: ProgramMessage) -> None:
        if self._look_up is not None:
            self._waiting.append(message)
        elif isinstance(message, UpdateVoice) and message.voice_id:
            self._look_up = asyncio.get_running_loop().create_task(self._change(message))
        else:
            self._handle(message)

    def close(self) -> None:
        if self._look_up is not None:
            self._look_up.cancel()

    async def _change(self, message: UpdateVoice) -> None:
        reason = await self._voice_refusal(message.voice_id)
        self._look_up = None
        if reason:
            self._refuse(reason)
        else:
            self._handle(message)
        while self._waiting and self._look_up is None:
            self.take(self._waiting.popleft())
