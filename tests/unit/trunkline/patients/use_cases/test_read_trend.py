"""A trend has a point for each call, the bands of the newest line, and calls answered of calls due."""

from datetime import date, timedelta

from tests.fakes.check_ins import NOW, USUAL_VALUES
from tests.fakes.patients import Practice, answers, voice
from trunkline.patients.use_cases.read_trend import read_trend

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 13), date(2026, 11, 20)


def test_a_trend_shows_what_was_heard_and_what_is_usual():
    practice = Practice()
    for day in (7, 6, 5, 3, 2):
        practice.hears(f"CA{day}", NOW - day * DAY, "80.0", answers=answers(), voice=voice(USUAL_VALUES))
    practice.hears("CA0", NOW, "80.0", answers=answers(dyspnea="worse"), voice=voice(USUAL_VALUES | {"mpt_s": 8.0}))
    trend = read_trend(practice.patient, FIRST, LAST, practice.deps, NOW)
    assert [point["level"] for point in trend.points] == ["GREEN"] * 5 + ["YELLOW"]
    assert trend.points[-1]["measures"]["mpt_s"] == {"value": 8.0, "z": 2.9081}
    assert (trend.adherence.due, trend.adherence.answered) == (8, 6)
    assert (trend.bands["mpt_s"].median, trend.bands["mpt_s"].n) == (12.0, 5)
    assert trend.bands["mpt_s"].low < 12 < trend.bands["mpt_s"].high


def test_a_trend_without_calls_has_no_points_and_no_bands():
    practice = Practice()
    trend = read_trend(practice.patient, FIRST, LAST, practice.deps, NOW)
    assert (trend.points, set(trend.bands.values()), trend.adherence.answered) == ([], {None}, 0)
