"""Callers as screenplays. Each file says who calls which number, how the agent talks and what the caller does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from local.twilio import Caller

CALLER_VOICE = "en-gb+f3"  # the voice the fake agents have learnt to understand


@dataclass(frozen=True)
class Scenario:
    """One call from beginning to end. `lines` are what caller and agent say when all goes well, in order."""

    title: str
    number: str
    play: Callable[[Caller], Awaitable[None]]
    lines: tuple[tuple[str, str], ...] = ()
    caller_number: str = "+14155550123"
