"""Hash chain: each link's seal covers its contents and the seal before it, so that a later change shows.

Altering, dropping, adding or moving a link breaks the seals behind it. A cut at the end shows by the latest seal,
which is kept elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a chain, as far as its first broken link shows."""

    MISSING = "missing or out of order"
    CHANGED = "changed"
    CUT = "cut"  # the latest links are gone, or the note of the latest seal is


@dataclass(frozen=True, slots=True)
class Link:
    """Number 1 is the first. `seal` is on file, `due` is the seal that the contents call for, empty for none."""

    number: int
    previous: str
    seal: str
    due: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link; of a cut chain, the first one that is gone."""

    number: int
    fault: Fault


def first_break(links: Iterable[Link], latest: str, first: str = "") -> Break | None:
    """None for an intact chain. `first` is the seal before the first link."""
    previous, number = first, 0
    for number, link in enumerate(links, start=1):
        if link.number != number or link.previous != previous:
            return Break(number, Fault.MISSING)
        if not link.due or link.seal != link.due:
            return Break(number, Fault.CHANGED)
        previous = link.seal
    return None if previous == latest else Break(number + 1, Fault.CUT)
