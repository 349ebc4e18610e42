"""Signing in and out in a browser: where the key is, what a stolen cookie is worth, and what other sites can do."""

import aiohttp
import pytest

from local.commands.running import COMPANY_KEY

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask(season, method: str, path: str, **options):
    headers = {"X-API-Key": COMPANY_KEY}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.request(method, season.url + path, **options) as answer,
    ):
        return await answer.json() if answer.content_length else None


async def test_a_wrong_key_is_explained_and_the_right_one_gets_in(visitor):
    page = visitor.page
    await page.goto(visitor.url)
    for key, words in (("", "Enter your key."), ("tk_wrong_key", "This key is unknown, or has been revoked.")):
        await page.get_by_label("Your key").fill(key)
        await page.keyboard.press("Enter")
        await page.get_by_text(words).wait_for()
        assert await page.evaluate("document.activeElement.id") == "key"
    await visitor.sign_in(COMPANY_KEY)
    assert await page.get_by_text("the demo's key").is_visible()


async def test_the_key_is_nowhere_and_the_cookie_is_out_of_reach(reader):
    page = reader.page
    [cookie] = await page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"]) == (
        *("__Host-trunkline", True, True),
        *("Strict", "/"),
    )
    kept = await page.evaluate(
        "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.href,"
        " document.documentElement.outerHTML])"
    )
    assert COMPANY_KEY not in kept
    assert cookie["value"] not in kept


async def test_a_reload_stays_signed_in_and_signing_out_ends_it_for_good(reader):
    page, [cookie] = reader.page, await reader.page.context.cookies()
    await page.reload()
    await page.get_by_role("heading", level=1, name="Calls").wait_for()
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_label("Your key").wait_for()
    assert await page.context.cookies() == []
    await page.context.add_cookies([cookie])  # as a thief would who had copied it
    await page.reload()
    await page.get_by_label("Your key").wait_for()


async def test_a_stolen_cookie_is_worth_nothing_once_its_key_is_revoked(visitor, season):
    made = await ask(season, "POST", "api/v1/keys", json={"scope": "read", "label": "left the company"})
    await visitor.sign_in(made["api_key"])
    await ask(season, "DELETE", f"api/v1/keys/{made['key_id']}")
    await visitor.page.get_by_role("button", name="Trouble only").click()
    await visitor.page.get_by_text("Your session has ended. Sign in again.").wait_for()


async def test_another_site_can_neither_change_nor_read_anything(reader, season):
    """A page of another origin sends forms and requests to the console's address while its visitor is signed in."""
    keys = await ask(season, "GET", "api/v1/keys")
    page = await reader.page.context.new_page()
    await page.route("http://elsewhere.test/**", lambda route: route.fulfill(body="<p>", content_type="text/html"))
    await page.goto("http://elsewhere.test/")
    outcomes = await page.evaluate(
        """async (url) => {
            const asked = [["GET", {}], ["POST", {}], ["POST", {"X-Trunkline-Console": "1"}]];
            return Promise.all(asked.map(([method, headers]) =>
                fetch(url + "api/v1/keys", {method, headers, credentials: "include"})
                    .then((answer) => answer.status, () => "refused by the browser")));
        }""",
        season.url,
    )
    assert outcomes == ["refused by the browser"] * 3
    await page.set_content(f'<form method="post" enctype="text/plain" action="{season.url}api/v1/sessions"></form>')
    async with page.expect_response("**/api/v1/sessions") as answered:
        await page.evaluate("document.forms[0].submit()")
    assert (await answered.value).status == 403
    assert await ask(season, "GET", "api/v1/keys") == keys
    await page.close()
