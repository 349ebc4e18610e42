"""A call that runs, in the browser: it is listed, its words come, it is heard, steered and ended."""

import asyncio
import re
from dataclasses import replace

import pytest

from local.commands.running import COMPANY_KEY
from local.scenarios import CALLER_VOICE
from local.scenarios.support_call import AGENT, ASKS, OFFERS
from local.twilio import Caller

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

CALLER, BY_KEYBOARD = "+14155550177", "+14155550178"
COMES_WITHIN_MS = 20_000


async def stays_on_the_line(caller: Caller) -> None:
    await caller.agent_finishes()
    await caller.says(ASKS, CALLER_VOICE)
    await caller.line_drops(timeout_s=120)


class Patient:
    """Asks again when the test wants to hear it."""

    def __init__(self) -> None:
        self.is_heard, self.is_done = asyncio.Event(), asyncio.Event()

    async def play(self, caller: Caller) -> None:
        await caller.agent_finishes()
        await caller.says(ASKS, CALLER_VOICE)
        await self.is_heard.wait()
        await caller.says(ASKS, CALLER_VOICE)
        await self.is_done.wait()
        await caller.hangs_up()


async def settled(reader, call) -> None:
    """The call alone: deliveries of other tests may still be tried again. The page asks for nothing meanwhile."""
    await reader.go("talk")
    await call.settled(30)


@pytest.fixture
def patient_agent(season):
    """Waits for its caller as long as the test takes."""
    season.world.vendor.add_agent(replace(AGENT, turn_timeout_s=600.0))
    yield
    season.world.vendor.add_agent(AGENT)


async def test_a_running_call_is_followed_steered_and_ended(reader, season, patient_agent):
    page = reader.page
    call = season.world.twilio.ring("+15005550006", CALLER, stays_on_the_line)
    await reader.go("live")
    await page.get_by_role("link", name="+1 415 555 0177").click(timeout=COMES_WITHIN_MS)
    for words in (ASKS, OFFERS):
        await expect(page.locator(".turn", has_text=words)).to_be_visible(timeout=COMES_WITHIN_MS)
    await page.get_by_label("Tell the agent").fill("The invoice was paid.")
    await page.get_by_role("button", name="Tell", exact=True).click()
    await page.locator("main").get_by_text("The agent knows it.").wait_for()
    conversation = list(season.world.vendor.conversations.values())[-1]
    assert conversation.contexts[-1] == "The invoice was paid."

    await page.get_by_role("button", name="Transfer …").click()
    await expect(page.get_by_role("dialog")).to_contain_text("no transfer targets")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Hang up …").click()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Hang up …").click()
    await page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
    await page.locator("main").get_by_text("The call is over.").wait_for(timeout=COMES_WITHIN_MS)
    await call.ended(20)
    await settled(reader, call)
    await reader.go("live")
    await page.get_by_text("No call is running").wait_for()


async def test_the_keyboard_alone_follows_a_call_steers_its_agent_and_ends_it(visitor, season, patient_agent):
    page, press = visitor.page, visitor.page.keyboard.press
    call = season.world.twilio.ring("+15005550006", BY_KEYBOARD, stays_on_the_line)
    await visitor.sign_in_by_keyboard(COMPANY_KEY)
    await visitor.enter("Live")
    await page.get_by_role("link", name="+1 415 555 0178").wait_for(timeout=COMES_WITHIN_MS)
    await visitor.enter("+1 415 555 0178")
    await expect(page.locator(".turn", has_text=OFFERS)).to_be_visible(timeout=COMES_WITHIN_MS)
    await visitor.tab_to("Tell the agent")
    await page.keyboard.type("The invoice was paid.")
    await visitor.enter("Tell")
    await page.locator("main").get_by_text("The agent knows it.").wait_for()
    await visitor.enter("Hang up …")
    await page.get_by_role("dialog").wait_for()
    await press("Escape")
    await expect(page.get_by_role("button", name="Hang up …")).to_be_focused()
    await press("Enter")
    await page.get_by_role("dialog").wait_for()
    await visitor.enter("Hang up")
    await page.locator("main").get_by_text("The call is over.").wait_for(timeout=COMES_WITHIN_MS)
    await call.ended(20)
    await settled(visitor, call)


async def nothing_on_file(route) -> None:
    answer = await route.fetch()
    await route.fulfill(response=answer, json={**await answer.json(), "turns": [], "is_complete": False})


async def test_a_call_is_followed_over_the_relays_socket_and_heard(reader, season, patient_agent):
    page, patient = reader.page, Patient()
    await page.route("**/turns?*", nothing_on_file)
    call = season.world.twilio.ring("+15005550006", CALLER, patient.play)
    await reader.go(f"live/{call.sid}")
    line = page.get_by_role("region", name="Line")
    await expect(line.get_by_text("live", exact=True)).to_be_visible(timeout=COMES_WITHIN_MS)
    await expect(page.locator(".turn.user", has_text=ASKS)).to_be_visible(timeout=COMES_WITHIN_MS)
    await expect(line.locator("dd")).to_have_text(re.compile(r"\d+ ms|\d\.\d\d s"), timeout=COMES_WITHIN_MS)
    await line.get_by_role("button", name="Listen").click()
    await expect(line.get_by_role("button", name="Stop listening")).to_be_visible()
    await expect(line.get_by_text("live", exact=True)).to_be_visible(timeout=COMES_WITHIN_MS)
    patient.is_heard.set()
    for side in ("Caller", "Agent"):
        meter = line.get_by_role("meter", name=f"{side}, level")
        await expect(meter).not_to_have_attribute("aria-valuenow", "0", timeout=COMES_WITHIN_MS)
    await expect(page.locator(".turn.user", has_text=ASKS)).to_have_count(2)
    async with page.expect_websocket() as reading:
        await line.get_by_role("button", name="Stop listening").click()
    await (await reading.value).wait_for_event("framereceived")
    await expect(line.get_by_role("meter")).to_have_count(0)
    patient.is_done.set()
    await page.unroute_all(behavior="ignoreErrors")
    await page.locator("main").get_by_text("The call is over.").wait_for(timeout=COMES_WITHIN_MS)
    await settled(reader, call)


async def test_without_the_socket_the_words_come_by_asking_again_and_the_page_says_so(reader, season, patient_agent):
    page, patient = reader.page, Patient()
    await page.route("**/watch-tickets", lambda route: route.fulfill(status=503, json={"detail": "the relay is away"}))
    call = season.world.twilio.ring("+15005550006", CALLER, patient.play)
    await reader.go(f"live/{call.sid}")
    note = page.get_by_role("region", name="Line").get_by_role("status")
    await expect(note).to_contain_text("the relay is away", timeout=COMES_WITHIN_MS)
    await expect(page.locator(".turn", has_text=ASKS)).to_be_visible(timeout=COMES_WITHIN_MS)
    await expect(page.get_by_role("button", name="Listen")).to_be_disabled()
    patient.is_heard.set()
    patient.is_done.set()
    await settled(reader, call)
    reader.excuse("503")


async def test_an_order_to_a_call_that_is_over_is_refused_in_the_dialog(reader, season):
    """The page learns of the end a moment later than it happens."""
    page, path = reader.page, f"**/api/v1/calls/{season.calls['relayed']}"

    async def still_running(route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json={**await answer.json(), "status": "in-progress"})

    await page.route(path, still_running)
    await reader.go(f"live/{season.calls['relayed']}")
    await page.get_by_role("button", name="Hang up …").click()
    await page.get_by_role("dialog").get_by_role("button", name="Hang up").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    reader.complaints[:] = [line for line in reader.complaints if "409" not in line]
