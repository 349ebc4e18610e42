"""Points of answers and weight, and the floors that follow from them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from trunkline.patients.domain.answers import Answers
from trunkline.patients.domain.findings import Finding
from trunkline.patients.domain.protocols import Condition, Floor, RiskProtocol, WeightRule

Differences = Mapping[str, Decimal]


def symptom_findings(answers: Answers, differences: Differences, protocol: RiskProtocol) -> Iterator[Finding]:
    """One of each item that was answered, also where it adds nothing: what was asked is part of the record."""
    yield from _weight(differences, protocol)
    for name, scale in protocol.items.items():
        if (value := answers.items.get(name)) is not None:
            yield Finding(f"S-{name}", name, value, Decimal(scale.points[value]), scale.cap, scale.source)


def _weight(differences: Differences, protocol: RiskProtocol) -> Iterator[Finding]:
    """The rule with the most points; of equal ones the first in the protocol."""
    if not differences:
        return
    scale = protocol.weight
    met = [rule for rule in scale.rules if rule.holds(differences.get(rule.item))]
    if met:
        yield _of_rule(max(met, key=lambda rule: rule.points), differences, scale.cap)
    else:
        yield Finding("S-weight", "weight", _shown(differences), cap=scale.cap)
    if scale.loss.holds(differences.get(scale.loss.item)):
        yield _of_rule(scale.loss, differences, 0)


def _of_rule(rule: WeightRule, differences: Differences, cap: int) -> Finding:
    return Finding(rule.id, "weight", _shown(differences), Decimal(rule.points), cap, rule.source)


def _shown(differences: Differences) -> str:
    return ", ".join(f"{name} {kg:+} kg" for name, kg in sorted(differences.items()))


def missing_findings(answers: Answers, differences: Differences, protocol: RiskProtocol) -> Iterator[Finding]:
    if not differences:
        yield Finding("NO-weight", "weight", None)
    if answers.red_flags is None:
        yield Finding("NO-red_flags", "red_flags", None)
    for name in protocol.items:
        if name not in answers.items:
            yield Finding(f"NO-{name}", name, None)


def red_flag_findings(answers: Answers) -> Iterator[Finding]:
    for flag in sorted(answers.red_flags or ()):
        yield Finding("E", "red_flags", flag.value)


def symptom_coverage(answers: Answers, differences: Differences, protocol: RiskProtocol) -> Decimal:
    """From 0 to 1: the share of points whose questions were answered."""
    answered = [*answers.items, *(["weight"] if differences else [])]
    every = sum(protocol.caps[name] for name in ("weight", *protocol.items))
    return Decimal(sum(protocol.caps[name] for name in answered)) / every


def symptom_floors(answers: Answers, differences: Differences, protocol: RiskProtocol) -> Iterator[Floor]:
    coverage = symptom_coverage(answers, differences, protocol)

    def holds(condition: Condition) -> bool:
        return condition.holds(differences.get(condition.item, answers.items.get(condition.item)))

    signs = sum(map(holds, protocol.signs))
    for floor in protocol.floors:
        has_signs = floor.signs is not None and floor.signs[0] <= signs <= floor.signs[1]
        lacks_answers = floor.coverage_below is not None and coverage < floor.coverage_below
        if has_signs or lacks_answers or any(map(holds, floor.any)):
            yield floor
