"""A relay with a brain that answers the carrier."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.fakes.converse_relay import House, house


@pytest_asyncio.fixture
async def carriers_home() -> AsyncIterator[House]:
    async with house() as found:
        yield found
