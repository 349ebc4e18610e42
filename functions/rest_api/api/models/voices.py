"""Voices in requests and answers."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from api.errors import refused_value
from api.models.fields import Shape, VoiceId
from trunkline.speech.domain.voices import FLASH, MODELS, VoiceChoice, VoiceSettings


class VoiceSettingsShape(Shape):
    """Voice settings. An omitted setting keeps the voice's stored value."""

    stability: Annotated[float, Field(ge=0, le=1)] | None = None
    similarity_boost: Annotated[float, Field(ge=0, le=1)] | None = None
    style: Annotated[float, Field(ge=0, le=1)] | None = None
    use_speaker_boost: bool | None = None
    speed: Annotated[float, Field(ge=0.7, le=1.2)] | None = None

    def domain(self) -> VoiceSettings:
        return VoiceSettings(**self.model_dump())


def settings_to_response(settings: VoiceSettings) -> dict[str, float | bool]:
    return settings.given()


class VoiceInfo(BaseModel):
    voice_id: str
    voice_settings: dict[str, float | bool]
    is_connected: bool
    has_initial_message: bool


class VoiceShape(BaseModel):
    voice_id: str
    name: str
    category: str
    description: str | None
    labels: dict[str, str]


class VoiceValid(BaseModel):
    voice_id: str
    valid: bool


def voice_to_response(voice: VoiceChoice | None) -> dict[str, Any]:
    return {
        "voice_id": voice.voice_id if voice else None,
        "voice_settings": voice.settings.given() if voice else {},
    }


def _known_model(model: str) -> str:
    if model not in MODELS:
        raise refused_value(f"no such model; one of {', '.join(sorted(MODELS))}")
    return model


class VoiceOfRoute(Shape):
    voice_id: VoiceId
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    model: Annotated[str, AfterValidator(_known_model)] = FLASH

    def domain(self) -> VoiceChoice:
        return VoiceChoice(self.voice_id, self.voice_settings.domain(), self.model)
