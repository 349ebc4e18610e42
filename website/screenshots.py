"""`python -m website.screenshots`: the console's pages as pictures, light and dark, of calls that were played."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from local.commands.running import COMPANY_KEY
from local.scenarios.catalogue import SCENARIOS
from local.world.world import World
from tests.console.browser import FLAGS, Visitor, chromium

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PLAYED = ("retell", "barge-in", "relayed")
NAMES = {"light": "console.png", "dark": "console-dark.png"}
SIZE = {"width": 1280, "height": 860}


async def taken() -> None:
    from playwright.async_api import async_playwright

    world = World()
    try:
        await world.start()
        for scenario in PLAYED:
            call = world.ring(SCENARIOS[scenario])
            await world.settled()
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            for scheme, name in NAMES.items():
                await _one(browser, world, f"calls/{call.sid}", scheme, PICTURES / name)
    finally:
        await world.stop()


async def _one(browser: Any, world: World, screen: str, scheme: str, path: Path) -> None:
    context = await browser.new_context(locale="en-GB", timezone_id="UTC", viewport=SIZE, color_scheme=scheme)
    visitor = Visitor(await context.new_page(), f"{world.cloud.base_url}/")
    await visitor.sign_in(COMPANY_KEY)
    await visitor.go(screen)
    await visitor.page.wait_for_load_state("networkidle")
    await visitor.page.wait_for_timeout(1000)  # waveforms are drawn
    content = await visitor.page.screenshot(path=path)
    print(f"{path.relative_to(Path.cwd())}: {len(content) // 1000} KB")
    await context.close()


if __name__ == "__main__":
    if not chromium():
        sys.exit("no Chromium here: apt-get install chromium, or say where it is in CHROMIUM")
    asyncio.run(taken())
