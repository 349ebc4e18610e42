"""Journeys through the calls: find one, hear it, read along, see what went wrong; and a list of ten thousand."""

import json
import re
import time

import pytest

expect = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
).expect

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_list_has_every_call_and_filters_leave_what_fits(reader, season):
    page = reader.page
    rows = page.locator("tbody tr")
    assert await rows.count() == len(season.calls)
    await page.get_by_role("button", name="Trouble only").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Agent misconfigured")
    await page.get_by_role("button", name="Clear filters").click()
    await page.get_by_label("Way").select_option("register")
    await expect(rows).to_have_count(1)
    assert page.url.endswith("#/calls?mode=register")
    await page.get_by_label("Agent").fill("agent_at_retell")
    await page.get_by_label("Outcome").select_option("failure")
    await page.get_by_text("No call fits these filters").wait_for()


async def test_a_number_is_searched_in_a_body_and_stands_in_no_address(reader, season):
    page, asked = reader.page, []
    page.on("request", lambda request: asked.append(request.url))
    await page.get_by_label("Number begins with").fill("+1 415 555 0123")
    await page.keyboard.press("Enter")
    await page.locator("tbody tr").first.wait_for()
    await expect(page.locator("tbody tr")).to_have_count(len(season.calls))
    await page.get_by_label("Number begins with").fill("+4")
    await page.keyboard.press("Enter")
    await page.get_by_text("Three digits at the least.").wait_for()
    await page.get_by_label("Number begins with").fill("+44 2")
    await page.keyboard.press("Enter")
    await page.get_by_text("No call fits these filters").wait_for()
    assert any(url.endswith("/calls/search") for url in asked)
    assert not [url for url in [*asked, page.url] if re.search(r"415555|415%20|%2B|\+1", url)]


async def test_a_call_is_heard_and_its_words_follow(reader, season):
    page = reader.page
    await reader.go(f"calls/{season.calls['relayed']}")
    turns = page.locator(".turn")
    await expect(turns).to_have_count(5)
    await expect(turns.nth(1)).to_contain_text("I need to move my appointment to Friday.")
    assert await page.locator(".wave").evaluate("(wave) => wave.lastElementChild.firstElementChild.shadowRoot !== null")
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator(".turn.now")).to_have_count(1)
    await page.get_by_role("button", name="Pause").click()
    await turns.nth(2).get_by_role("button").click()
    await expect(turns.nth(2)).to_have_attribute("aria-current", "true")
    position = float(await page.get_by_role("slider", name="Position").input_value())
    assert position > 5
    filed = (await turns.nth(1).locator(".meta span").inner_text()).partition(":")[2]
    assert 3 <= int(filed) <= 6, "a caller's line is heard from its first word, not from where it was understood"
    await page.get_by_role("slider", name="Position").fill("0")
    await expect(turns.nth(0)).to_have_attribute("aria-current", "true")


async def test_a_call_that_was_recorded_in_parts_is_heard_part_by_part(reader, season):
    page = reader.page

    async def in_two(route):
        answer = await route.fetch()
        [whole] = (await answer.json())["recordings"][:1]
        await route.fulfill(json={"recordings": [whole, whole | {"part": 2, "begins_at_s": 5.0}]})

    await page.route("**/recordings?with_peaks=true", in_two)
    await reader.go(f"calls/{season.calls['relayed']}")
    first, second = [page.get_by_role("region", name=f"Recording, part {number}") for number in (1, 2)]
    await expect(second).to_contain_text("Part 2 of 2, from 0:05 of the call")
    turns = page.locator(".turn")
    await turns.nth(0).get_by_role("button").click()
    await expect(first.get_by_role("button", name="Pause")).to_be_visible()
    await turns.nth(4).get_by_role("button").click()
    await expect(second.get_by_role("button", name="Pause")).to_be_visible()
    await expect(first.get_by_role("button", name="Play")).to_be_visible()
    await expect(turns.nth(4)).to_have_attribute("aria-current", "true")
    await second.get_by_role("button", name="Pause").click()
    length_s = float(await first.get_by_role("slider", name="Position").get_attribute("max"))
    await turns.nth(0).get_by_role("button").click()
    await first.get_by_role("slider", name="Position").fill(f"{length_s - 0.3:.1f}")
    await expect(second.get_by_role("button", name="Pause")).to_be_visible()  # it goes on by itself
    await expect(first.get_by_role("button", name="Play")).to_be_visible()
    await second.get_by_role("button", name="Pause").click()


