"""Risk protocols: versioned documents of points, baselines, floors, levels and recommendations.

One JSON document holds every number, and the SHA-256 of its canonical form is stored with each assessment. A document
that contradicts itself is refused as a whole.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from trunkline.errors import BadRequest

SYMPTOM_POINTS, VOICE_POINTS, HIGHEST = 70, 30, 100
DELTAS = frozenset({"d1", "d3", "d7"})
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
# Rules that are no numbers of a document: red flags, what is missing, and what the voice's history says.
BUILT_IN = frozenset({"E", "RECHECK", "NEW-LINE", "NO-weight", "NO-red_flags", "NO-voice"})

Points = Annotated[int, Field(ge=0)]
Amount = Annotated[Decimal, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Level(IntEnum):
    """The levels, the mildest first."""

    GREEN = 0
    YELLOW = 1
    ORANGE = 2
    RED = 3
    EMERGENCY = 4


class Transform(StrEnum):
    NONE = "none"
    LN = "ln"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Part):
    """A test of one item: of a weight difference by a limit in kg, of an answer by its values."""

    item: str
    at_least: Amount | None = None
    above: Amount | None = None
    at_most: Amount | None = None
    among: tuple[str, ...] = ()

    def holds(self, value: Decimal | str | None) -> bool:
        """An item without an answer meets no condition."""
        if value is None or isinstance(value, str):
            return value in self.among
        return (
            (self.at_least is not None and value >= self.at_least)
            or (self.above is not None and value > self.above)
            or (self.at_most is not None and value <= self.at_most)
        )


class WeightRule(Condition):
    id: str
    points: Points
    source: str


class WeightScale(_Part):
    """`days` says from how many days ago the weight of each difference may be, the oldest first choice."""

    cap: Points
    days: Mapping[str, tuple[int, int]]
    implausible_change: Amount
    rules: tuple[WeightRule, ...]
    loss: WeightRule


class Scale(_Part):
    """Points of an item's answers, the mildest first."""

    cap: Points
    source: str
    points: Mapping[str, Points]


class MeasureScale(_Part):
    cap: Points
    worse: Literal["lower", "higher"]
    transform: Transform
    prior_sd: Positive
    kind: Literal["effort", "quality"]
    source: str

    @property
    def direction(self) -> int:
        return -1 if self.worse == "lower" else 1


class BaselineRule(_Part):
    at_least: Annotated[int, Field(ge=2)]
    latest: Annotated[int, Field(ge=2)]
    anchor: Annotated[int, Field(ge=2)]
    drift_z: Positive
    prior_weight: Positive


class VoiceScale(_Part):
    """`shift` voice points are a change; confirmed when the call before, a few days ago at most, had as many."""

    measures: Mapping[str, MeasureScale]
    points_from_z: Amount
    points_to_z: Amount
    shift: Points
    confirmed_within_days: Points
    loudness_db: Positive
    baseline: BaselineRule


class Floor(_Part):
    """A score that is reached however few the points are. `signs` is how many signs of congestion, from and to."""

    id: str
    value: Points
    any: tuple[Condition, ...] = ()
    signs: tuple[int, int] | None = None
    coverage_below: Amount | None = None
    confirmed_shift: bool = False


class LevelRule(_Part):
    level: str
    lowest: Points = Field(alias="from")
    within_h: Points | None
    action: str

    @property
    def rank(self) -> Level:
        return Level[self.level]


class Recommendation(_Part):
    """`after`: the rules and floors that give rise to it."""

    id: str
    after: tuple[str, ...]
    text: str


