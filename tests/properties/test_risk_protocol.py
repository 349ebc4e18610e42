"""Worse answers, more weight and a worse voice never lower a score, and nothing missing reassures."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.check_ins import MEASURES, PROTOCOL, TABLE, a_report, of_answers, steady, values_at
from trunkline.patients.domain.answers import RedFlag
from trunkline.patients.domain.assessments import assess
from trunkline.patients.domain.protocols import Level

ORDERS = {name: list(scale.points) for name, scale in PROTOCOL.items.items()}
EDEMA = ("none", "mild", "moderate", "severe")
HISTORY = steady()
DELTA = st.integers(-60, 80).map(lambda tenths: tenths / 10)
ANSWERS = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(values) for name, values in ORDERS.items()}
    | {name: st.none() | DELTA for name in ("d1", "d3", "d7")}
)
ZS = st.fixed_dictionaries({name: st.floats(-4, 6).map(lambda z: round(z, 2)) for name in MEASURES})
FLAGS = st.sets(st.sampled_from(list(RedFlag)), max_size=1)


def result(answers, z, flags=()):
    return assess(of_answers(answers, flags, voice=a_report(values_at(z))), HISTORY, PROTOCOL)


def worse_values(name: str, value) -> list:
    """Of equal newness, or of equal severity: new mild swelling and usual moderate swelling have no order."""
    if name == "edema":
        severity, is_new = value.removesuffix("_new"), value.endswith("_new")
        above = EDEMA[EDEMA.index(severity) :]
        usual = [] if is_new else [item for item in above if item != value]
        return usual + [f"{item}_new" for item in above if item != "none" and f"{item}_new" != value]
    order = ORDERS[name]
    return [item for item in order if PROTOCOL.items[name].points[item] > PROTOCOL.items[name].points[value]]


@settings(max_examples=90)
@given(ANSWERS, ZS, st.data())
def test_a_worse_answer_never_lowers_the_score(answers, z, data):
    names = [name for name in ORDERS if answers[name] is not None and worse_values(name, answers[name])]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    worse = answers | {name: data.draw(st.sampled_from(worse_values(name, answers[name])))}
    before, after = result(answers, z), result(worse, z)
    assert (after.score, after.overall, after.level) >= (before.score, before.overall, before.level)
    assert after.overall >= before.overall
    assert after.level >= before.level


@settings(max_examples=60)
@given(ANSWERS, ZS, st.sampled_from(["d1", "d3", "d7"]), st.integers(0, 50))
def test_more_weight_never_lowers_the_score(answers, z, name, tenths):
    if answers[name] is None:
        return
    before, after = result(answers, z), result(answers | {name: round(answers[name] + tenths / 10, 1)}, z)
    assert (after.score >= before.score, after.overall >= before.overall) == (True, True)


@settings(max_examples=60)
@given(ANSWERS, ZS, st.sampled_from(list(MEASURES)), st.floats(0, 5))
def test_a_worse_voice_never_lowers_the_score(answers, z, name, more):
    before, after = result(answers, z), result(answers, z | {name: round(z[name] + more, 2)})
    assert (after.voice_points >= before.voice_points, after.overall >= before.overall) == (True, True)


@settings(max_examples=90)
@given(ANSWERS, ZS, FLAGS)
def test_every_result_is_in_range_and_explained(answers, z, flags):
    found = result(answers, z, flags)
    assert 0 <= found.score <= 100
    assert 0 <= found.overall <= 100
    assert (found.level is Level.EMERGENCY) == bool(flags)
    assert sum(item.points for item in found.findings) == found.symptom_points + found.voice_points
    assert found.document() == result(dict(reversed(answers.items())), z, flags).document()


@settings(max_examples=60)
@given(ANSWERS, st.sampled_from(list(ORDERS)))
def test_an_answer_left_out_lowers_the_coverage_and_forces_a_call_back(answers, name):
    z = TABLE["z"]["Z0"]
    before, after = result(answers, z), result(answers | {name: None}, z)
    assert after.symptom_coverage <= before.symptom_coverage
    assert (after.symptom_coverage < before.symptom_coverage) == (answers[name] is not None)
    assert ("F5" in after.floors) == (float(after.symptom_coverage) < 0.6)
