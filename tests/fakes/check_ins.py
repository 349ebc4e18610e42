"""Check-ins of a patient with chosen answers and chosen measures, and the worked cases of the risk protocol."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from trunkline.patients.adapters.packaged_protocols import packaged_protocols
from trunkline.patients.domain.answers import Answers, RedFlag
from trunkline.patients.domain.assessments import CheckIn
from trunkline.patients.domain.baselines import PastCheckIn
from trunkline.patients.domain.protocols import DELTAS, Level, Transform
from trunkline.patients.domain.voice_reports import Gate, VoiceReport

TABLE = json.loads((Path(__file__).parents[1] / "vectors/risk/hv-risk-1.0.0.json").read_text())
CASES = {case["id"]: case for case in TABLE["cases"]}
[PROTOCOL] = packaged_protocols()
MEASURES = PROTOCOL.voice.measures
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LINE, OTHER_LINE = "a" * 32, "b" * 32
USUAL_VALUES = {
    "mpt_s": 12.0, "count20_s": 12.0, "pause_ratio": 0.28, "phrase_s": 2.0, "cpps_db": 14.0, "hnr_db": 18.0,
    "apq11_pct": 2.3, "ppq5_pct": 0.32, "f0_st": 3.0,
}  # fmt: skip


def a_report(values: Mapping[str, float] | None = None, gate: Gate = Gate.OK, **more: Any) -> VoiceReport:
    return VoiceReport("trunkline-voice 1.0.0", gate, USUAL_VALUES if values is None else values, **more)


def a_past(days_ago: float, values: Mapping[str, float] | None = None, **facts: Any) -> PastCheckIn:
    about = {"line": LINE, "level": Level.GREEN, "voice_points": 0.0, "report": a_report(values)} | facts
    return PastCheckIn(call_id=f"CA{days_ago:032}", at=NOW - timedelta(days=days_ago), **about)


def steady(n: int = 5, **facts: Any) -> list[PastCheckIn]:
    """Calls of which every measure was the same, so that the spread is the shrunken prior alone."""
    return [a_past(day, **facts) for day in range(n, 0, -1)]


def values_at(z: Mapping[str, float], n: int = 5) -> dict[str, float]:
    """Measures that are `z` spreads worse than `n` steady calls."""
    return {name: _at(name, value, n) for name, value in z.items()}


def _at(name: str, z: float, n: int) -> float:
    scale, usual = MEASURES[name], USUAL_VALUES[name]
    spread = math.sqrt(5 * scale.prior_sd**2 / (n + 5) * (1 + 1 / n))
    if scale.transform is Transform.LN:
        return math.exp(math.log(usual) + scale.direction * z * spread)
    return usual + scale.direction * z * spread


def a_check_in(answers: Mapping[str, Any] | None = None, red_flags: Iterable[str] | None = (), **facts: Any) -> CheckIn:
    """`answers` are those that differ from the usual ones; None leaves a question without an answer."""
    return of_answers(TABLE["usual"] | dict(answers or {}), red_flags, **facts)


def of_answers(answers: Mapping[str, Any], red_flags: Iterable[str] | None = (), **facts: Any) -> CheckIn:
    known = {name: value for name, value in answers.items() if value is not None}
    items = {name: value for name, value in known.items() if name not in DELTAS}
    differences = {name: Decimal(str(value)) for name, value in known.items() if name in DELTAS}
    flags = None if red_flags is None else frozenset(map(RedFlag, red_flags))
    about = {"call_id": "CA" + "f" * 32, "at": NOW, "line": LINE, "voice": a_report()} | facts
    return CheckIn(answers=Answers(items, flags), differences=differences, **about)


def worked(case: Mapping[str, Any]) -> tuple[CheckIn, list[PastCheckIn]]:
    """A worked case as a check-in and the calls before it."""
    answers = {name: TABLE["usual"][name] for name in case["only"]} if "only" in case else TABLE["usual"]
    history = _c15_history() if case.get("table") else steady(case.get("baseline", 5))
    if case.get("previous"):
        history.append(a_past(0.5, voice_points=case["previous"]))
    values = {name: row["now"] for name, row in TABLE["c15"].items()} if case.get("table") else None
    report = a_report(values or values_at(TABLE["z"][case.get("z", "Z0")]))
    return of_answers(answers | case.get("answers", {}), case.get("red_flags", ()), voice=report), history


def _c15_history() -> list[PastCheckIn]:
    rows = TABLE["c15"].items()
    return [a_past(6 - day, {name: row["baseline"][day] for name, row in rows}) for day in range(6)]
