"""Journeys through the settings: a key made and ended, an endpoint with its log, the stop list."""

import asyncio
import re

import pytest

from tests.console.test_every_screen import look
from tests.console.things import HOSTILE

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect
expect.set_options(
    timeout=30_000
)  # a function that is asked for the first time starts a process, on two cores with others

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_key_is_shown_once_and_ended(reader, things):
    page = reader.page
    await reader.go("settings")
    await page.get_by_role("button", name="New key").click()
    await page.get_by_label("Whose it is").fill(HOSTILE)
    await page.get_by_role("button", name="Make the key").click()
    made = await page.get_by_role("dialog").locator("pre").inner_text()
    assert (await things.ask("GET", "/sessions/current", made))["label"] == HOSTILE
    assert await look(page, "a new key") == []
    await page.get_by_role("button", name="I have it").click()
    assert made not in await page.content()
    await page.get_by_role("button", name=f"End the key of {HOSTILE}").click()
    await page.get_by_role("button", name="End it now").click()
    await expect(page.get_by_role("button", name=f"End the key of {HOSTILE}")).to_have_count(0)
    assert (await things.http.get("/sessions/current", headers={"X-API-Key": made})).status_code == 401
    assert await page.locator("img").count() == 0


async def look_again_until(page, place, words: str) -> None:
    """The log is a list as of now: it is asked for until it says so."""
    async with asyncio.timeout(30):
        while words not in await place.inner_text(timeout=30_000):
            await page.get_by_role("button", name="Look again").click()
            await asyncio.sleep(0.3)


async def test_an_endpoint_has_a_log_and_sends_again(reader, things, season):
    """What is sent again is the same delivery, with one more attempt."""
    page, customer = reader.page, season.world.customer
    where = f"{customer.origin}/events/console"
    await reader.go("settings")
    await page.get_by_role("button", name="New endpoint").click()
    await page.get_by_label("Address").fill(where)
    await page.get_by_role("button", name="Add the endpoint").click()
    customer.secret = await page.get_by_role("dialog").locator("pre").inner_text()
    await page.get_by_role("button", name="I have it").click()
    await page.get_by_role("link", name=where).click()
    await page.get_by_role("button", name="Send a test").click()
    row = page.locator("tbody tr").first
    await look_again_until(page, row, "Delivered")
    await row.get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.locator("tbody tr")).to_have_count(1)
    await dialog.get_by_role("button", name="Send it again").click()
    await expect(dialog).to_have_count(0)
    await look_again_until(page, row.locator("td.number"), "2")
    received = [item for item in customer.received if item.path == "/events/console"]
    assert [item.refused for item in received] == ["", ""]
    assert {(item.body["type"], item.event_id) for item in received} == {("endpoint.test", received[0].event_id)}
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Delete it").click()
    await page.get_by_role("heading", level=1, name="Settings").wait_for()
    await expect(page.get_by_role("link", name=where)).to_have_count(0)


async def test_a_number_is_put_on_the_stop_list_and_taken_off_and_is_in_no_address(reader, things):
    page, asked = reader.page, []
    page.on("request", lambda request: asked.append(request.url))
    await reader.go("settings")
    await page.get_by_label("Numbers").fill("+1 (212) 555-9003, +12125559004")
    await page.get_by_label("Who asked").fill(HOSTILE)
    await page.get_by_role("button", name="Add", exact=True).click()
    rows = page.locator("tbody tr", has_text=HOSTILE)
    await expect(rows).to_have_count(2)
    await expect(rows.filter(has_text="+1 212 555 9003")).to_have_count(1)
    await page.get_by_role("button", name="Take +1 212 555 9003 off the stop list").click()
    await page.get_by_role("button", name="Take it off", exact=True).click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("+1 212 555 9004")
    assert not [url for url in [*asked, page.url] if re.search("212", url.split("/", 3)[3])]
    assert await page.locator("img").count() == 0
