"""Settings of a Retell agent as typed fields: what an update may say. Retell's API reference, SDK 6.2.13, read 2026-11.

Only changes are checked here: what an agent has already is kept, fields newer than this list included. Models of voices
are texts, because their number grows.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trunkline.errors import BadRequest

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-([A-Z]{2}|[0-9]{3}))?$")]
# The provider of each voice model, by how its name begins.
MODELS = {
    "eleven_": "elevenlabs",
    "sonic-": "cartesia",
    "tts-": "openai",
    "gpt-": "openai",
    "speech-": "minimax",
    "s1": "fish_audio",
    "s2": "fish_audio",
    "inworld-": "inworld",
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class Open(BaseModel):
    """An object of which Retell may have more fields than we know."""

    model_config = ConfigDict(extra="allow")


class RetellLlm(Open):
    """A prompt at Retell."""

    type: Literal["retell-llm"]
    llm_id: Text
    version: int | None = None


class ConversationFlow(Open):
    """A graph of nodes at Retell."""

    type: Literal["conversation-flow"]
    conversation_flow_id: Text
    version: int | None = None


class CustomLlm(Open):
    """A socket of ours or anybody's; Retell appends the call's id to the address."""

    type: Literal["custom-llm"]
    llm_websocket_url: Annotated[str, Field(pattern=r"^(wss|https|ws|http)://\S+$")]


Engine = Annotated[RetellLlm | ConversationFlow | CustomLlm, Field(discriminator="type")]


class AgentChanges(Strict):
    """Null gives a setting back to its default, where Retell has one."""

    agent_name: str | None = None
    version_title: str | None = None
    version_description: str | None = None
    response_engine: Engine | None = None

    voice_id: Text | None = None
    voice_model: Text | None = None
    fallback_voice_ids: list[Text] | None = None
    voice_temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    voice_speed: Annotated[float, Field(ge=0.5, le=2)] | None = None
    volume: Annotated[float, Field(ge=0, le=2)] | None = None
    enable_dynamic_voice_speed: bool | None = None
    enable_expressive_mode: bool | None = None
    language: Locale | Annotated[list[Locale], Field(min_length=1)] | None = None
    timezone: str | None = None
    pronunciation_dictionary: list[dict[str, Any]] | None = None

    responsiveness: Share | None = None
    enable_dynamic_responsiveness: bool | None = None
    interruption_sensitivity: Share | None = None
    enable_backchannel: bool | None = None
    backchannel_frequency: Share | None = None
    backchannel_words: list[Text] | None = None
    reminder_trigger_ms: Annotated[float, Field(gt=0)] | None = None
    reminder_max_count: Annotated[int, Field(ge=0)] | None = None
    begin_message_delay_ms: Annotated[int, Field(ge=0, le=5000)] | None = None

    ambient_sound: (
        Literal["coffee-shop", "convention-hall", "summer-outdoor", "mountain-outdoor", "static-noise", "call-center"]
        | None
    ) = None
    ambient_sound_volume: Annotated[float, Field(ge=0, le=2)] | None = None

    stt_mode: Literal["fast", "accurate", "custom"] | None = None
    custom_stt_config: dict[str, Any] | None = None
    vocab_specialization: Literal["general", "medical"] | None = None
    boosted_keywords: list[Text] | None = None
    denoising_mode: Literal["no-denoise", "noise-cancellation", "noise-and-background-speech-cancellation"] | None = (
        None
    )
    denoising_enhancement_level: Share | None = None

    ring_duration_ms: Annotated[int, Field(ge=5000, le=300_000)] | None = None
    end_call_after_silence_ms: Annotated[int, Field(ge=10_000)] | None = None
    max_call_duration_ms: Annotated[int, Field(ge=60_000, le=7_200_000)] | None = None
    allow_user_dtmf: bool | None = None
    allow_dtmf_interruption: bool | None = None
    user_dtmf_options: dict[str, Any] | None = None
    voicemail_option: dict[str, Any] | None = None
    ivr_option: dict[str, Any] | None = None
    call_screening_option: dict[str, Any] | None = None
    enable_dnc_detection: bool | None = None

    post_call_analysis_data: list[dict[str, Any]] | None = None
    post_call_analysis_model: str | None = None
    webhook_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    webhook_events: list[Text] | None = None
    webhook_timeout_ms: Annotated[int, Field(gt=0)] | None = None
    data_storage_setting: Literal["everything", "everything_except_pii", "basic_attributes_only"] | None = None
    data_storage_retention_days: Annotated[int, Field(ge=1, le=730)] | None = None
    pii_config: dict[str, Any] | None = None
    opt_in_signed_url: bool | None = None
    signed_url_expiration_ms: Annotated[int, Field(gt=0)] | None = None


REQUIRED = ("response_engine", "voice_id")  # of an agent: never null


def checked(wanted: dict[str, Any]) -> dict[str, Any]:
    """The settings in Retell's own form. Raises BadRequest, which names the field."""
    try:
        values = AgentChanges.model_validate(wanted).model_dump(mode="json", exclude_unset=True)
    except ValidationError as error:
        raise BadRequest("; ".join(map(_sentence, error.errors()))) from error
    if empty := [name for name in REQUIRED if name in values and values[name] is None]:
        raise BadRequest(f"{empty[0]}: an agent needs one")
    return values


def _sentence(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"] if not str(part).startswith(("function", "constrained")))
    return f"{name}: {'not a setting of a Retell agent' if error['type'] == 'extra_forbidden' else error['msg']}"


def provider_of_model(voice_model: str) -> str:
    """The voice provider whose model it is; empty for one that is newer than this list."""
    return next((provider for start, provider in MODELS.items() if voice_model.startswith(start)), "")
