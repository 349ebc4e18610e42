"""Every screen for every reader: axe finds nothing serious, nothing sticks out, and the keyboard is enough."""

import re

import pytest

from local.commands.running import COMPANY_KEY
from tests.structure.console_sources import CONSOLE

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = re.findall(r'\{ path: "([^"]+)"', (CONSOLE / "screens.js").read_text())
SCHEMES, WIDTHS = ("light", "dark"), (320, 1280)


def filled(path: str, season, things) -> str:
    """A path with a value for each of its names."""
    values = {"call": season.calls["relayed"], **things.made}
    return re.sub(r":(\w+)", lambda name: values[name.group(1)], path)


async def faults(page) -> list[str]:
    from axe_playwright_python.async_playwright import Axe

    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def look(page, where: str) -> list[str]:
    """Faults of what is shown, in light and dark, on a telephone and on a desk."""
    seen = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        sticks_out = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        seen += [f"{where} at {width}: {sticks_out} px stick out"] if sticks_out > 0 else []
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            seen += [f"{where} at {width}, {scheme}: {fault}" for fault in await faults(page)]
    return seen


async def test_the_sign_in_page_is_accessible(visitor):
    await visitor.page.goto(visitor.url)
    await visitor.page.get_by_label("Your key").wait_for()
    assert await look(visitor.page, "sign-in") == []


@pytest.mark.parametrize("path", PATHS)
async def test_every_screen_is_accessible(nurse, season, things, path):
    await nurse.go(filled(path, season, things))
    assert await look(nurse.page, path) == []


async def test_a_call_with_trouble_and_an_empty_list_are_accessible(reader, season):
    await reader.go(f"calls/{season.calls['wrong-format']}")
    assert await look(reader.page, "trouble") == []
    await reader.go("calls?campaign_id=none")
    assert await look(reader.page, "empty") == []


async def test_the_keyboard_alone_signs_in_filters_and_opens_a_call(visitor):
    """Tab, space and enter; the focus is never lost and the new screen begins at its heading."""
    page, press = visitor.page, visitor.page.keyboard.press
    await page.goto(visitor.url)
    await page.get_by_label("Your key").wait_for()
    await page.keyboard.type(COMPANY_KEY)
    await press("Enter")
    await page.locator("tbody tr").first.wait_for()
    assert await page.evaluate("document.activeElement.tagName") == "H1"
    await press("Tab")
    assert await page.evaluate("document.activeElement.innerText") == "Live now"
    await press("Tab")
    await press("Space")
    await page.get_by_role("button", name="Trouble only", pressed=True).wait_for()
    await page.get_by_text("Agent misconfigured").wait_for()
    for _ in range(12):
        await press("Tab")
        if await page.evaluate("document.activeElement.classList.contains('row')"):
            break
    await press("Enter")
    await page.get_by_role("heading", name="What went wrong").wait_for()
    assert await page.evaluate("document.activeElement.tagName") == "H1"
    assert await page.title() == f"{await page.locator('h1').inner_text()} · Trunkline"


async def test_the_menu_of_a_narrow_page_opens_and_closes(reader):
    page = reader.page
    await page.set_viewport_size({"width": 320, "height": 700})
    menu = page.get_by_role("button", name="Menu")
    assert not await page.get_by_role("link", name="Calls", exact=True).is_visible()
    await menu.click()
    await page.get_by_role("link", name="Calls", exact=True).wait_for()
    assert await menu.get_attribute("aria-expanded") == "true"
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Calls", exact=True).wait_for(state="hidden")
