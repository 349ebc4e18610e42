"""Hostile words: markup in the texts that callers, agents, tools, lists and vendors write is shown and never run."""

import json
import re
from contextlib import suppress
from typing import Any

import pytest

from tests.console.test_every_screen import PATHS, filled

playwright = pytest.importorskip(
    "playwright.async_api", reason="NOT TESTED: the console in a browser; make console-tests does"
)
pytestmark = pytest.mark.asyncio(loop_scope="session")

PROBES = (
    "<img src=x onerror=\"window.harmed='image'\">",
    "<script>window.harmed='script'</script>",
    '"><svg onload="window.harmed=\'svg\'">',
    "javascript:window.harmed='address'",
    "${window.harmed='template'}</textarea></title><iframe srcdoc='<script>parent.harmed=1</script>'>",
)
CHOSEN_BY_OTHERS = {"metadata", "data_collection", "evaluation"}  # objects whose names are not ours, either
# What the pages compute with or ask the API for again: these stay as they are.
KEPT = re.compile(
    r"^(\d{4}-\d\d-\d\dT.*|CA[0-9a-f]{32}|http://127\.0\.0\.1.*|call|caller|agent|audio/\w+|live|completed|admin"
    r"|relay|elevenlabs)$"
)


def spoiled(value: Any, number: int) -> Any:
    """The same answer with a probe behind every text in it, names of fields included where a vendor chooses them."""
    match value:
        case dict():
            return {name: spoiled(item, number) for name, item in value.items()}
        case list():
            return [spoiled(item, number) for item in value]
        case str() if not KEPT.fullmatch(value):
            return f"{value}{PROBES[number]}" if number != 3 else PROBES[number]
    return value


class SpoiledApi:
    """The API's own answers, with probe after probe in them. Calls of the past stand for those that run."""

    def __init__(self) -> None:
        self.number = 0

    async def answer(self, route: Any) -> None:
        with suppress(playwright.Error):  # of a page that has gone meanwhile
            real = await route.fetch(url=route.request.url.replace("live=true&", ""))
            if "application/json" not in real.headers.get("content-type", ""):
                await route.fulfill(response=real)
                return
            body, probe = spoiled(await real.json(), self.number), PROBES[self.number]
            if isinstance(body, dict):
                body |= {name: {probe: probe} for name in CHOSEN_BY_OTHERS & set(body)}
            await route.fulfill(response=real, body=json.dumps(body))


@pytest.mark.parametrize("path", PATHS)
async def test_no_words_do_anything(nurse, season, things, path):
    page, api = nurse.page, SpoiledApi()
    await page.route("**/api/v1/**", api.answer)
    for api.number in range(len(PROBES)):
        await page.goto("about:blank")
        await nurse.go(filled(path, season, things))
        for summary in await page.locator("main details > summary").all():
            await summary.click()
        shown = page.locator("main", has_text="harmed").or_(page.locator("main input[value*=harmed]"))
        await playwright.expect(shown.first).to_be_attached()  # the words are shown as they are
        assert await page.evaluate("window.harmed") is None
        assert await page.locator("main :is(img, script, iframe, svg[onload])").count() == 0
        assert set(await page.evaluate("[...document.links].map((link) => link.protocol)")) == {"http:"}
    await page.unroute_all(behavior="ignoreErrors")
    refused = "Failed to load resource"  # a conversation whose id is a probe
    nurse.complaints[:] = [complaint for complaint in nurse.complaints if refused not in complaint]
