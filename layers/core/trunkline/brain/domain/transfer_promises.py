"""Transfers that an agent promises in one call. A caller who is still there was not put through, and is not promised
the same again and again."""

from collections import Counter
from dataclasses import dataclass, field

TRIES_AT_MOST = 2  # for each target: a caller may have spoken over the first


@dataclass(slots=True)
class TransferPromises:
    _open: str = ""  # the target of the newest promise
    _lines_before: int = 0
    _missed: Counter[str] = field(default_factory=Counter)

    def promise(self, target: str, lines: int) -> None:
        """`lines` is how many had been said by then."""
        self._open, self._lines_before = target, lines

    def missed(self, lines: int) -> str:
        """The target whose promise was heard and not carried out; empty for none. A request that repeats the words
        before the promise voids it: it was not heard."""
        target, self._open = self._open, ""
        if not target or lines <= self._lines_before:
            return ""
        self._missed[target] += 1
        return target

    def failed(self, target: str) -> None:
        self._open = ""
        self._missed[target] = TRIES_AT_MOST

    def may_try(self, target: str) -> bool:
        return self._missed[target] < TRIES_AT_MOST

    @property
    def were_missed(self) -> bool:
        return bool(self._missed)
