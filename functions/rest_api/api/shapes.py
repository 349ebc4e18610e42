"""What requests and answers of calls and voices look like. Names and values are those that clients were written for."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.errors import refused_value
from trunkline.calls.domain.variables import HIDDEN, is_reserved, is_secret
from trunkline.numbering.e164 import InvalidPhoneNumber
from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings
from trunkline.web.xml_text import is_xml_text

DIALLED = re.compile(r"\+[0-9]{7,15}", re.ASCII)


def _e164(text: str) -> str:
    from trunkline.campaigns.adapters.phone_number_parser import (
        to_e164,  # the numbering plans; loaded when the first number comes
    )

    try:
        return to_e164(text)
    except InvalidPhoneNumber as problem:
        raise refused_value(str(problem)) from problem


def _e164_or_unknown(text: str) -> str:
    """Which numbers exist, the carrier knows, and says so: one that is E.164 already goes there as it is."""
    try:
        return _e164(text)
    except PydanticCustomError:
        if DIALLED.fullmatch(text):
            return text
        raise


# However they are written, with the country code: they become E.164, the form that lists, stop lists and calls have.
_Written = Annotated[str, StringConstraints(min_length=1, max_length=40), Field(examples=["+14155550100"])]
PersonsNumber = Annotated[_Written, AfterValidator(_e164)]
Number = Annotated[_Written, AfterValidator(_e164_or_unknown)]
CallSid = Annotated[str, StringConstraints(pattern=r"^CA[0-9A-Za-z]{1,62}$")]
VoiceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
AgentId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _speakable(text: str) -> str:
    if not is_xml_text(text):
        raise ValueError("a control character, which no document for a telephone call can hold")
    return text


Speakable = Annotated[str, AfterValidator(_speakable)]
Text = Annotated[Speakable, StringConstraints(min_length=1, max_length=5000)]
RemovePii = Annotated[
    bool,
    Field(description="Take numbers, spoken digits and e-mail addresses out of texts before synthesis"),
]
Metadata = Annotated[
    dict[Annotated[str, StringConstraints(max_length=64)], Annotated[str, StringConstraints(max_length=512)]],
    Field(max_length=32),
]


def _own_names(variables: dict[str, Any]) -> dict[str, Any]:
    """Refuses names that are ours, and a mask in a secret's place: an answer that is sent back would overwrite it."""
    if taken := [name[:64] for name in variables if is_reserved(name)]:
        raise ValueError(f"the name is reserved: {', '.join(taken)}")
    if any(is_secret(name) and value == HIDDEN for name, value in variables.items()):
        raise ValueError(f"{HIDDEN} stands for a secret value; give the value itself")
    return variables


LONGEST_PLACED_S = 3600  # an hour: longer calls of programs are a sign of toll fraud
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Value = Annotated[str, StringConstraints(max_length=512)]
InquiryType = Annotated[str, StringConstraints(max_length=64)]  # what a company calls a kind of inquiry
OwnNames = AfterValidator(_own_names)  # for every field that takes a company's variables


def zulu(moment: datetime) -> str:
    """2024-01-01T12:00:00Z"""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Shape(BaseModel):
    """Unknown fields are refused: a misspelt one would be silently without effect."""

    model_config = ConfigDict(extra="forbid")


class VoiceSettingsShape(Shape):
    """How a voice speaks. What is left out stays as the voice has it stored."""

    stability: Annotated[float, Field(ge=0, le=1)] | None = None
    similarity_boost: Annotated[float, Field(ge=0, le=1)] | None = None
    style: Annotated[float, Field(ge=0, le=1)] | None = None
    use_speaker_boost: bool | None = None
    speed: Annotated[float, Field(ge=0.7, le=1.2)] | None = None

    def domain(self) -> VoiceSettings:
        return VoiceSettings(**self.model_dump())


def settings_told(settings: VoiceSettings) -> dict[str, float | bool]:
    return settings.given()


class NewCall(Shape):
    to_number: Number
    from_number: Number
    webhook_url: AnyHttpUrl | None = None
    voice_id: VoiceId | None = None
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    inquiry_type: InquiryType | None = None
    metadata: Metadata = Field(default_factory=dict)
    max_duration_s: Annotated[int, Field(ge=10, le=LONGEST_PLACED_S)] = LONGEST_PLACED_S
    remove_pii: RemovePii = False


class CallCreated(BaseModel):
    call_sid: str
    status: str
    direction: str
    to: str
    from_: str
    created_at: str
    voice_id: str
    voice_settings: dict[str, float | bool]


class CallOrdered(BaseModel):
    """A call that waits for the relay to wake, or waited for it."""

    order_id: str
    status: Literal["waiting", "dialling", "placed", "failed"]
    created_at: str
    call_sid: str | None = None
    reason: str | None = None


class IncomingCall(Shape):
    call_sid: CallSid
    from_number: str = Field(max_length=64)
    to_number: Number
    company_api_key: str | None = Field(default=None, max_length=256)
    agent_id: AgentId | None = None
    voice_id: VoiceId | None = None
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    inquiry_type: InquiryType | None = None
    remove_pii: RemovePii = False


class CallHandled(BaseModel):
    call_sid: str
    twiml: str
    status: str


class TextToSpeak(Shape):
    text: Text
    voice_id: VoiceId | None = None
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    inquiry_type: InquiryType | None = None
    pauses: bool = False
    remove_pii: RemovePii = False


class TextToStream(Shape):
    text: Text
    remove_pii: RemovePii = False


class Streaming(BaseModel):
    call_sid: str
    status: str
    text_length: int
    compliance_status: Literal["pii_removed"] | None = None


class CallStatus(BaseModel):
    call_sid: str
    status: str


class VoiceInfo(BaseModel):
    voice_id: str
    voice_settings: dict[str, float | bool]
    is_connected: bool
    has_initial_message: bool


class CallInfo(BaseModel):
    call_sid: str
    voice_id: str | None
    voice_settings: dict[str, float | bool]
    status: str
    created_at: str | None
    audio_queue_size: int
    elevenlabs_voice_info: VoiceInfo | None


class VoiceUpdated(BaseModel):
    call_sid: str
    status: str
    voice_id: str
    voice_settings: dict[str, float | bool]


class VoiceShape(BaseModel):
    voice_id: str
    name: str
    category: str
    description: str | None
    labels: dict[str, str]


class VoiceValid(BaseModel):
    voice_id: str
    valid: bool


class Health(BaseModel):
    status: str
    timestamp: str
    active_integrations: int
    elevenlabs_configured: bool
    twilio_configured: bool


def voice_told(voice: VoiceChoice | None) -> dict[str, Any]:
    return {
        "voice_id": voice.voice_id if voice else None,
        "voice_settings": voice.settings.given() if voice else {},
    }
