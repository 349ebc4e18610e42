"""A voice vendor as the relay uses it: its codecs and the addresses of its sockets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from trunkline.realtime.agent_events import AgentCodec
from trunkline.realtime.tts_events import TtsCodec
from trunkline.speech.domain.voices import VoiceChoice


@dataclass(frozen=True, slots=True)
class SocketAddress:
    """A socket's URL and headers. Secret: never logged."""

    url: str
    headers: Mapping[str, str]


class RealtimeVendor(Protocol):
    """A vendor whose agents and voices speak through the relay."""

    @property
    def agent_codec(self) -> AgentCodec: ...

    @property
    def tts_codec(self) -> TtsCodec: ...

    async def signed_url(self, agent_id: str) -> str:
        """A signed URL of the agent's socket, valid for some minutes. Raises ProviderError."""
        ...

    def tts_address(self, voice: VoiceChoice) -> SocketAddress: ...

    async def voice_refusal(self, voice_id: str) -> str:
        """Why this voice cannot speak; empty where it can."""
        ...

    async def close(self) -> None: ...
