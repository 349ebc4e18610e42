"""G.711 mu-law: from bytes of a telephone line to samples, by table."""

import numpy as np

from trunkline_voice.arrays import Floats, Ints

RATE = 8000  # samples a second
SILENCE = 0xFF
LOUDEST = 32124  # of a sample; louder ones are cut off


def _table() -> Ints:
    """Sample of each of the 256 codes: complemented, then sign, segment of three bits and mantissa of four."""
    code = ~np.arange(256) & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)


TABLE = _table()


def decode(codes: bytes) -> Ints:
    """Samples of 16 bits."""
    return TABLE[np.frombuffer(codes, np.uint8)]


def full_scale_one(samples: Ints) -> Floats:
    """The same samples as floats of -1 to 1, of single precision: a call of ten minutes is 19 MB."""
    return np.asarray(samples, np.float32) / np.float32(32768)
