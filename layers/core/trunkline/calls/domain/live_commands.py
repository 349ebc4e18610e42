"""What somebody outside a live call may ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LiveCallCommand:
    """What is to be done with a call. `text` is what to say or tell, which voice, or whom to transfer to."""

    kind: str
    text: str = ""
    settings: Mapping[str, float | bool] = field(default_factory=dict)  # of a changed voice
    summary: str = ""  # of a transfer: what the colleague should know
