"""ElevenLabs as the relay reaches it: agents' signed addresses, the speech socket and the check of a voice."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from trunkline.errors import ProviderError
from trunkline.realtime.agent_events import AgentCodec
from trunkline.realtime.tts_events import TtsCodec
from trunkline.realtime.voice_vendor import SocketAddress
from trunkline.speech.domain.voices import VoiceChoice
from trunkline.telemetry import log
from trunkline.vendors.elevenlabs import agent_socket, tts_socket
from trunkline.vendors.elevenlabs.calls_client import fetch_signed_url
from trunkline.vendors.elevenlabs.voices_client import fetch_voice

VOICE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ElevenLabsRealtime:
    """The key is asked for each time: it may be rotated while calls run."""

    client: httpx.AsyncClient
    api_key: Callable[[], str]

    @property
    def agent_codec(self) -> AgentCodec:
        return agent_socket

    @property
    def tts_codec(self) -> TtsCodec:
        return tts_socket

    async def signed_url(self, agent_id: str) -> str:
        """A signed URL of the agent's socket, valid for some minutes. Raises ProviderError."""
        return await fetch_signed_url(self.client, self.api_key(), agent_id)

    def tts_address(self, voice: VoiceChoice) -> SocketAddress:
        return SocketAddress(
            socket_base(self.client.base_url) + tts_socket.path_of(voice), {"xi-api-key": self.api_key()}
        )

    async def voice_refusal(self, voice_id: str) -> str:
        """Why this voice cannot speak; empty where it can."""
        if not VOICE_ID.fullmatch(voice_id):
            return f"Invalid voice ID: {voice_id[:64]}"
        try:
            known = await fetch_voice(self.client, self.api_key(), voice_id)
        except ProviderError as error:
            log.warning("voice not looked up", reason=error.code)
            return "the voice could not be looked up; try again"
        return "" if known else f"Invalid voice ID: {voice_id}"

    async def close(self) -> None:
        await self.client.aclose()


def socket_base(base_url: httpx.URL) -> str:
    """https becomes wss, http ws: the vendor's own rule."""
    return str(base_url).rstrip("/").replace("http", "ws", 1)
