"""Commands to a live call."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LiveCallCommand:
    """A command to a live call. `text` is the text to say or send, the voice, or the transfer target."""

    kind: str
    text: str = ""
    settings: Mapping[str, float | bool] = field(default_factory=dict)  # of a changed voice
    summary: str = ""  # of a transfer: the text for the colleague
    inquiry_type: str = ""  # of a text: the company's voice for this kind of inquiry speaks it
    pauses: bool = False  # of a text: silence between its sentences
