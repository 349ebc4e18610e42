"""The recordings of a call by kind. A call that was resumed has one for each of its streams."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary


@dataclass(frozen=True, slots=True)
class Part:
    """`number` counts from 1. `begins_at_s` counts from the beginning of the first part; None where it is not known."""

    number: int
    object_key: str
    begins_at_s: float | None = 0.0


def recordings_of(call: CallSummary, fact: str) -> list[Part]:
    """In their order; `fact` is the record's name for the kind."""
    listed = call.facts.get(f"{fact}_parts")
    if not listed:
        return [Part(1, str(call.facts[fact]))] if call.facts.get(fact) else []
    first = listed[0].get("began_at")
    others = [Part(n, str(item["key"]), _after(first, item.get("began_at"))) for n, item in enumerate(listed[1:], 2)]
    return [Part(1, str(listed[0]["key"])), *others]


def _after(first: str | None, this: str | None) -> float | None:
    """Seconds between the two; None where one is not known, as of the voice provider's recordings."""
    if not first or not this:
        return None
    return round((datetime.fromisoformat(this) - datetime.fromisoformat(first)).total_seconds(), 1)
