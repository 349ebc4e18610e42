"""The recordings of a call by kind. A call that was resumed has one for each of its streams."""

from dataclasses import dataclass
from datetime import datetime

from trunkline.calls.domain.call_search import CallSummary


@dataclass(frozen=True, slots=True)
class Part:
    """`number` counts from 1; `begins_at_s` from the beginning of the first part."""

    number: int
    object_key: str
    begins_at_s: float = 0.0


def recordings_of(call: CallSummary, fact: str) -> list[Part]:
    """In their order; `fact` is the record's name for the kind."""
    listed = call.facts.get(f"{fact}_parts")
    if not listed:
        return [Part(1, str(call.facts[fact]))] if call.facts.get(fact) else []
    times = [item.get("began_at") for item in listed]
    return [Part(n, str(item["key"]), _between(times[0], times[n - 1])) for n, item in enumerate(listed, 1)]


def _between(first: str | None, this: str | None) -> float:
    """Nothing where a part says not when it began: the voice provider's."""
    if not first or not this:
        return 0.0
    return round((datetime.fromisoformat(this) - datetime.fromisoformat(first)).total_seconds(), 1)
