"""The deployed stack, for questions that no call asks. Calls against it are the screenplays' (`make stack`)."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from local.world.world import World


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--stack"):
        for item in (entry for entry in items if "tests/stack" in entry.path.as_posix()):
            item.add_marker(
                pytest.mark.skip(reason="not tested here: the deployed template; `make stack` builds and deploys it")
            )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack() -> AsyncIterator[World]:
    world = World(say_speed=4.0, deployed=True)
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
