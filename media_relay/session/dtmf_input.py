"""DTMF input of the caller: digits are gathered into a number before the agent gets them."""

from dataclasses import dataclass, field

from trunkline.calls.domain.dtmf import KEYS

PAUSE_S = 2.0  # after so long without a key the number is complete
KEYS_AT_MOST = 32
ENDS_A_NUMBER = "#"


@dataclass(slots=True)
class KeysPressed:
    """A number in progress: complete after a pause, or with the last key."""

    _digits: list[str] = field(default_factory=list)
    _complete_at_s: float = 0.0

    def press(self, digit: str, now_s: float) -> bool:
        """False for a key no telephone has, or one too many."""
        if len(digit) != 1 or digit not in KEYS or len(self._digits) >= KEYS_AT_MOST:
            return False
        self._digits.append(digit)
        is_last = digit == ENDS_A_NUMBER or len(self._digits) == KEYS_AT_MOST
        self._complete_at_s = now_s if is_last else now_s + PAUSE_S
        return True

    def take(self, now_s: float) -> str:
        """The number, once it is complete; empty before."""
        if not self._digits or now_s < self._complete_at_s:
            return ""
        digits = "".join(self._digits)
        self._digits.clear()
        return digits
