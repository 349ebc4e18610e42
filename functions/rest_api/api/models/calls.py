"""Calls in requests and answers. Names and values are those that clients were written for."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.models.carrier_speech import DisclosuresShape
from api.models.fields import (
    AgentId,
    CallSid,
    EndpointUrl,
    InquiryType,
    Metadata,
    Number,
    RemovePii,
    Shape,
    Text,
    VoiceId,
)
from api.models.voices import VoiceInfo, VoiceSettingsShape

LONGEST_PLACED_S = 3600  # an hour: longer calls of programs are a sign of toll fraud


class NewCall(Shape):
    to_number: Number
    from_number: Number
    webhook_url: EndpointUrl | None = None
    voice_id: VoiceId | None = None
    voice_settings: VoiceSettingsShape = VoiceSettingsShape()
    inquiry_type: InquiryType | None = None
    metadata: Metadata = Field(default_factory=dict)
    max_duration_s: Annotated[int, Field(ge=10, le=LONGEST_PLACED_S)] = LONGEST_PLACED_S
    remove_pii: RemovePii = False
    disclosures: DisclosuresShape = DisclosuresShape()


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
    disclosures: DisclosuresShape = DisclosuresShape()


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
    inquiry_type: InquiryType | None = None
    pauses: bool = False
    remove_pii: RemovePii = False


class Streaming(BaseModel):
    call_sid: str
    status: str
    text_length: int
    compliance_status: Literal["pii_removed"] | None = None


class CallStatus(BaseModel):
    call_sid: str
    status: str


class CallInfo(BaseModel):
    call_sid: str
    voice_id: str | None
    voice_settings: dict[str, float | bool]
    status: str
    created_at: str | None
    audio_queue_size: int
    elevenlabs_voice_info: VoiceInfo | None
    metadata: dict[str, str] = Field(default_factory=dict)


class VoiceUpdated(BaseModel):
    call_sid: str
    status: str
    voice_id: str
    voice_settings: dict[str, float | bool]
