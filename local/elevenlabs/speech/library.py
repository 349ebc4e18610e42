"""The vendor's voices, and what they say when they are given a text outside any conversation."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from local.audio.speech import speech
from local.elevenlabs.rest.errors import VendorError, invalid_fields, not_found
from local.elevenlabs.speech import voice as sound
from local.elevenlabs.speech.mp3 import silent_mp3
from local.elevenlabs.workspace import Workspace

PAGE_SIZE, PAGE_LIMIT = 10, 100
RANGES = {"stability": (0, 1), "similarity_boost": (0, 1), "speed": (0.7, 1.2), "clone_strength": (0, 1)}
KNOWN_SETTINGS = {*RANGES, "style", "use_speaker_boost"}
MODELS = {"eleven_flash_v2_5": (40_000, 0.5), "eleven_flash_v2": (30_000, 0.5), "eleven_multilingual_v2": (10_000, 1.0)}
BYTES_PER_S = 8000
CHUNK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class LibraryVoice:
    """A voice of the workspace; `espeak` is who really speaks."""

    voice_id: str
    name: str
    espeak: str = "en-us"
    category: str = "premade"
    description: str = "A warm and friendly voice"
    labels: dict[str, str] = field(default_factory=lambda: {"accent": "american", "gender": "female"})

    def json(self) -> dict[str, Any]:
        return {
            "voice_id": self.voice_id,
            "name": self.name,
            "category": self.category,
            "description": self.description,
            "labels": self.labels,
            "available_for_tiers": [],
            "high_quality_base_model_ids": [],
            "settings": None,
        }


DEFAULT_VOICES = (
    LibraryVoice("IKne3meq5aSn9XLyUdCD", "Rachel"),
    LibraryVoice("21m00Tcm4TlvDq8ikWAM", "Josh", "en-us+m3", labels={"accent": "american", "gender": "male"}),
    LibraryVoice("new-voice-id", "Ada", "en-gb+f3", labels={"accent": "british", "gender": "female"}),
)


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """A text to be spoken."""

    voice: LibraryVoice
    text: str
    output_format: str
    credits: int


class Library:
    """The routes of voices and speech."""

    def __init__(self, workspace: Workspace, authorise: Any) -> None:
        self._workspace = workspace
        self._authorise = authorise

    def table(self) -> list[web.RouteDef]:
        return [
            web.get("/v2/voices", self.list_voices, name="list_voices"),
            web.get("/v1/voices", self.list_all_voices, name="list_all_voices"),
            web.get("/v1/voices/{voice_id}", self.get_voice, name="get_voice"),
            web.get("/v1/models", self.list_models, name="list_models"),
            web.post("/v1/text-to-speech/{voice_id}", self.speak, name="text_to_speech"),
            web.post("/v1/text-to-speech/{voice_id}/stream", self.stream, name="text_to_speech_stream"),
        ]

    async def list_voices(self, request: web.Request) -> web.Response:
        self._authorise(request, "voices_read")
        size, start = _page(request)
        voices = list(self._workspace.voices.values())
        shown, more = voices[start : start + size], start + size < len(voices)
        token = base64.urlsafe_b64encode(str(start + size).encode()).decode() if more else None
        total = len(voices) if request.query.get("include_total_count", "true") == "true" else 0
        body = {"voices": [voice.json() for voice in shown], "has_more": more, "total_count": total}
        return web.json_response(body | {"next_page_token": token})

    async def list_all_voices(self, request: web.Request) -> web.Response:
        """The older list, which has no pages."""
        self._authorise(request, "voices_read")
        return web.json_response({"voices": [voice.json() for voice in self._workspace.voices.values()]})

    async def list_models(self, request: web.Request) -> web.Response:
        self._authorise(request, "models_read")
        return web.json_response([_model(model_id) for model_id in MODELS])

    async def get_voice(self, request: web.Request) -> web.Response:
        self._authorise(request, "voices_read")
        return web.json_response(self._voice(request).json())

    async def speak(self, request: web.Request) -> web.Response:
        audio, body = await self._spoken(request)
        return _audio_response(body, audio)

    async def stream(self, request: web.Request) -> web.Response:
        """The bytes of `speak`, in chunks."""
        audio, body = await self._spoken(request)
        return _audio_response(body, _chunks(audio))

    async def _spoken(self, request: web.Request) -> tuple[bytes, SpeechRequest]:
        self._authorise(request, "text_to_speech")
        order_body = _speech_request(
            self._voice(request), request.query.get("output_format", "mp3_44100_128"), await request.read()
        )
        self._workspace.read_out(order_body.text, request.query)
        audio = await asyncio.to_thread(speech, order_body.text, order_body.voice.espeak)
        is_telephone = order_body.output_format == sound.TELEPHONE
        return (audio if is_telephone else silent_mp3(len(audio) / BYTES_PER_S)), order_body

    def _voice(self, request: web.Request) -> LibraryVoice:
        wanted = request.match_info["voice_id"]
        if wanted not in self._workspace.voices:
            raise not_found("voice", wanted, self._workspace.faults.not_found_shape)
        voice: LibraryVoice = self._workspace.voices[wanted]
        return voice


def _audio_response(request: SpeechRequest, body: bytes | AsyncIterator[bytes]) -> web.Response:
    content_type = "audio/basic" if request.output_format == sound.TELEPHONE else "audio/mpeg"
    headers = {"character-cost": str(request.credits), "maximum-concurrent-requests": "10"}
    return web.Response(body=body, content_type=content_type, headers=headers)


async def _chunks(audio: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(audio), CHUNK_BYTES):
        yield audio[start : start + CHUNK_BYTES]


def _model(model_id: str) -> dict[str, Any]:
    longest, factor = MODELS[model_id]
    return {
        "model_id": model_id,
        "name": model_id.replace("_", " ").title(),
        "can_do_text_to_speech": True,
        "can_use_style": True,
        "can_use_speaker_boost": True,
        "token_cost_factor": factor,
        "maximum_text_length_per_request": longest,
        "languages": [{"language_id": "en", "name": "English"}],
    }


def _page(request: web.Request) -> tuple[int, int]:
    try:
        size = int(request.query.get("page_size", PAGE_SIZE))
        token = request.query.get("next_page_token")
        start = int(base64.urlsafe_b64decode(token)) if token else 0
    except ValueError:
        raise VendorError(400, "invalid_cursor", "The page token is not valid.") from None
    if not 1 <= size <= PAGE_LIMIT:
        raise VendorError(400, "invalid_page_size", f"page_size must be between 1 and {PAGE_LIMIT}")
    return size, start


def _speech_request(voice: LibraryVoice, output_format: str, body: bytes) -> SpeechRequest:
    try:
        payload = json.loads(body)
    except ValueError:
        raise invalid_fields((("body", 0), "JSON decode error", "json_invalid")) from None
    text, model = payload.get("text"), payload.get("model_id", "eleven_multilingual_v2")
    if not isinstance(text, str):
        raise invalid_fields((("body", "text"), "Field required", "missing"))
    if not text.strip():
        raise VendorError(400, "empty_text", "Text must not be empty.", param="text")
    if model not in MODELS:
        raise VendorError(400, "unsupported_model", f"A model with model ID {model} does not exist.", param="model_id")
    longest, factor = MODELS[model]
    if len(text) > longest:
        raise VendorError(400, "text_too_long", f"At most {longest} characters.", param="text")
    check_settings(payload.get("voice_settings") or {})
    if output_format != sound.TELEPHONE and not output_format.startswith("mp3_"):
        raise VendorError(400, "invalid_output_format", f"Not made here: {output_format}", param="output_format")
    return SpeechRequest(voice, text, output_format, round(len(text) * factor))


def check_settings(settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        low, high = RANGES.get(name, (None, None))
        if name not in KNOWN_SETTINGS:
            continue  # unknown names are ignored without a word
        if low is not None and not low <= value <= high:
            message = f"{name} must be between {low} and {high}"
            raise VendorError(400, "invalid_voice_settings", message, param=f"voice_settings.{name}")
