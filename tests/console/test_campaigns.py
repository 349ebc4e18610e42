"""Journeys through campaigns: one from its draft to its results, one paused by the keyboard alone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from local.commands.running import COMPANY_KEY
from tests.console.test_every_screen import look
from tests.console.things import FROM_NUMBER, HOSTILE

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect
expect.set_options(
    timeout=30_000
)  # a function that is asked for the first time starts a process, on two cores with others

pytestmark = pytest.mark.asyncio(loop_scope="session")
WITHIN_MS = 60_000


def card(page, title: str):
    return page.locator("section.card", has=page.get_by_role("heading", name=re.compile(f"^{title}")))


async def test_a_campaign_goes_from_its_draft_to_its_results(reader, things):
    page = reader.page
    await page.get_by_role("link", name="Campaigns").click()
    await page.get_by_role("link", name="New campaign").click()
    await page.get_by_role("button", name="Create the draft").click()
    await expect(page.locator("#name-error")).not_to_be_empty()
    assert await page.evaluate("document.activeElement.id") == "name"
    await page.get_by_label("Name").fill("Recall")
    await page.get_by_label("Number that people see").select_option(FROM_NUMBER)
    await page.get_by_label("Agent").fill("agent_recall")
    await page.get_by_label("Not before").fill("08:00")
    await page.get_by_label("Not after").fill("21:00")
    await page.get_by_label("Calls at once").fill("3")
    await page.get_by_role("button", name="Create the draft").click()
    await page.get_by_role("heading", level=1, name="Recall").wait_for()
    await _list_is_read(page, things)
    await _preview_says_why(page, things)
    await _calls_its_people(page, things)
    reader.excuse("400")  # the form that was refused


async def _list_is_read(page, things) -> None:
    people = card(page, "People")
    table = {"name": "people.csv", "mimeType": "text/csv", "buffer": things.audience.table()}
    await people.get_by_role("button", name="Read the list").click()
    await expect(people.get_by_role("alert")).to_have_text("Choose a file with people in it.")
    await people.get_by_label("Add a list, CSV").set_input_files(table)
    await people.get_by_role("button", name="Read the list").click()
    row = people.locator("tbody tr")
    await expect(row.locator("td").nth(1)).to_have_text(str(len(things.audience.does) + 2), timeout=WITHIN_MS)
    await expect(row.locator("td").nth(3)).to_have_text("1")
    async with page.expect_download() as begun:
        await people.get_by_role("button", name="Rejects, 1 row").click()
    assert "call me maybe" in (await (await begun.value).path()).read_text()


async def _preview_says_why(page, things) -> None:
    await things.ask("POST", "/suppressions", numbers=[things.audience.suppressed], source="letter")
    preview = card(page, "Preview")
    await preview.get_by_role("button", name="Check the list").click()
    reasons = preview.locator("tbody")
    await expect(reasons).to_contain_text("No consent on file", timeout=WITHIN_MS)
    await expect(reasons).to_contain_text("On a list of people who must not be called")
    await expect(preview.locator("dd").first).to_have_text(str(len(things.audience.does)))


async def _calls_its_people(page, things) -> None:
    await page.get_by_role("button", name="Start").click()
    people = things.audience.expected["human"]
    human = card(page, "Outcomes").locator("tr", has_text="Human").locator("td").last
    await expect(human).to_have_text(str(people), timeout=WITHIN_MS)
    results = card(page, "Results")
    await results.get_by_role("button", name="Write the table").click()
    async with page.expect_download() as begun:
        await results.get_by_role("link", name=re.compile("CSV")).click(timeout=WITHIN_MS)
    text = (await (await begun.value).path()).read_text()
    assert all(number in text for number in things.audience.does)
    assert await look(page, "a campaign that runs") == []


async def test_the_keyboard_alone_pauses_a_campaign(visitor, things):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    campaign = await things.order_campaign("By keyboard", starts_at=tomorrow)  # it runs, and calls no one yet
    await things.add_list(campaign)
    await things.ask("POST", f"/campaigns/{campaign}/start")
    page, press = visitor.page, visitor.page.keyboard.press
    await visitor.sign_in_by_keyboard(COMPANY_KEY)
    for words in ("Campaigns", "By keyboard", "Pause"):
        await visitor.enter(words)
        await visitor.settle()
    await expect(page.locator(".lead .tag")).to_have_text("Paused")
    await expect(page.get_by_text("A person paused it.")).to_be_visible()
    assert (await things.ask("GET", f"/campaigns/{campaign}"))["state"] == "paused"
    await visitor.enter("Cancel the campaign")
    await page.get_by_role("dialog").wait_for()
    await press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Cancel the campaign")).to_be_focused()


async def test_markup_in_a_title_is_shown_as_words(reader, things):
    page = reader.page
    await reader.go("campaigns")
    await page.get_by_role("link", name=HOSTILE).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert await page.locator("img").count() == 0
    assert await page.title() != "run"
