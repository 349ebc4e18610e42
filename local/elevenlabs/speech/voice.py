"""Audio of the agent's voice: large frames, any declared format, and the part of a text that was heard."""

import re
from itertools import cycle

import numpy as np

from local.audio import mulaw
from local.audio.speech import resample

TELEPHONE = "ulaw_8000"
# One to two and a half seconds, and never whole 20 ms packets: as the vendor's frames were observed.
LARGE_FRAMES_BYTES = (8_333, 18_947, 12_101)


def frames(audio: bytes, *, short: bool = False) -> list[bytes]:
    """Cuts one utterance into what goes into single `audio` messages."""
    sizes = cycle((mulaw.FRAME_BYTES,) if short else LARGE_FRAMES_BYTES)
    cut, position = [], 0
    while position < len(audio):
        size = next(sizes)
        cut.append(audio[position : position + size])
        position += size
    return cut


def to_format(audio: bytes, name: str) -> bytes:
    """Telephone audio in the declared output format."""
    if name == TELEPHONE:
        return audio
    samples = resample(mulaw.decode(audio).astype(np.float64), mulaw.RATE_HZ, rate_hz(name))
    return np.clip(samples, -32768, 32767).astype("<i2").tobytes()


def from_format(audio: bytes, name: str) -> bytes:
    """Audio in the declared input format as telephone audio."""
    if name == TELEPHONE:
        return audio
    samples = np.frombuffer(audio[: len(audio) // 2 * 2], "<i2").astype(np.float64)
    return mulaw.encode(resample(samples, rate_hz(name), mulaw.RATE_HZ))


def rate_hz(name: str) -> int:
    found = re.fullmatch(r"(?:pcm|ulaw)_(\d+)", name)
    if not found:
        raise ValueError(f"no such audio format: {name}")
    return int(found[1])


def spoken_part(text: str, share: float) -> str:
    """The whole words of a text that fit into the played share of its audio."""
    reach = len(text) * min(1.0, max(0.0, share))
    ends = [word.end() for word in re.finditer(r"\S+", text) if word.end() <= reach]
    return text[: ends[-1]] if ends else ""