class RiskProtocol(_Part):
    """A whole document, checked."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
    version: str
    valid_from: date
    author: Annotated[str, Field(min_length=1)]
    statement: Annotated[str, Field(min_length=1)]
    weight: WeightScale
    items: Mapping[str, Scale]
    red_flags: tuple[str, ...]
    voice: VoiceScale
    signs: tuple[Condition, ...]
    floors: tuple[Floor, ...]
    levels: tuple[LevelRule, ...]
    sub_scores: Mapping[str, tuple[str, ...]]
    recommendations: tuple[Recommendation, ...]
    sha256: str = ""

    @property
    def name(self) -> str:
        return f"{self.id}-{self.version}"

    @property
    def caps(self) -> dict[str, int]:
        """Of every symptom item and voice measure, by name."""
        scales: Mapping[str, Scale | MeasureScale] = {**self.items, **self.voice.measures}
        return {"weight": self.weight.cap} | {name: scale.cap for name, scale in scales.items()}

    def level_of(self, overall: int) -> Level:
        return max(rule.rank for rule in self.levels if rule.rank is not Level.EMERGENCY and rule.lowest <= overall)

    def rule_of(self, level: Level) -> LevelRule:
        return next(rule for rule in self.levels if rule.rank is level)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "RiskProtocol":
        faults = [fault for fault, is_at_fault in self._faults() if is_at_fault]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _faults(self) -> list[tuple[str, bool]]:
        symptoms = self.weight.cap + sum(scale.cap for scale in self.items.values())
        measures = self.voice.measures.values()
        return [
            ("version: three numbers with points are expected", not SEMVER.fullmatch(self.version)),
            (f"the caps of symptoms must sum to {SYMPTOM_POINTS}", symptoms != SYMPTOM_POINTS),
            (f"the caps of voice must sum to {VOICE_POINTS}", sum(item.cap for item in measures) != VOICE_POINTS),
            ("an item's points must ascend from 0 to its cap", not all(map(_ascends, self.items.values()))),
            ("a weight rule exceeds the cap", any(rule.points > self.weight.cap for rule in self.weight.rules)),
            ("levels must ascend from 0 to 100", not _levels_ascend(self.levels)),
            (f"a floor exceeds {HIGHEST}", any(floor.value > HIGHEST for floor in self.floors)),
            ("a rule has an id twice", len(set(self._rule_ids())) != len(self._rule_ids())),
            ("a condition is about no item or answer of the protocol", not all(map(self._knows, self._conditions()))),
            ("a sub score has a part without a cap", not set().union(*self.sub_scores.values()) <= set(self.caps)),
            ("a recommendation follows from no rule of the protocol", not self._known_rules()),
            ("points_to_z must be above points_from_z", self.voice.points_to_z <= self.voice.points_from_z),
        ]

    def _rule_ids(self) -> list[str]:
        parts: Sequence[WeightRule | Floor] = (*self.weight.rules, self.weight.loss, *self.floors)
        return [part.id for part in parts]

    def _known_rules(self) -> bool:
        known = {*self._rule_ids(), *BUILT_IN}
        return all(set(item.after) <= known for item in self.recommendations)

    def _conditions(self) -> list[Condition]:
        of_floors = [condition for floor in self.floors for condition in floor.any]
        return [*of_floors, *self.signs, *self.weight.rules, self.weight.loss]

    def _knows(self, condition: Condition) -> bool:
        if condition.item in DELTAS:
            return condition.item in self.weight.days and not condition.among
        return condition.item in self.items and set(condition.among) <= set(self.items[condition.item].points)


def _ascends(scale: Scale) -> bool:
    points = list(scale.points.values())
    return points == sorted(points) and min(points) == 0 and max(points) == scale.cap


def _levels_ascend(levels: Sequence[LevelRule]) -> bool:
    lowest = [rule.lowest for rule in levels]
    named = [rule.level for rule in levels] == [level.name for level in Level]
    return named and lowest[0] == 0 and lowest[-1] == HIGHEST and all(a < b for a, b in pairwise(lowest))


def canonical(document: Any) -> str:
    """JSON with sorted keys and without spaces: the same text for the same document."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def read_protocol(document: Mapping[str, Any]) -> RiskProtocol:
    """Raises BadRequest, which says what is wrong with the document."""
    digest = sha256(canonical({name: value for name, value in document.items() if name != "sha256"}).encode())
    try:
        return RiskProtocol.model_validate({**document, "sha256": digest.hexdigest()})
    except ValidationError as fault:
        raise BadRequest("; ".join(f"{_place(item)}: {item['msg']}" for item in fault.errors())) from None


def _place(error: Mapping[str, Any]) -> str:
    return ".".join(str(part) for part in error["loc"]) or "protocol"


def valid_protocol(protocols: Sequence[RiskProtocol], day: date) -> RiskProtocol:
    """The newest version in force. Raises LookupError when none is."""
    in_force = [protocol for protocol in protocols if protocol.valid_from <= day]
    if not in_force:
        raise LookupError("no risk protocol is in force")
    return max(in_force, key=lambda item: (item.valid_from, [int(part) for part in item.version.split(".")]))
