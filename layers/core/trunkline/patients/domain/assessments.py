"""Assessments: what a check-in means under a risk protocol, every point traced to its rule.

An index from 0 to 100 that orders work. It is no probability and no diagnosis, and says so in every result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from trunkline.patients.domain.answers import Answers
from trunkline.patients.domain.baselines import PastCheckIn
from trunkline.patients.domain.findings import WHOLE, ZERO, Finding, half_up, number
from trunkline.patients.domain.protocols import Floor, Level, Recommendation, RiskProtocol, canonical
from trunkline.patients.domain.symptom_points import (
    missing_findings,
    red_flag_findings,
    symptom_coverage,
    symptom_findings,
    symptom_floors,
)
from trunkline.patients.domain.voice_points import VoiceFindings, had_shift_before, voice_findings
from trunkline.patients.domain.voice_reports import VoiceReport

EMERGENCY_SCORE = 100
THOUSANDTH = Decimal("0.001")
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """`differences` are those of the weight to earlier days; empty without a plausible weight."""

    call_id: str
    at: datetime
    line: str
    answers: Answers
    differences: Mapping[str, Decimal]
    voice: VoiceReport


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result. `score` is the sum of points, `overall` also takes floors and red flags into account."""

    call_id: str
    at: datetime
    protocol: str
    protocol_sha256: str
    engine: str
    line: str
    score: int
    symptom_points: Decimal
    voice_points: Decimal
    floors: tuple[str, ...]
    overall: int
    level: Level
    recheck: bool
    symptom_coverage: Decimal
    voice_coverage: Decimal
    voice_status: str
    measure_statuses: Mapping[str, str]
    sub_scores: Mapping[str, int | None]
    findings: tuple[Finding, ...]
    recommendation_ids: tuple[str, ...]
    recommendations: tuple[str, ...]
    action: str
    statement: str

    def values(self) -> dict[str, Any]:
        """As JSON. `risk` has the field names that clients of HeartVoice Monitor know."""
        return {
            "call_id": self.call_id,
            "at": self.at.isoformat(),
            "protocol": self.protocol,
            "protocol_sha256": self.protocol_sha256,
            "engine": self.engine,
            "line": self.line,
            "score": self.score,
            "symptom_points": number(self.symptom_points),
            "voice_points": number(self.voice_points),
            "floors": list(self.floors),
            "level": self.level.name,
            "action": self.action,
            "recheck": self.recheck,
            "symptom_coverage": number(self.symptom_coverage),
            "voice_coverage": number(self.voice_coverage),
            "voice_status": self.voice_status,
            "measure_statuses": dict(self.measure_statuses),
            "risk": {"overallRisk": self.overall, **self.sub_scores, "recommendations": list(self.recommendations)},
            "recommendation_ids": list(self.recommendation_ids),
            "findings": [finding.values() for finding in self.findings],
            "statement": self.statement,
        }

    def document(self) -> str:
        """Canonical JSON: the same bytes for the same check-in, history and protocol."""
        return canonical(self.values())


@dataclass(frozen=True, slots=True)
class _Judgement:
    score: int
    floors: tuple[str, ...]
    overall: int
    level: Level
    recheck: bool


