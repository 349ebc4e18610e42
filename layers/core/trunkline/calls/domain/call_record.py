"""A call's record: the merge of all its updates, the same in any order they arrive.

Each event has an update of its own, named by the event's key, and no update overwrites another. Reads merge them here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trunkline.calls.domain.calls import Progress, TimelineEvent

CONVERSATION = "conversation-"  # how the keys of conversations begin


# Facts that only answering sets; updates never change them.
STANDING = (
    "agent_id", "carrier", "clinical", "company_id", "direction", "from_number", "mode", "started_at", "to_number",
)  # fmt: skip


SPEECH = ("speech_characters", "speech_credits", "texts_spoken")  # added up over all streams of a call


TOOLS_KEPT = 500  # uses; an item of the table holds 400 kB


RECORDED = ("recording", "provider_recording")  # facts that name an object: of each stream, and of each conversation


ADDED_UP = ("conversation_duration_s", "cost_credits", "cost_usd", "turn_count")  # over all conversations of a call


@dataclass(frozen=True, slots=True)
class CallUpdate:
    """An event and the facts it adds to its call's record. Of two updates for one event the higher `rank` stands."""

    event: TimelineEvent
    facts: dict[str, Any] = field(default_factory=dict)
    rank: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """The value of the item's attribute, without unknown facts."""
        known = {name: value for name, value in self.facts.items() if value is not None}
        return {"at": self.event.at.isoformat(), "rank": self.rank, "facts": known}


def record_of(flat: Mapping[str, Any], payload: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """`flat`: facts filed when answering. `payload`: updates by event key; later ones override earlier ones."""
    record = dict(flat)
    for key in sorted(payload, key=lambda key: (not key.startswith(CONVERSATION), payload[key]["at"], key)):
        record |= {name: value for name, value in payload[key]["facts"].items() if name not in ("status", "progress")}
    record |= _speech(place["facts"] for place in payload.values())
    record |= _conversations([place["facts"] for key, place in sorted(payload.items()) if key.startswith(CONVERSATION)])
    record |= _recorded_in_parts(payload.values())
    record |= {name: flat[name] for name in STANDING if name in flat}
    return record | _standing_of(flat, payload)


def _conversations(all_of_them: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The sums over several conversations of one call. A sum with an unknown part is unknown."""
    spoken = [facts for facts in all_of_them if "transcript_key" in facts]
    if not spoken:
        return {}
    sums = {name: _sum(facts.get(name) for facts in spoken) for name in ADDED_UP}
    keys = sorted(facts["transcript_key"] for facts in spoken)
    return {**sums, "transcript_keys": keys, "started_at": min(facts["started_at"] for facts in spoken)}


def _speech(all_facts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The sum of speech over all streams and requests of a call."""
    counts: Counter[str] = Counter()
    for facts in all_facts:
        counts.update({name: facts[name] for name in SPEECH if name in facts})
    return dict(counts)


def _recorded_in_parts(places: Collection[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """All recordings of a call that was recorded more than once, in their order: it was resumed."""
    found = {f"{fact}_parts": recordings_in(places, fact) for fact in RECORDED}
    return {name: parts for name, parts in found.items() if len(parts) > 1}


def recordings_in(places: Iterable[Mapping[str, Any]], fact: str) -> list[dict[str, Any]]:
    """Key and beginning of each recording that updates name, in the order of the beginnings.

    Where one of these is not known, in the order of filing. Of two updates about one recording the later one stands.
    """
    filed = sorted((place for place in places if fact in place["facts"]), key=lambda place: str(place["at"]))
    named = {str(place["facts"][fact]): place["facts"].get("recording_began_at") for place in filed}
    parts = [{"key": key, "began_at": began_at} for key, began_at in named.items()]
    if all(part["began_at"] for part in parts):
        parts.sort(key=lambda part: (str(part["began_at"]), str(part["key"])))
    return parts


def _sum(values: Iterable[Any]) -> Any:
    known = list(values)
    return None if None in known else sum(known)


def _standing_of(flat: Mapping[str, Any], payload: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The furthest progress of all updates; of two ends the later one."""
    states = [
        (int(place["facts"]["progress"]), place["at"], str(place["facts"]["status"]))
        for place in payload.values()
        if "progress" in place["facts"]
    ]
    furthest = max(states, default=None)
    if furthest is None or furthest[0] < int(flat.get("progress", -1)):
        return {}
    return {"progress": furthest[0], "status": furthest[2]}


def progress_update(event: TimelineEvent, progress: Progress, status: str, facts: Mapping[str, Any]) -> CallUpdate:
    return CallUpdate(event, {**facts, "status": status, "progress": int(progress)})
