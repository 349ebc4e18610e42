"""WAV files of telephone recordings: mu-law or 16-bit samples at 8000 a second, one channel for each side."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trunkline_voice.arrays import Ints
from trunkline_voice.g711 import RATE, decode
from trunkline_voice.reasons import Reason

PCM, MULAW, EXTENSIBLE = 1, 7, 0xFFFE
SUBFORMAT = slice(24, 26)  # where an extensible format says which it is
MOST_CHANNELS = 2


class Unreadable(Exception):
    """A file that cannot be measured; its argument is the Reason."""

    @property
    def reason(self) -> Reason:
        return Reason(self.args[0])


@dataclass(frozen=True)
class Format:
    """What the header says of the samples."""

    encoding: int
    channels: int
    rate: int
    bits: int


def read_wav(content: bytes) -> list[Ints]:
    """Samples of 16 bits of each channel. A file that was cut short is read as far as it goes. Raises Unreadable."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise Unreadable(Reason.NOT_A_WAV)
    chunks = dict(_chunks(content))
    if len(chunks.get(b"fmt ", b"")) < 16:
        raise Unreadable(Reason.NOT_A_WAV)
    if not chunks.get(b"data"):
        raise Unreadable(Reason.NO_AUDIO)
    about = _format(bytes(chunks[b"fmt "]))
    samples = _samples(about, chunks[b"data"])
    whole = len(samples) // about.channels * about.channels
    return [samples[channel : whole : about.channels] for channel in range(about.channels)]


def _chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and content of each; each begins at an even place."""
    rest = memoryview(content)[12:]
    while len(rest) >= 8:
        name, size = struct.unpack("<4sI", rest[:8])
        yield name, rest[8 : 8 + size]
        rest = rest[8 + size + size % 2 :]


def _format(chunk: bytes) -> Format:
    encoding, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunk[:16])
    if encoding == EXTENSIBLE and len(chunk) >= SUBFORMAT.stop:
        encoding = int.from_bytes(chunk[SUBFORMAT], "little")
    if (encoding, bits) not in {(PCM, 16), (MULAW, 8)} or not 1 <= channels <= MOST_CHANNELS:
        raise Unreadable(Reason.OTHER_FORMAT)
    if rate != RATE:
        raise Unreadable(Reason.OTHER_RATE)
    return Format(encoding, channels, rate, bits)


def _samples(about: Format, data: memoryview) -> Ints:
    if about.encoding == MULAW:
        return decode(bytes(data))
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2")
