"""G.711 mu-law by the book: sign, segment and mantissa, complemented. For what we make ourselves, or measure."""

BIAS = 0x84
CLIP = 32635
FULL_SCALE = 32124


def encode(sample: int) -> int:
    magnitude = min(abs(sample), CLIP) + BIAS
    segment = magnitude.bit_length() - 8
    code = segment << 4 | (magnitude >> (segment + 3)) & 0x0F
    return ~(code | (0x80 if sample < 0 else 0)) & 0xFF


def decode(code: int) -> int:
    payload = ~code & 0xFF
    magnitude = (((payload & 0x0F) << 3) + BIAS << (payload >> 4 & 7)) - BIAS
    return -magnitude if payload & 0x80 else magnitude
