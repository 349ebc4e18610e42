"""A patient's check-in through the real relay: what was answered and how it sounded is assessed, and on file."""

import asyncio

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


async def test_every_recording_of_the_call_is_sealed_and_heard_over_the_api_alone(season):
    played = season.call("check-in")
    world, sid = season.world, played.call.sid
    kinds = {"recording": ("call", b"RIFF"), "provider_recording": ("provider", b"\xff")}
    filed = [fact for fact in kinds if fact in played.record]
    assert "recording" in filed
    for fact in filed:
        kind, begins = kinds[fact]
        await until_sealed(world, played.record[fact])
        assert (await world.heard_of(sid, kind, "0-63")).startswith(begins)


async def until_sealed(world, key: str) -> None:
    """A second or two after it was filed."""
    async with asyncio.timeout(60):
        while not (await world.stored(key)).startswith(b"TLSEALED"):  # noqa: ASYNC110 - no event says so
            await asyncio.sleep(0.5)


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
