"""A conversation in the browser: eSpeak speaks into its microphone, the agent hears it, and the answer is played."""

import re
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pytest_asyncio

from local.audio import mulaw
from local.audio.speech import speech
from local.commands.running import COMPANY_KEY
from local.scenarios import CALLER_VOICE
from local.scenarios.support_call import ASKS, OFFERS
from tests.console.browser import FLAGS, Visitor, chromium

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect

pytestmark = pytest.mark.asyncio(loop_scope="session")

GREETING = "Hello there, this is the front desk."
PAUSE_S = 4.5  # between one time the sentence is said and the next: the file is heard in a loop
FAKE_MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
LONG_MS = 20_000


@pytest.fixture(scope="session")
def sentence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("microphone") / "asks.wav"
    pause = mulaw.SILENCE * int(PAUSE_S * mulaw.RATE_HZ)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(mulaw.RATE_HZ)
        file.writeframes(mulaw.decode(pause + speech(ASKS, CALLER_VOICE)).astype("<i2").tobytes())
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def microphone(sentence: Path) -> AsyncIterator[Any]:
    """A browser of its own: its microphone is a file that is named at the start."""
    from playwright.async_api import async_playwright

    flags = [*FLAGS, *FAKE_MICROPHONE, f"--use-file-for-fake-audio-capture={sentence}"]
    async with async_playwright() as driver:
        started = await driver.chromium.launch(executable_path=chromium(), args=flags)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def talker(season: Any, microphone: Any) -> AsyncIterator[Visitor]:
    context = await microphone.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    here = Visitor(await context.new_page(), season.url)
    here.listen()
    await here.sign_in(COMPANY_KEY)
    await here.go("talk")
    yield here
    await context.close()
    assert here.complaints == []


async def tile(page: Any, name: str) -> str:
    return await page.locator(".tiles div", has=page.get_by_text(name, exact=True)).locator("dd").inner_text()


async def test_an_agent_hears_the_microphone_and_its_answer_is_played(talker, season):
    page = talker.page
    await page.get_by_label("Who answers").select_option("agent_front_desk")
    await expect(page.get_by_role("button", name="Start talking")).to_be_disabled()
    await page.get_by_role("button", name="Use the microphone").click()
    await expect(page.get_by_role("meter", name="You, level")).to_be_visible()
    await page.get_by_role("button", name="Start talking").click()
    turns = page.locator(".turn")
    await expect(turns.first).to_contain_text(GREETING)
    await expect(page.locator(".turn.user", has_text=ASKS).first).to_be_visible(timeout=LONG_MS)
    await expect(page.locator(".turn.agent", has_text=OFFERS).first).to_be_visible(timeout=LONG_MS)
    await expect(page.get_by_role("meter", name="Agent, level")).not_to_have_attribute("aria-valuenow", "0")
    assert re.fullmatch(r"\d+ ms|\d\.\d\d s", await tile(page, "Last answer after"))
    assert re.fullmatch(r"\d+ ms", await tile(page, "Round trip"))
    before = float((await tile(page, "Agent heard")).split()[0])
    assert before > 3  # the greeting, in seconds of sound that came out
    await page.get_by_role("button", name="End", exact=True).click()
    await page.get_by_text("You have ended the conversation.").wait_for()
    known = list(season.world.vendor.conversations.values())[-1]
    assert known.agent.agent_id == "agent_front_desk"


async def test_the_keyboard_alone_holds_a_conversation(talker, season):
    page = talker.page
    await talker.tab_to("Who answers")
    await page.keyboard.type("agent_front")
    await expect(page.get_by_label("Who answers")).to_have_value("agent_front_desk")
    await talker.enter("Use the microphone")
    await expect(page.get_by_role("button", name="Start talking")).to_be_enabled()
    await talker.enter("Start talking")
    await expect(page.locator(".turn").first).to_contain_text(GREETING)
    await talker.enter("Mute")
    await expect(page.get_by_role("button", name="Muted")).to_be_focused()
    await talker.enter("End")
    await page.get_by_text("You have ended the conversation.").wait_for()
    await expect(page.get_by_role("button", name="Talk again")).to_be_visible()


async def test_two_seconds_are_heard_back_before_anything_is_connected(talker, season):
    page, asked = talker.page, []
    page.on("request", lambda request: asked.append(request.url))
    await page.get_by_role("button", name="Use the microphone").click()
    await page.get_by_role("button", name="Hear yourself").click()
    says = page.locator(".echo .hint")
    await expect(says).to_contain_text("recording two seconds")
    await expect(says).to_have_text("Now you hear it as the agent will.")
    await expect(says).to_have_text("Two seconds of you, in telephone sound.", timeout=LONG_MS)
    assert not [url for url in asked if "stream-tickets" in url]


async def test_an_agent_of_another_company_is_refused_in_words(talker):
    page = talker.page
    await page.get_by_role("button", name="Use the microphone").click()
    await page.get_by_label("Who answers").select_option("")
    await page.get_by_label("Agent id").fill("<img src=x>")
    await expect(page.get_by_role("button", name="Start talking")).to_be_disabled()
    await page.get_by_label("Agent id").fill("agent_of_another")
    await page.get_by_role("button", name="Start talking").click()
    await expect(page.get_by_role("alert")).to_have_text("Agent agent_of_another cannot be reached.")


async def test_the_pages_mu_law_is_the_telephones(talker):
    """Every code decoded, and every sixteenth sample encoded, beside the standard's tables."""
    samples = np.arange(-32768, 32768, 16)
    ours = await talker.page.evaluate(
        """async (samples) => {
          const { decode, encode } = await import("/audio/mulaw.js");
          const codes = Array.from({ length: 256 }, (_, code) => code);
          const decoded = codes.map((code) => decode(code) * 32768);
          return { decoded, encoded: samples.map((sample) => encode(sample / 32768)) };
        }""",
        samples.tolist(),
    )
    assert ours["decoded"] == mulaw.decode(bytes(range(256))).tolist()
    assert bytes(ours["encoded"]) == mulaw.encode(samples)


@pytest.mark.parametrize("rate", [44_100, 48_000])
async def test_the_microphone_keeps_the_telephones_band_and_nothing_above_it(talker, rate):
    """A tone of 1 kHz stays, in pieces as the browser gives them; one of 5 kHz would fold into it, and is gone."""
    levels = await talker.page.evaluate(
        """async (rate) => {
          const { Narrow } = await import("/audio/narrow.js");
          return [1000, 5000].map((tone) => {
            const narrow = new Narrow(rate);
            const made = [];
            const wave = (at) => Math.sin((2 * Math.PI * tone * at) / rate);
            for (let at = 0; at < rate; at += 128)
              made.push(...narrow.take(Float32Array.from({ length: 128 }, (_, place) => wave(at + place))));
            const steady = made.slice(400);
            const power = steady.reduce((sum, sample) => sum + sample ** 2, 0) / steady.length;
            return { count: made.length, power };
          });
        }""",
        rate,
    )
    kept, gone = levels
    assert abs(kept["count"] - 8000) < 60
    assert kept["power"] == pytest.approx(0.5, rel=0.01)
    assert gone["power"] < 0.5 * 10**-5
