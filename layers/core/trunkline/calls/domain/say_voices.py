"""The carrier's own voice for the texts of a route that no agent and no voice provider speaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SayVoice:
    """Empty: the carrier's default."""

    name: str = ""
    language: str = ""


USUAL_VOICE = SayVoice()
