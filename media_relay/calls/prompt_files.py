"""Prompts from the bucket, read in a thread and kept in memory: audio never waits for them."""

import asyncio
from binascii import b2a_base64
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from trunkline.speech.domain.prompts import object_key
from trunkline.telemetry import count, log

READ_LIMIT_S = 1.0  # then the vendor speaks the text
PIECE_BYTES = 8000  # one second
PROMPT_LIMIT_BYTES = 1024 * 1024  # two minutes
KEPT_BYTES = 16 * 1024 * 1024


def _no_file(_key: str) -> bytes | None:
    return None


@dataclass(slots=True)
class PromptFiles:
    """One for the process. `read` blocks; None where there is no such object."""

    read: Callable[[str], bytes | None] = _no_file
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _kept_bytes: int = 0

    async def pieces(self, company_id: str, prompt_id: str) -> tuple[bytes, ...]:
        """The audio as base64, a second each; empty where it cannot be had in time."""
        audio = await self._audio(object_key(company_id, prompt_id))
        starts = range(0, len(audio), PIECE_BYTES)
        return tuple(b2a_base64(audio[start : start + PIECE_BYTES], newline=False) for start in starts)

    async def _audio(self, key: str) -> bytes:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            found = await asyncio.wait_for(asyncio.to_thread(self.read, key), READ_LIMIT_S)
        except Exception as error:  # noqa: BLE001 - the vendor speaks the text, and the call goes on
            log.warning("prompt not read", reason=type(error).__name__)
            found = None
        count("PromptPlayed", result="played" if found else "missing")
        if not found or len(found) > PROMPT_LIMIT_BYTES:
            return b""
        self._keep(key, found)
        return found

    def _keep(self, key: str, audio: bytes) -> None:
        self._kept_bytes += len(audio) - len(self._kept.pop(key, b""))
        self._kept[key] = audio
        while self._kept_bytes > KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1])
