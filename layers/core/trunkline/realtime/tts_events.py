"""Events of a vendor's speech socket, and the texts sent to it."""

from dataclasses import dataclass
from typing import Protocol

from trunkline.json_frames import Ignored, InvalidFrame
from trunkline.speech.domain.voices import VoiceChoice


@dataclass(frozen=True, slots=True)
class SpeechArrived:
    """A piece of a text, spoken: base64 mu-law."""

    context: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class SpeechFinished:
    """All audio of a text has been sent."""

    context: str


@dataclass(frozen=True, slots=True)
class SpeechFailed:
    """The vendor gives up, on one text or on all of them; a close follows."""

    code: str
    reason: str


TtsEvent = SpeechArrived | SpeechFinished | SpeechFailed | InvalidFrame | Ignored


class TtsCodec(Protocol):
    """A vendor's speech socket: frames in, frames out. A module of pure functions fits."""

    IDLE_CONTEXT: str  # holds the socket open between two texts; never has audio
    CLOSE: bytes  # the last frame of all

    def read(self, frame: bytes) -> TtsEvent:
        """Any frame. Never raises."""
        ...

    def begin(self, context: str, voice: VoiceChoice) -> bytes: ...

    def say(self, context: str, words: str, *, is_last: bool) -> bytes: ...

    def finish(self, context: str) -> bytes: ...

    def keep_alive(self) -> bytes: ...
