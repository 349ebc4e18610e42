"""Journeys through health, costs, numbers and the audit log."""

import asyncio
import re

import pytest

from local.world.world import PUBLIC_BASE_URL
from tests.console.things import HOSTILE, NURSE

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect
expect.set_options(
    timeout=30_000
)  # a function that is asked for the first time starts a process, on two cores with others

pytestmark = pytest.mark.asyncio(loop_scope="session")
NUMBER = "+15005550011"  # a voicemail, rung by no other test


async def test_health_counts_trouble_by_its_kind(reader, season):
    page = reader.page
    await reader.go("health")
    trouble = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Trouble in")))
    await expect(trouble.locator("tbody")).to_contain_text("Agent misconfigured")
    await expect(page.get_by_text("Configured", exact=True)).to_have_count(2)
    await expect(page.locator("section", has=page.get_by_role("heading", name="Dead letters"))).to_contain_text("None")
    await trouble.get_by_role("link", name="the calls").click()
    await page.get_by_role("button", name="Trouble only", pressed=True).wait_for()


def watch(season, name: str, state: str) -> None:
    """An alarm of the stage, as CloudFormation would have made it."""
    cloudwatch = season.world.cloud.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName=f"trunkline-local-Alarms-1A2B-{name}-3C4D", AlarmDescription=HOSTILE, Namespace="Trunkline",
        MetricName="Lost", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    cloudwatch.set_alarm_state(
        AlarmName=f"trunkline-local-Alarms-1A2B-{name}-3C4D", StateValue=state, StateReason="a test"
    )


async def test_alarms_that_ring_are_named_with_what_they_say(reader, season):
    page = reader.page
    await reader.go("health")
    alarms = page.locator("section", has=page.get_by_role("heading", name=re.compile("^Alarms")))
    await expect(alarms).to_contain_text("The cloud knows no alarm of this stage.")
    await asyncio.to_thread(watch, season, "DoorsFailedAlarm", "ALARM")
    await asyncio.to_thread(watch, season, "RelayLateAlarm", "OK")
    await reader.go("settings")
    await reader.go("health")
    await expect(alarms).to_contain_text("2 alarms of the stage.")
    await expect(alarms.locator("tbody tr")).to_have_count(1)
    await expect(alarms.locator("tbody")).to_contain_text(re.compile(r"Doors failed.*\d\d:\d\d"))
    await expect(alarms.locator("tbody")).to_contain_text(HOSTILE)
    assert await page.locator("img").count() == 0


async def dead_letter(route) -> None:
    """As a company has it whose endpoint answered no attempt in two days."""
    letter = {"message_id": "m1", "kind": "delivery", "subject_id": "<b>d1</b>", "href": None, "age_s": 180_000}
    letter |= {"sent_at": "2026-11-27T00:00:00Z", "event_type": "call.ended", "error": "status 500"}
    left = {"queue": "deliveries", "is_complete": True, "depth": 1, "dead_letters": [letter]}
    is_done = route.request.method == "POST"
    none = {**left, "depth": 0, "dead_letters": []}
    await route.fulfill(json=left if is_done else {"queues": [none if dead_letter.is_replayed else left]})
    dead_letter.is_replayed = is_done


async def test_dead_letters_are_done_again(reader):
    dead_letter.is_replayed = False
    page = reader.page
    await page.route("**/api/v1/dead-letters**", dead_letter)
    await page.route("**/api/v1/dead-letters/**", dead_letter)
    await reader.go("health")
    letters = page.locator("section", has=page.get_by_role("heading", name="Dead letters"))
    await expect(letters.locator("tbody")).to_contain_text("<b>d1</b>")
    await expect(letters.locator("tbody")).to_contain_text("status 500")
    await letters.get_by_role("button", name="Do them again").click()
    await expect(letters).to_contain_text("None")


