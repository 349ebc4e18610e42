"""Events and commands of a voice call, beside those of every call."""

from dataclasses import dataclass

from trunkline.speech.domain.voices import VoiceChoice, VoiceSettings

# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SpeakRequested:
    """A client has a text for the caller."""

    text: str
    remove_pii: bool = False
    inquiry_type: str = ""  # the company's voice for this kind of inquiry speaks it; another kind has the call's voice
    pauses: bool = False  # silence between its sentences


@dataclass(frozen=True, slots=True)
class BufferTextRequested:
    """A client queued a text before the call had its lease."""


@dataclass(frozen=True, slots=True)
class VoiceChangeRequested:
    """From the next text on; an empty id keeps the voice and changes how it speaks."""

    voice_id: str
    settings: VoiceSettings


@dataclass(frozen=True, slots=True)
class SpeechOpened:
    """The vendor's socket is there, for this voice."""

    voice: VoiceChoice


@dataclass(frozen=True, slots=True)
class SpeechLost:
    """The socket could not be opened, or closed."""

    reason: str


@dataclass(frozen=True, slots=True)
class PromptFetched:
    """A prompt's audio, base64, in order. Without pieces it could not be had."""

    context: str
    pieces: tuple[bytes, ...]


# --- commands ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenSpeech:
    """A socket for this voice, in place of the one that may be there."""

    voice: VoiceChoice
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CollectTexts:
    """Collect the texts that clients queued before this relay had the call."""


@dataclass(frozen=True, slots=True)
class CloseSpeech:
    """No text will follow."""


@dataclass(frozen=True, slots=True)
class FetchPrompt:
    """This text was made before any call: its audio is in the bucket."""

    context: str
    prompt_id: str


@dataclass(frozen=True, slots=True)
class BeginText:
    context: str
    voice: VoiceChoice


@dataclass(frozen=True, slots=True)
class SayText:
    context: str
    words: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class FinishText:
    """The end of this text, or its cancellation."""

    context: str


@dataclass(frozen=True, slots=True)
class KeepSpeechAlive:
    """The vendor closes a silent socket."""


@dataclass(frozen=True, slots=True)
class PlaySpeech:
    """To the caller, and to every listening client."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class ReportSpeechStarted:
    """A notice to clients: a text is being spoken, and whether personal data was taken out of it."""

    text: str
    pii_removed: bool = False


@dataclass(frozen=True, slots=True)
class ReportSpeechFailed:
    """… or that it will not be."""

    text: str
    error: str


@dataclass(frozen=True, slots=True)
class VoiceReplaced:
    """The voice could not be had: the company's fallback speaks from now on."""

    voice_id: str


SpeechCommand = (
    OpenSpeech
    | CloseSpeech
    | FetchPrompt
    | BeginText
    | SayText
    | FinishText
    | KeepSpeechAlive
    | PlaySpeech
    | ReportSpeechStarted
    | ReportSpeechFailed
    | VoiceReplaced
)