def assess(check_in: CheckIn, history: Sequence[PastCheckIn], protocol: RiskProtocol) -> Assessment:
    """Only calls before this one count; the order of `history` is irrelevant."""
    before = [past for past in history if past.at < check_in.at and past.call_id != check_in.call_id]
    symptoms = tuple(symptom_findings(check_in.answers, check_in.differences, protocol))
    voice = voice_findings(check_in.voice, check_in.line, before, protocol)
    judged = _judge(check_in, symptoms, voice, before, protocol)
    findings = _ordered(check_in, symptoms, voice, judged, protocol)
    recommended = _recommended({*judged.floors, *(finding.rule_id for finding in findings)}, protocol)
    return Assessment(
        call_id=check_in.call_id,
        at=check_in.at,
        protocol=protocol.name,
        protocol_sha256=protocol.sha256,
        engine=check_in.voice.engine,
        line=check_in.line,
        score=judged.score,
        symptom_points=_sum(symptoms),
        voice_points=voice.points,
        floors=judged.floors,
        overall=judged.overall,
        level=judged.level,
        recheck=judged.recheck,
        symptom_coverage=half_up(symptom_coverage(check_in.answers, check_in.differences, protocol), THOUSANDTH),
        voice_coverage=half_up(voice.coverage, THOUSANDTH),
        voice_status=voice.status,
        measure_statuses=voice.statuses,
        sub_scores=_sub_scores(symptoms, voice, protocol),
        findings=findings,
        recommendation_ids=tuple(item.id for item in recommended),
        recommendations=tuple(item.text for item in recommended),
        action=protocol.rule_of(judged.level).action,
        statement=protocol.statement,
    )


def _judge(
    check_in: CheckIn,
    symptoms: Sequence[Finding],
    voice: VoiceFindings,
    before: Sequence[PastCheckIn],
    protocol: RiskProtocol,
) -> _Judgement:
    """A voice alone reaches a level through a floor only when the call before heard it too; before that it is a
    recheck, which an urgent call makes superfluous."""
    has_shift = voice.points >= protocol.voice.shift
    is_confirmed = has_shift and had_shift_before(before, check_in.at, protocol.voice)
    floors = _floors(check_in, is_confirmed, protocol)
    score = int(half_up(_sum(symptoms) + voice.points))
    is_emergency = bool(check_in.answers.red_flags)
    overall = EMERGENCY_SCORE if is_emergency else max(score, *(floor.value for floor in floors), 0)
    level = Level.EMERGENCY if is_emergency else protocol.level_of(overall)
    fired = (*(floor.id for floor in floors), *(["E"] if is_emergency else []))
    return _Judgement(score, fired, overall, level, has_shift and not is_confirmed and level < Level.RED)


def _floors(check_in: CheckIn, is_confirmed: bool, protocol: RiskProtocol) -> list[Floor]:
    """In the protocol's order."""
    met = list(symptom_floors(check_in.answers, check_in.differences, protocol))
    return [floor for floor in protocol.floors if floor in met or (floor.confirmed_shift and is_confirmed)]


def _ordered(
    check_in: CheckIn, symptoms: Sequence[Finding], voice: VoiceFindings, judged: _Judgement, protocol: RiskProtocol
) -> tuple[Finding, ...]:
    flags, missing = (
        red_flag_findings(check_in.answers),
        missing_findings(check_in.answers, check_in.differences, protocol),
    )
    recheck = [Finding("RECHECK", "voice", number(voice.points))] if judged.recheck else []
    findings = [*symptoms, *voice.findings, *flags, *missing, *recheck]
    return tuple(sorted(findings, key=lambda finding: (finding.item, finding.rule_id, str(finding.value))))


def _recommended(met: set[str], protocol: RiskProtocol) -> list[Recommendation]:
    return [item for item in protocol.recommendations if met & set(item.after)]


def _sum(findings: Sequence[Finding]) -> Decimal:
    return sum((finding.points for finding in findings), ZERO)


def _sub_scores(symptoms: Sequence[Finding], voice: VoiceFindings, protocol: RiskProtocol) -> dict[str, int | None]:
    scored = [finding for finding in (*symptoms, *voice.findings) if finding.cap]
    points = {finding.item: finding.points for finding in scored}
    return {name: _sub_score(points, parts, protocol.caps) for name, parts in protocol.sub_scores.items()}


def _sub_score(points: Mapping[str, Decimal], parts: Sequence[str], caps: Mapping[str, int]) -> int | None:
    """From 0 to 100 over what is known; None where less than half of it is."""
    available = sum(caps[part] for part in parts if part in points)
    if available < HALF * sum(caps[part] for part in parts):
        return None
    known = sum((points[part] for part in parts if part in points), ZERO)
    return int(half_up(100 * known / available, WHOLE))
