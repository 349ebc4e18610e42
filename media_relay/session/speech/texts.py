"""A text on its way to the caller's ear: its parts, the silence between them, and the voice that is to speak it."""

from binascii import b2a_base64
from dataclasses import dataclass

from trunkline.speech.domain.text_normalization import paused
from trunkline.speech.domain.voices import VoiceChoice

SILENCE = b"\xff"  # mu-law
BYTES_PER_S = 8000


@dataclass(slots=True)
class Text:
    """Parts are made one after the other, each in a context of its own. Without pauses there is one."""

    number: int
    parts: list[tuple[str, float]]  # words, and the seconds of silence behind them
    pii_removed: bool = False
    voice: VoiceChoice | None = None  # for this text alone; None: the call's
    at: int = 0  # the part that is made
    is_heard_in_part: bool = False
    was_tried_again: bool = False

    @property
    def words(self) -> str:
        return " ".join(words for words, _ in self.parts)

    @property
    def part(self) -> str:
        return self.parts[self.at][0]

    @property
    def context(self) -> str:
        return f"t{self.number}-{self.at}" if self.at else f"t{self.number}"

    def next_part(self) -> bytes | None:
        """Goes on to the next part; the silence before it, base64. None after the last one."""
        if self.at + 1 >= len(self.parts):
            return None
        pause_s = self.parts[self.at][1]
        self.at, self.is_heard_in_part, self.was_tried_again = self.at + 1, False, False
        return b2a_base64(SILENCE * round(pause_s * BYTES_PER_S), newline=False)


def parts_of(words: str, *, pauses: bool) -> list[tuple[str, float]]:
    return paused(words) if pauses else [(words, 0.0)]
