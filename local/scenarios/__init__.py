"""Callers as screenplays. Each file says who calls which number, how the agent talks and what the caller does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from local.twilio import Caller

CALLER_VOICE = "en-gb+f3"  # the voice the fake agents have learnt to understand


@dataclass(frozen=True)
class Patient:
    """The patient whose check-in a call is."""

    name: str
    phone: str
    time_zone: str


@dataclass(frozen=True)
class Scenario:
    """A call from beginning to end, and the fields of its record when it went as planned."""

    title: str
    number: str
    play: Callable[[Caller], Awaitable[None]]
    lines: tuple[tuple[str, str], ...] = ()  # what caller and agent say, in order; none: it is not compared
    interrupted: frozenset[str] = frozenset()  # those lines that the caller cuts, and no others
    on_file: Mapping[str, str] = field(default_factory=dict)  # of the record, besides that the call is completed
    caller_number: str = "+14155550123"
    patient: Patient | None = None
