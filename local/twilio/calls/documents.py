"""Where the next TwiML document comes from, and what a verb leads to."""

from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True)
class Fetch:
    """A document to be requested; `params` are what the previous verb has to report."""

    url: str
    method: str = "POST"
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Inline:
    """A document that came with a REST request: it has no address, so relative URLs in it cannot work."""

    text: str


class End(Enum):
    HANG_UP = "hang up"


Source = Fetch | Inline
Step = Source | End | None  # None: go on with the next verb
