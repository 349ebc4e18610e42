"""Speech that the carrier makes and recognises itself: for texts of its own, and for an agent of the brain."""

from dataclasses import dataclass
from enum import StrEnum


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
