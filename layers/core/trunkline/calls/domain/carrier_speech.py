"""Speech that the carrier makes and recognises itself: for texts of its own, and for an agent of the brain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class SayVoice:
    """Empty: the carrier's default."""

    name: str = ""
    language: str = ""


USUAL_VOICE = SayVoice()


class Interruptible(StrEnum):
    """Whether the caller can cut the agent short."""

    ANY = "any"  # by voice and by keys
    SPEECH = "speech"
    DTMF = "dtmf"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CarrierSpeech:
    """How an agent of the brain is spoken and understood. An empty setting is the carrier's own. Providers are those
    that the carrier has; a voice is a name that the chosen one knows."""

    tts_provider: str = ""
    voice: str = ""
    language: str = ""
    transcription_provider: str = ""
    hints: str = ""  # words that are likely to be said, by commas
    interruptible: Interruptible = Interruptible.ANY


USUAL_SPEECH = CarrierSpeech()


@dataclass(frozen=True, slots=True)
class Disclosures:
    """Texts the carrier says first. `required`: a call without them is not connected, and no update drops them."""

    ai: str = ""
    recording: str = ""
    required: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Disclosures":
        return cls(str(values.get("ai", "")), str(values.get("recording", "")), bool(values.get("required", False)))

    def values(self) -> dict[str, Any]:
        return {"ai": self.ai, "recording": self.recording, "required": self.required}

    def inherited_from(self, other: "Disclosures") -> "Disclosures":
        """With the texts of the number's own route where there are none, and its demand."""
        return replace(
            self,
            ai=self.ai or other.ai,
            recording=self.recording or other.recording,
            required=self.required or other.required,
        )


NO_DISCLOSURES = Disclosures()
SPEAKS_FIRST = "disclosures: the voice provider dials and speaks first; they belong into its agent's first message"


def spoken(*texts: str) -> str:
    """Texts one after the other, as one."""
    return " ".join(filter(None, (text.strip() for text in texts)))
