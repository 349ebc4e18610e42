"""G.711 mu-law: telephone bytes to 16-bit samples and back, and how loud they are."""

import math

import numpy as np

RATE_HZ = 8000
FRAME_BYTES = 160  # 20 ms, what a carrier puts into one media message
SILENCE = b"\xff"

BIAS = 0x84
CLIP = 32635
QUIETEST_DBFS = -96.0  # what digital silence is called, so that loudness always is a number


def decode(encoded: bytes) -> np.ndarray:
    return _DECODED[np.frombuffer(encoded, np.uint8)]


def encode(samples: np.ndarray) -> bytes:
    clipped = np.clip(samples, -32768, 32767).astype(np.int32)
    return _ENCODED[clipped + 32768].tobytes()


def loudness_dbfs(encoded: bytes) -> float:
    """Root mean square against full scale."""
    if not encoded.strip(SILENCE):  # most of what a caller sends, and a hundred of them send it 50 times a second
        return QUIETEST_DBFS
    power = float(np.mean(decode(encoded).astype(np.float64) ** 2))
    return max(QUIETEST_DBFS, 10 * math.log10(power / 32768**2)) if power else QUIETEST_DBFS


def _decoding_table() -> np.ndarray:
    code = ~np.arange(256) & 0xFF  # the line carries the complement
    exponent, mantissa = (code >> 4) & 7, code & 15
    magnitude = (((mantissa << 3) + BIAS) << exponent) - BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _encoding_table() -> np.ndarray:
    sample = np.arange(-32768, 32768)
    magnitude = np.minimum(np.abs(sample), CLIP) + BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int64) - 7
    mantissa = (magnitude >> (exponent + 3)) & 15
    sign = np.where(sample < 0, 0x80, 0)
    return (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)


_DECODED = _decoding_table()
_ENCODED = _encoding_table()
