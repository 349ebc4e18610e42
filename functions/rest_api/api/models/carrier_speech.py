"""The carrier's speech in requests. Twilio documentation "TwiML: Say" and "ConversationRelay", read 2026-11."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from api.errors import refused_value
from api.models.fields import Shape, Speakable
from trunkline.calls.domain.carrier_speech import CarrierSpeech, Disclosures, Interruptible

# The catalogue itself changes, so a name is held against the form of its family.
NAMES = re.compile(
    r"man|woman|alice"
    r"|Polly\.[A-Z][A-Za-z]{1,30}(-Neural|-Generative)?"
    r"|Google\.[a-z]{2,3}-[A-Z]{2}(-[A-Za-z0-9]{1,20}){1,3}"
)
LANGUAGES = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4}){1,2}")
LONGEST_TEXT = 3000  # characters that the voices of every family speak


def _voice(name: str) -> str:
    if name and not NAMES.fullmatch(name):
        raise refused_value("no voice of the carrier; Polly.Joanna-Neural, Google.en-US-Neural2-F and woman are some")
    return name


def _language(tag: str) -> str:
    if tag and not LANGUAGES.fullmatch(tag):
        raise refused_value("a language with its region, such as en-US")
    return tag


CarriersVoice = Annotated[str, StringConstraints(max_length=64), AfterValidator(_voice)]
CarriersLanguage = Annotated[str, StringConstraints(max_length=16), AfterValidator(_language)]
Welcome = Annotated[Speakable, StringConstraints(max_length=LONGEST_TEXT)]


Disclosure = Annotated[Speakable, StringConstraints(max_length=500)]


class DisclosuresShape(Shape):
    """What the carrier says before anything is recorded: that a machine speaks (`ai`), that the call is recorded
    (`recording`). `required`: without them no call is connected, and no update drops them."""

    ai: Disclosure = ""
    recording: Disclosure = ""
    required: bool = False

    def domain(self) -> Disclosures:
        return Disclosures(self.ai, self.recording, self.required)


class CarrierSpeechShape(Shape):
    """Voice, language and interruption in mode `converse`. An omitted setting is the carrier's own."""

    tts_provider: Literal["", "ElevenLabs", "Google", "Amazon"] = ""
    voice: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{0,128}$")] = ""
    language: CarriersLanguage = ""
    transcription_provider: Literal["", "Deepgram", "Google"] = ""
    hints: Annotated[Speakable, StringConstraints(max_length=1000)] = ""
    interruptible: Interruptible = Interruptible.ANY

    def domain(self) -> CarrierSpeech:
        return CarrierSpeech(**self.model_dump())
