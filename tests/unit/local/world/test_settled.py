"""A settled local world has no work left."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from local.world.relay_process import RelayProcess
from local.world.world import World

pytestmark = pytest.mark.enable_socket


class Party:
    """A part of the world: has work, and may give another part work as it finishes."""

    def __init__(self, *after: Callable[[], None]) -> None:
        self.work, self._after = 1, list(after)
        self.calls: dict[str, object] = {}
        self.deliveries: list[object] = []
        self.invocations: list[object] = []

    def add(self) -> None:
        self.work += 1
        self.invocations.append(object())

    async def settled(self, _timeout_s: float) -> None:
        while self.work:
            await asyncio.sleep(0)
            self.work -= 1
            if self._after:
                self._after.pop()()

    idle = settled


async def test_work_given_back_to_an_earlier_part_is_waited_for() -> None:
    world: Any = World()
    carrier, cloud = Party(), Party()
    cloud._after = [lambda: (carrier.add(), carrier.calls.update(new=1))]
    relay = Party(cloud.add)
    world.twilio, world.vendor, world.cloud, world.relays = carrier, Party(), cloud, [relay]
    await world.settled()
    assert [item.work for item in (carrier, world.vendor, relay, cloud)] == [0, 0, 0, 0]


class Relay(RelayProcess):
    """Alive, with a private API that says how many calls it still carries or stores."""

    is_alive = True

    def __init__(self, *calls: int) -> None:
        super().__init__({}, lambda _source, _line: None)
        self.said = list(calls)

    async def health(self, _request: web.Request) -> web.Response:
        return web.json_response({"calls": self.said.pop(0)})

    async def start(self) -> int:
        app = web.Application()
        app.router.add_get("/health", self.health)
        self.runner = web.AppRunner(app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.private_port = self.runner.addresses[0][1]
        return self.private_port


async def test_a_relay_is_waited_for_until_it_has_filed_its_calls() -> None:
    relay = Relay(2, 1, 1, 0, 5)
    await relay.start()
    try:
        await relay.idle(10)
        assert relay.said == [5]
    finally:
        await relay.runner.cleanup()


async def test_a_part_that_never_ends_times_out() -> None:
    relay = Relay(*[1] * 1000)
    await relay.start()
    try:
        with pytest.raises(TimeoutError):
            await relay.idle(0.05)
    finally:
        await relay.runner.cleanup()


async def test_a_frozen_relay_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    relay = Relay(1)
    relay._is_frozen = True
    await relay.idle(1)
    assert relay.said == [1]
