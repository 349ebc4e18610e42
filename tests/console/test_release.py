"""The console as `make deploy-console` lays it out: everything is found from the folder of its release."""

import re

import pytest

from cli.deploy.console_files import CONSOLE, release
from local.commands.running import COMPANY_KEY

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_release_finds_its_own_files(visitor):
    """A screen with a chart, which has a style of its own, and one that reads modules for the audio thread."""
    files = {f"/{file.key}": file for file in release(CONSOLE)}
    files["/"] = files["/index.html"]
    headers = dict((await visitor.page.request.get(visitor.url)).headers)

    async def serve(route) -> None:
        file = files.get("/" + route.request.url.removeprefix(visitor.url))
        if file is None:
            await route.fulfill(status=404)
            return
        about = {"content-type": file.content_type, "content-security-policy": headers["content-security-policy"]}
        await route.fulfill(body=file.body, headers=about)

    await visitor.page.route(re.compile(rf"^{re.escape(visitor.url)}(?!api/)"), serve)
    await visitor.sign_in(COMPANY_KEY)
    await visitor.go("costs")
    await visitor.page.locator(".chart canvas").first.wait_for()
    for button in await visitor.page.locator("nav a").all():
        await button.click()
        await visitor.settle()
    loaded = await visitor.page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    ours = {url.removeprefix(visitor.url) for url in loaded if "/api/" not in url}
    assert all(url.startswith("v/") for url in ours), ours
