"""A patient's check-in through the real relay: what was answered and how it sounded is assessed, and on file."""

import pytest

from local.commands.check_in_shown import newest, voice_of
from local.scenarios import check_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_answers_and_voice_of_the_call_are_assessed(season):
    played = season.call("check-in")
    found = await season.world.check_in_of(check_in.PATIENT, played.call.sid)
    first, last = sorted(found["assessments"], key=lambda item: item["engine"])
    assert (first["voice_status"], last["voice_status"]) == ("pending", "baseline_building")
    assert (newest([last, first]), last["level"], last["floors"]) == (last, "ORANGE", ["F7"])
    points = {finding["rule_id"]: finding["points"] for finding in last["findings"] if finding["points"]}
    assert points == {"S-dyspnea": 8, "S-edema": 4}


async def test_the_tone_and_the_count_are_measured_as_they_were_made(season):
    played = season.call("check-in")
    trend = (await season.world.check_in_of(check_in.PATIENT, played.call.sid))["trend"]
    [point] = trend["points"]
    measured = {name: item["value"] for name, item in point["measures"].items()}
    assert measured["mpt_s"] == pytest.approx(check_in.TONE_S, abs=0.1)
    assert measured["f0_median_hz"] == pytest.approx(180, abs=1)
    assert 8 < measured["count20_s"] < 16
    assert (trend["calls_due"], trend["calls_answered"]) == (1, 1)
    assert voice_of(point, trend["bands"]).startswith("baseline_building: apq11_pct")
