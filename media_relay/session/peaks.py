"""Peaks of a recording: the loudest sample of each twentieth of a second, so that a page draws a call undecoded."""

import base64
from collections.abc import Iterator

from trunkline import mulaw

PER_SECOND = 20
WINDOW_BYTES = 8000 // PER_SECOND
LOUDEST = 255
# The height of each mu-law code, linear, as one byte.
HEIGHTS = bytes(round(abs(mulaw.decode(code)) * LOUDEST / mulaw.FULL_SCALE) for code in range(256))


class PeakMeter:
    """The peaks of one side, from its audio in pieces of any size."""

    def __init__(self) -> None:
        self._peaks = bytearray()
        self._rest = b""

    def add(self, audio: bytes | bytearray) -> None:
        """Takes the next mu-law audio of the side."""
        heights = self._rest + audio.translate(HEIGHTS)
        whole = len(heights) - len(heights) % WINDOW_BYTES
        self._peaks.extend(_peaks(heights[:whole]))
        self._rest = heights[whole:]

    def peaks(self) -> bytes:
        """A byte for each window, 0 to 255; the last window may be shorter."""
        return bytes(self._peaks) + bytes(_peaks(self._rest))

    def text(self) -> str:
        return base64.b64encode(self.peaks()).decode()


def _peaks(heights: bytes) -> Iterator[int]:
    return (max(heights[at : at + WINDOW_BYTES]) for at in range(0, len(heights), WINDOW_BYTES))
