"""Events of a carrier's media stream, the same for every carrier."""

from dataclasses import dataclass

from trunkline.json_frames import Ignored, InvalidFrame

UNTIMED_MS = -1  # audio without a timestamp: it follows the audio before it


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """The first thing that counts. The token is not proof until it has been spent for this very call."""

    stream_sid: str
    call_sid: str
    token: str
    encoding: str
    rate_hz: int


@dataclass(frozen=True, slots=True)
class CallerAudio:
    """20 ms of what the caller said: base64 mu-law at 8 kHz, and where in the stream it belongs."""

    payload: bytes
    timestamp_ms: int


@dataclass(frozen=True, slots=True)
class KeyPressed:
    digit: str


@dataclass(frozen=True, slots=True)
class MarkReached:
    """A mark came back: everything before it was played, or it was cleared away."""

    name: str


@dataclass(frozen=True, slots=True)
class StreamStopped:
    """The call ended, or moved on to other TwiML."""


CarrierEvent = StreamStarted | CallerAudio | KeyPressed | MarkReached | StreamStopped | Ignored | InvalidFrame
