"""Journeys through patients: an alert acknowledged, a trend with its band, an assessment with its reasons."""

import re

import pytest

from tests.console.things import CALLS, HOSTILE, NURSE

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect
expect.set_options(
    timeout=30_000
)  # a function that is asked for the first time starts a process, on two cores with others

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_alert_is_acknowledged_under_the_label_of_the_key(nurse, things):
    page = nurse.page
    await nurse.go("patients")
    await expect(page.locator("tbody")).to_contain_text(HOSTILE)
    red = page.locator(".rows li", has=page.get_by_text("Red", exact=True))
    await red.get_by_role("button", name="Acknowledge").click()
    await expect(red).to_have_count(0)
    alerts = await things.ask("GET", f"/patients/{things.made['patient']}/alerts", things.nurse_key)
    assert {item["acknowledged_by"] for item in alerts if item["level"] == "RED"} == {NURSE}
    await page.get_by_role("link", name=HOSTILE).first.click()
    await expect(page.locator(".rows")).to_contain_text(f"acknowledged by {NURSE}")


async def test_a_patients_page_has_the_trend_its_band_and_every_reason(nurse, things):
    page = nurse.page
    await nurse.go(f"patients/{things.made['patient']}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    trend = page.locator("section", has=page.get_by_role("heading", name="Trend"))
    await expect(trend).to_contain_text("not a diagnostic device")
    await expect(trend.locator("dd")).to_have_text(re.compile(r"\d+ of \d+"))
    await trend.get_by_label("Shown").select_option("mpt_s")
    await expect(trend).to_contain_text(f"of {CALLS - 1} calls.")
    await expect(page.get_by_role("img", name=re.compile("Longest vowel, s"))).to_be_visible()
    assert await _is_drawn(page)
    newest = page.locator("details.assessment").first
    await expect(newest).to_contain_text("Urgent call by a clinician within 2 hours.")
    await expect(newest.locator("tr", has_text="S-dyspnea")).to_contain_text("16 of 16")
    await expect(newest).to_contain_text("not a diagnostic device")
    assert await page.locator("details.assessment").count() == CALLS
    assert await page.locator("img").count() == 0


async def _is_drawn(page) -> bool:
    """Whether the chart's picture has any point that is not empty."""
    script = (
        """(one) => one.getContext("2d").getImageData(0, 0, one.width, one.height).data.some((value) => value > 0)"""
    )
    return await page.locator(".chart canvas").evaluate(script)


async def test_a_key_that_is_not_clinical_sees_no_patients(reader, things):
    await expect(reader.page.get_by_role("link", name="Patients")).to_have_count(0)
    await reader.page.goto(f"{reader.url}#/patients")
    await reader.page.get_by_text("Your key may not see this").wait_for()
