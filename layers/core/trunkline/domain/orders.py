"""What may be asked of a live call from outside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with a call. `text` is the context to tell, or whom to transfer to."""

    kind: str
    text: str = ""
