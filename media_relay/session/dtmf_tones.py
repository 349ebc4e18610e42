"""Telephone keys as sound: two tones each, mu-law at 8 kHz. ITU-T Q.23 has the pairs, Q.24 how long they must last."""

import math
from functools import cache

from trunkline.mulaw import encode

RATE_HZ = 8000
ROWS_HZ = (697, 770, 852, 941)
COLUMNS_HZ = (1209, 1336, 1477, 1633)
KEYS = ("123A", "456B", "789C", "*0#D")
TONE_BYTES = RATE_HZ // 10  # 100 ms, of which a receiver needs 40
REST_BYTES = RATE_HZ // 10
PAUSES = {"w": RATE_HZ // 2, "W": RATE_HZ}
LOW_AMPLITUDE, HIGH_AMPLITUDE = 6000, 7500  # of 32124; the higher tone a little louder, for what lines take from it
SILENCE = b"\xff"


def audio(keys: str) -> bytes:
    return b"".join(_sound(key) for key in keys)


def length(keys: str) -> int:
    """In bytes, without making the sound."""
    return sum(PAUSES.get(key, TONE_BYTES + REST_BYTES) for key in keys)


@cache
def _sound(key: str) -> bytes:
    if key in PAUSES:
        return SILENCE * PAUSES[key]
    low_hz, high_hz = _pair(key)
    tone = bytes(encode(_sample(n, low_hz, high_hz)) for n in range(TONE_BYTES))
    return tone + SILENCE * REST_BYTES


def _pair(key: str) -> tuple[int, int]:
    row = next(n for n, keys in enumerate(KEYS) if key in keys)
    return ROWS_HZ[row], COLUMNS_HZ[KEYS[row].index(key)]


def _sample(n: int, low_hz: int, high_hz: int) -> int:
    angle = 2 * math.pi * n / RATE_HZ
    return round(LOW_AMPLITUDE * math.sin(angle * low_hz) + HIGH_AMPLITUDE * math.sin(angle * high_hz))