async def test_costs_add_up_by_day_agent_and_part(reader, things):
    page = reader.page
    known = (await things.ask("GET", "/costs"))["known_usd"]
    await reader.go("costs")
    shown = page.locator(".tiles dd").first
    await expect(shown).to_have_text(re.compile(r"^\$[\d,]+\.\d\d"))
    assert float((await shown.inner_text()).lstrip("$").replace(",", "")) == pytest.approx(
        known, abs=0.00006 if known < 1 else 0.006
    )
    agents = page.locator("section.card", has=page.get_by_role("heading", name="By agent"))
    await expect(agents.locator("tbody")).to_contain_text("agent_front_desk")
    await page.get_by_label("To").fill("2026-01-02")
    await page.get_by_label("From (UTC)").fill("2026-01-01")
    await page.get_by_text("No costs in these days").wait_for()
    reader.excuse("400")  # between the two the days were in the wrong order


async def test_a_route_is_changed_with_the_apis_own_checks_and_keeps_the_rest(reader, things):
    page = reader.page
    before = (await things.ask("GET", f"/routes/{NUMBER}"))["details"]
    await reader.go("numbers")
    await page.get_by_role("link", name="+1 500 555 0011").click()
    await page.get_by_label("Longest call, seconds").fill("5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#max_duration_s-error")).to_contain_text("10")
    await expect(page.get_by_label("Longest call, seconds")).to_be_focused()
    await page.get_by_label("Longest call, seconds").fill("120")
    await page.get_by_label("Record calls").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#said")).to_contain_text("Saved")
    after = (await things.ask("GET", f"/routes/{NUMBER}"))["details"]
    assert after == before | {"max_duration_s": 120, "record": True}
    reader.excuse("400")


async def test_a_number_says_where_its_calls_go_and_what_should_be(reader, season):
    page, world = reader.page, season.world
    ours, status = f"{PUBLIC_BASE_URL}/twilio/voice", f"{PUBLIC_BASE_URL}/api/v1/twilio/call-status"
    world.twilio.own_number(NUMBER, "https://old.example.com/voice", status_callback=status)
    await reader.go("numbers")
    row = page.locator("section", has_text="Set-up").locator("tr", has_text="+1 500 555 0011")
    await expect(row).to_contain_text("To mend")
    await expect(row).to_contain_text(f"Calls go to POST https://old.example.com/voice. Should be POST {ours}.")
    world.twilio.own_number(NUMBER, ours, status_callback=status)
    await page.get_by_role("link", name="+1 500 555 0011").click()
    await page.get_by_role("heading", level=1, name="+1 500 555 0011").wait_for()
    await page.get_by_role("button", name="Look again").click()
    found = page.locator("section", has_text="Set-up").locator("tbody tr")
    await expect(found).to_have_count(1)  # a voicemail has no agent
    await expect(found).to_contain_text("Rings here.")


async def test_a_new_route_is_refused_in_words_and_then_made_and_deleted(reader):
    page = reader.page
    await reader.go("numbers/new")
    await page.get_by_label("Number", exact=True).fill("555")
    await page.get_by_label("Way").select_option("reject")
    await page.get_by_role("button", name="Add the route").click()
    await expect(page.locator("#number-error")).not_to_be_empty()
    await page.get_by_label("Number", exact=True).fill("+1 500 555 0099")
    await page.get_by_role("button", name="Add the route").click()
    await page.get_by_role("heading", level=1, name="+1 500 555 0099").wait_for()
    await page.get_by_role("button", name="Delete the route").click()
    await page.get_by_role("button", name="Delete it").click()
    await page.get_by_role("heading", level=1, name="Numbers").wait_for()
    reader.excuse("400")


async def test_the_audit_log_says_who_saw_what(nurse, things):
    page = nurse.page
    await nurse.go(f"patients/{things.made['patient']}")
    await nurse.go("audit")
    seen = page.locator("tbody tr", has_text="Patient read").filter(has_text=things.made["patient"])
    await expect(seen.first).to_contain_text(NURSE)
    await page.get_by_label("Day (UTC)").fill("2026-01-01")
    await page.get_by_text("Nothing was recorded on this day").wait_for()