async def test_a_calls_page_says_what_happened_and_what_it_cost(reader, season):
    page = reader.page
    await reader.go(f"calls/{season.calls['relayed']}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("+1 415 555 0123")
    cost = page.locator("section", has=page.get_by_role("heading", name="Cost"))
    await expect(cost.locator("tfoot")).to_contain_text("$0.0")
    await expect(page.get_by_text("Answered: through the relay")).to_be_visible()
    before = await page.locator(".happenings li").count()
    await page.get_by_role("button", name=re.compile("technical event")).click()
    assert await page.locator(".happenings li").count() > before
    await page.get_by_text("Raw", exact=True).click()
    raw = json.loads(await page.locator("pre").inner_text())
    assert raw["call_sid"] == season.calls["relayed"]


async def test_what_went_wrong_stands_first(reader, season):
    await reader.go(f"calls/{season.calls['wrong-format']}")
    box = reader.page.locator("section", has=reader.page.get_by_role("heading", name="What went wrong"))
    await expect(box).to_contain_text("The agent's audio format is not that of a telephone line.")


async def test_a_call_that_is_not_there_is_said_to_be_missing(reader):
    await reader.page.goto(f"{reader.url}#/calls/CA{'0' * 32}")
    await expect(reader.page.get_by_role("alert")).to_contain_text("Call not found")
    reader.complaints[:] = [text for text in reader.complaints if "404" not in text]


THOUSANDS = 10_000


def line(number: int) -> dict:
    """A call as the list has it, a minute before the one above."""
    began = f"2026-11-{20 - number // 1440:02}T{23 - number // 60 % 24:02}:{59 - number % 60:02}:00Z"
    return dict.fromkeys(("answered_by", "campaign_id", "conversation_id")) | {
        "call_sid": f"CA{number:032}",
        "status": "completed",
        "is_over": True,
        "direction": "inbound",
        "from_number": f"+1415555{number:04}",
        "to_number": "+15005550006",
        "mode": "relay",
        "started_at": began,
        "duration_s": number % 300,
        "agent_id": "agent_front_desk",
        "provider": "elevenlabs",
        "outcome": "success",
        "metadata": {},
        "trouble": [],
        "clinical": False,
    }


async def pages_of_many(route) -> None:
    """The API as it would answer for a company with so many calls."""
    begin = int(re.search(r"cursor=(\d+)", route.request.url + "&cursor=0").group(1))
    end = min(begin + 100, THOUSANDS)
    calls = [line(number) for number in range(begin, end)]
    more = end < THOUSANDS
    await route.fulfill(json={"calls": calls, "next_cursor": str(end) if more else None, "has_more": more})


async def test_a_list_of_ten_thousand_calls_scrolls(reader, record_property):
    page = reader.page
    await page.route("**/api/v1/calls?**", pages_of_many)
    await page.reload()
    await page.locator("tbody tr").nth(20).wait_for()
    began = time.perf_counter()
    while await page.locator(".table-end").inner_text() != "10,000 calls":
        await page.mouse.wheel(0, 60_000)
        await page.wait_for_timeout(10)
        assert time.perf_counter() - began < 60
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await expect(page.locator(f"a[href$='{THOUSANDS - 1:032}']")).to_be_visible()
    assert await page.locator("tbody tr").count() < 200
    slowest = await page.evaluate(
        """async () => {
            let slowest = 0;
            for (let at = 0; at < 60; at++) {
                const began = performance.now();
                scrollTo(0, document.body.scrollHeight * (at % 10) / 10);
                await new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
                slowest = Math.max(slowest, performance.now() - began);
            }
            return slowest;
        }"""
    )
    record_property("jump_in_a_list_of_10000_ms", round(slowest))
    assert slowest < 500


async def test_an_interrupted_line_shows_what_was_not_heard(reader, season):
    await reader.go(f"calls/{season.calls['barge-in']}")
    line_cut = reader.page.locator(".turn.agent", has_text="interrupted")
    await expect(line_cut.locator(".unsaid")).to_contain_text("except on public holidays.")
    assert (
        await line_cut.locator(".unsaid").evaluate("(rest) => getComputedStyle(rest).textDecorationLine")
        == "line-through"
    )
