"""ElevenLabs' REST requests beside calls: voices, speech, agents, numbers. Plain data out, words of ours back."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from trunkline.errors import ProviderError
from trunkline.speech.domain.voices import AgentFormats, Speech, Voice, VoiceChoice
from trunkline.vendors.elevenlabs.calls_api import provider_error
from trunkline.web.json_responses import Unreadable, objects, optional_text, read_object, text
from trunkline.web.vendor_requests import VendorRequest

READ_BUDGET_S = 10.0
SPEECH_BUDGET_S = 20.0
PAGE_SIZE = 100
MP3 = "mp3_44100_128"

Read = TypeVar("Read")


def list_voices(page_token: str | None = None) -> VendorRequest:
    query = {"page_size": str(PAGE_SIZE), "include_total_count": "false"}
    return VendorRequest("GET", "/v2/voices", query=query | ({"next_page_token": page_token} if page_token else {}))


def get_voice(voice_id: str) -> VendorRequest:
    return VendorRequest("GET", f"/v1/voices/{quote(voice_id, safe='')}")


def speak(text: str, voice: VoiceChoice, output_format: str = MP3) -> VendorRequest:
    body: dict[str, Any] = {"text": text, "model_id": voice.model}
    if voice.settings.given():
        body["voice_settings"] = voice.settings.given()
    query = {"output_format": output_format} | ({"enable_logging": "false"} if voice.keep_no_record else {})
    return VendorRequest("POST", f"/v1/text-to-speech/{voice.voice_id}", json=body, query=query)


def get_agent(agent_id: str) -> VendorRequest:
    return VendorRequest("GET", f"/v1/convai/agents/{agent_id}")


def import_number(body: Mapping[str, Any]) -> VendorRequest:
    return VendorRequest("POST", "/v1/convai/phone-numbers", json=dict(body))


def change_number(phone_number_id: str, changes: Mapping[str, Any]) -> VendorRequest:
    return VendorRequest("PATCH", f"/v1/convai/phone-numbers/{phone_number_id}", json=dict(changes))


def delete_number(phone_number_id: str) -> VendorRequest:
    return VendorRequest("DELETE", f"/v1/convai/phone-numbers/{phone_number_id}")


def delete_conversation(conversation_id: str) -> VendorRequest:
    return VendorRequest("DELETE", f"/v1/convai/conversations/{conversation_id}")


def is_there(status: int, body: bytes) -> bool:
    """Whether a voice that was asked for exists. Raises ProviderError."""
    try:
        read_voice(status, body)
    except ProviderError as error:
        if is_unknown_voice(error):
            return False
        raise
    return True


def is_unknown_voice(error: ProviderError) -> bool:
    """404 today, 400 in older deployments."""
    return error.status == 404 or error.code in {"voice_not_found", "invalid_voice_id"}


def read_voices(status: int, body: bytes) -> tuple[list[Voice], str | None]:
    """A page of voices, and the token of the next one."""
    return _read(
        status, body, lambda payload: ([_voice(item) for item in objects(payload, "voices")], _next_page(payload))
    )


def read_voice(status: int, body: bytes) -> Voice:
    return _read(status, body, _voice)


def read_agent(status: int, body: bytes) -> AgentFormats:
    return _read(status, body, _agent)


def read_imported(status: int, body: bytes) -> str:
    return _read(status, body, lambda payload: text(payload, "phone_number_id"))


def read_nothing(status: int, body: bytes) -> None:
    if not 200 <= status < 300:
        raise provider_error(status, body)


def read_speech(status: int, body: bytes, headers: Mapping[str, str]) -> Speech:
    if status != 200:
        raise provider_error(status, body)
    cost = headers.get("character-cost", "")
    return Speech(body, int(cost) if cost.isascii() and cost.isdigit() else None)


def _read(status: int, body: bytes, read: Callable[[dict[str, Any]], Read]) -> Read:
    if status != 200:
        raise provider_error(status, body)
    try:
        return read_object(body, read)
    except Unreadable as error:
        raise ProviderError("malformed_answer", status=status) from error


def _voice(payload: dict[str, Any]) -> Voice:
    labels = {str(name): str(value) for name, value in (payload.get("labels") or {}).items()}
    described = optional_text(payload, "description") or None
    return Voice(
        text(payload, "voice_id"), text(payload, "name"), optional_text(payload, "category"), described, labels
    )


def _next_page(payload: dict[str, Any]) -> str | None:
    return optional_text(payload, "next_page_token") or None if payload.get("has_more") else None


def _agent(payload: dict[str, Any]) -> AgentFormats:
    config = payload["conversation_config"]
    speaks, hears = text(config["tts"], "agent_output_audio_format"), text(config["asr"], "user_input_audio_format")
    return AgentFormats(text(payload, "agent_id"), speaks, hears)
