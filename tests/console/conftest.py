"""One telephone world and one browser for the whole folder. The calls are over before the first page is opened."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from local.commands.running import COMPANY_KEY
from local.scenarios.catalogue import SCENARIOS
from local.world.world import World
from tests.console.browser import FLAGS, Visitor, chromium
from tests.console.things import Things, fill

PLAYED = ("relayed", "barge-in", "wrong-format", "retell")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says aloud what is missing, once, and tests nothing."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        reason = "NOT TESTED: the console in a browser; make console-tests does"
    else:
        reason = (
            ""
            if chromium()
            else "NOT TESTED: the console in a browser, for want of Chromium (apt-get install chromium)"
        )
    for item in items:
        if reason and "tests/console/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Season:
    """The world, and the id of each call by its scenario."""

    world: World
    calls: dict[str, str]

    @property
    def url(self) -> str:
        return f"{self.world.cloud.base_url}/"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def season() -> AsyncIterator[Season]:
    world = World(say_speed=4.0)
    await world.start()
    try:
        calls = {name: world.ring(SCENARIOS[name]).sid for name in PLAYED}
        await world.settled()
        yield Season(world, calls)
    finally:
        await world.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Any]:
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        started = await driver.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(season: Season, browser: Any) -> AsyncIterator[Visitor]:
    """A new visitor. In the end the page must not have complained of anything: a fault, or what its policy forbids."""
    context = await browser.new_context(locale="en-GB", timezone_id="UTC", viewport={"width": 1280, "height": 800})
    here = Visitor(await context.new_page(), season.url)
    here.listen()
    yield here
    await context.close()
    await asyncio.sleep(0)
    assert here.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def reader(visitor: Visitor) -> Visitor:
    """A visitor who has signed in with the key of the demo."""
    await visitor.sign_in(COMPANY_KEY)
    await visitor.settle()
    return visitor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def things(season: Season) -> AsyncIterator[Things]:
    """What the screens beside the calls show."""
    made = await fill(season.world)
    yield made
    await made.http.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def nurse(visitor: Visitor, things: Things) -> Visitor:
    """A visitor whose key is an admin's and clinical, so that every screen opens."""
    await visitor.sign_in(things.nurse_key)
    await visitor.settle()
    return visitor
