"""Voice activity of a mu-law frame, found without decoding it.

Only for measuring (when did the caller stop?), never for deciding: barge-in is the agent's to call.
"""

# The complement of a mu-law byte has sign, exponent and mantissa; exponents 0 and 1 are below 264 of 32124 (-42 dBFS).
QUIET_CODES = bytes(code for code in range(256) if (~code & 0x70) >> 4 <= 1)
VOICED_SHARE = 4  # a quarter of the samples above the threshold: speech, not a click


def is_voiced(audio: bytes) -> bool:
    return len(audio.translate(None, QUIET_CODES)) * VOICED_SHARE > len(audio)
