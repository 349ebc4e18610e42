"""The relay's own sounds: mu-law at 8 kHz, made once, sent as they are."""

import base64
import math
from functools import cache
from pathlib import Path

from trunkline.mulaw import encode

RATE_HZ = 8000
TONE_HZ = 400
TONE_S, COMFORT_S = 0.12, 1.0
TONE_AMPLITUDE = 1200  # of 32124: audible, and not like an alarm


@cache
def one_moment() -> tuple[bytes, bytes]:
    """ "One moment, please": base64 and audio."""
    audio = (Path(__file__).parent / "one-moment.ulaw").read_bytes()
    return base64.b64encode(audio), audio


@cache
def comfort() -> tuple[bytes, bytes]:
    """Comfort tone: a second of near silence with a short soft tone, so that the line is not taken for dead."""
    tone = bytes(encode(_sample(n)) for n in range(int(RATE_HZ * TONE_S)))
    audio = tone.ljust(int(RATE_HZ * COMFORT_S), b"\xff")
    return base64.b64encode(audio), audio


def _sample(n: int) -> int:
    fade = math.sin(math.pi * n / (RATE_HZ * TONE_S))  # no click at either end
    return round(TONE_AMPLITUDE * fade * math.sin(2 * math.pi * TONE_HZ * n / RATE_HZ))
