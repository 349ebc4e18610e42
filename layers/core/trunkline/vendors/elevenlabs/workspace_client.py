"""Client for ElevenLabs' workspace: voices, speech, agents and numbers; requests and answers are in `workspace_api`."""

from collections.abc import Callable, Mapping
from typing import Any

from trunkline.errors import NotConfigured, ProviderError
from trunkline.ids import ConversationId
from trunkline.speech.domain.voices import TELEPHONE, AgentFormats, Speech, Voice, VoiceChoice
from trunkline.vendors.elevenlabs import workspace_api as wire
from trunkline.vendors.elevenlabs.workspace_api import READ_BUDGET_S, SPEECH_BUDGET_S
from trunkline.web.vendor_client import ANSWER_LIMIT_BYTES, Answer, VendorClient, provider_errors
from trunkline.web.vendor_requests import VendorRequest

VOICES_AT_MOST = 2000
SPEECH_LIMIT_BYTES = 64 * 1024 * 1024  # an hour of speech
NO_KEY = "ElevenLabs API key not configured. Please put elevenlabs_api_key into the vendors' secret (VendorSecretName)."


class ElevenLabsWorkspace:
    """Raises ProviderError, and NotConfigured without a key. No request that changes anything is ever repeated."""

    def __init__(self, client: VendorClient, api_key: Callable[[], str]) -> None:
        self._client = client
        self._api_key = api_key

    @property
    def is_configured(self) -> bool:
        return bool(self._api_key())

    def voices(self) -> list[Voice]:
        found: list[Voice] = []
        token: str | None = None
        while len(found) < VOICES_AT_MOST:
            page, token = wire.read_voices(*self._ask(wire.list_voices(token)))
            found += page
            if token is None:
                break
        return found

    def voice(self, voice_id: str) -> Voice | None:
        """None when there is no such voice."""
        try:
            return wire.read_voice(*self._ask(wire.get_voice(voice_id)))
        except ProviderError as error:
            if wire.is_unknown_voice(error):
                return None
            raise

    def speak(self, text: str, voice: VoiceChoice) -> Speech:
        answer = self._send(wire.speak(text, voice), SPEECH_BUDGET_S, SPEECH_LIMIT_BYTES)
        return wire.read_speech(answer.status_code, answer.content, answer.headers)

    def speak_for_telephone(self, text: str, voice: VoiceChoice) -> Speech:
        answer = self._send(wire.speak(text, voice, TELEPHONE), SPEECH_BUDGET_S, SPEECH_LIMIT_BYTES)
        return wire.read_speech(answer.status_code, answer.content, answer.headers)

    def agent(self, agent_id: str) -> AgentFormats | None:
        try:
            return wire.read_agent(*self._ask(wire.get_agent(agent_id)))
        except ProviderError as error:
            if error.status == 404:
                return None
            raise

    def import_number(self, body: Mapping[str, Any]) -> str:
        return wire.read_imported(*self._ask(wire.import_number(body)))

    def change_number(self, phone_number_id: str, changes: Mapping[str, Any]) -> None:
        wire.read_nothing(*self._ask(wire.change_number(phone_number_id, changes)))

    def delete_number(self, phone_number_id: str) -> None:
        wire.read_nothing(*self._ask(wire.delete_number(phone_number_id)))

    def delete_conversation(self, conversation_id: ConversationId) -> bool:
        """With its transcript and audio. False when there was none; deleting twice is no harm."""
        try:
            wire.read_nothing(*self._ask(wire.delete_conversation(conversation_id)))
        except ProviderError as error:
            if error.status == 404:
                return False
            raise
        return True

    def _ask(self, request: VendorRequest) -> tuple[int, bytes]:
        answer = self._send(request, READ_BUDGET_S)
        return answer.status_code, answer.content

    def _send(self, request: VendorRequest, budget_s: float, limit: int = ANSWER_LIMIT_BYTES) -> Answer:
        if not self.is_configured:
            raise NotConfigured(NO_KEY)
        with provider_errors():
            return self._client.request(
                request.method,
                request.path,
                json=request.json,
                params=request.query,
                headers={"xi-api-key": self._api_key()},
                timeout=budget_s,
                limit=limit,
            )
