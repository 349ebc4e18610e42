"""The first visit: how much comes over the wire, and when a person can begin."""

import gzip

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

LIMIT_KB, INTERACTIVE_MS = 100, 1000


async def test_a_first_visit_is_light_and_asks_one_address_alone(visitor, record_property):
    bodies: dict[str, bytes] = {}

    async def keep(response) -> None:
        if "/api/" not in response.url:
            bodies[response.url] = await response.body()

    visitor.page.on("response", keep)
    await visitor.page.goto(visitor.url)
    field = visitor.page.get_by_label("Your key")
    await field.wait_for()
    await visitor.page.wait_for_load_state("networkidle")
    assert {url for url in bodies if not url.startswith(visitor.url)} == set()
    kilobytes = sum(len(gzip.compress(body)) for body in bodies.values()) / 1024
    record_property("first_load_kb_gzip", round(kilobytes, 1))
    assert len(bodies) > 10
    assert kilobytes < LIMIT_KB


async def test_a_person_can_begin_within_a_second(visitor, record_property):
    """From the address to the field that has the focus, at the quickest of some visits: the machine has other work."""
    took = []
    for _ in range(5):
        await visitor.page.goto(visitor.url)
        await visitor.page.locator("#key:focus").wait_for()
        took.append(await visitor.page.evaluate("performance.now()"))
    record_property("interactive_ms", round(min(took)))
    assert min(took) < INTERACTIVE_MS
