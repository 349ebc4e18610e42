"""The API with a fake Retell beside its other vendors: a number, an agent, and calls that stay as they are put."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio

from local.retell import Agent, FakeRetell
from local.retell.workspace import Call
from local.world.addresses import AddressBook
from tests.contract.api.conftest import CALLEE, NOW, OURS, RETELL_KEY, ApiWorld, build_world, vendors
from tests.contract.api.test_agent_calls import NOON_IN_CALIFORNIA
from trunkline.calls.adapters.route_items import route_values
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.ids import CallId

SID = "CA" + "1" * 32
COLLEAGUE = "+14155550190"


@dataclass
class Voice:
    """A voice on the line that notes its orders."""

    waiting: list[str] = field(default_factory=list)
    stopped_by: str = ""

    def stop(self, reason: str) -> None:
        self.stopped_by = reason


@dataclass
class RetellWorld:
    api: ApiWorld
    retell: FakeRetell

    def route(self) -> Route:
        route = Route(OURS, Mode.REGISTER, "acme", agent_id="agent_good", provider="retell", forward_to=COLLEAGUE)
        self.api.services.routes.add(route)
        return route

    def live(self, **values: Any) -> tuple[Call, Voice]:
        """A call that runs at Retell."""
        numbers = {"from_number": CALLEE, "to_number": OURS, "direction": "inbound"}
        call, voice = self.retell.workspace.new_call(Agent("agent_good"), **numbers | values), Voice()
        self.retell.lifecycle.begins(call, voice)
        return call, voice

    def file(self, call_id: str, call: Call, *, mode: str = "register", company: str = "acme", **facts: Any) -> None:
        """That call on file, as answering or placing leaves it."""
        now = self.api.clock()
        known = {"company_id": company, "company_day": f"{company}#2026-11-20", "started_at": now.isoformat()}
        known |= {"mode": mode, "provider": "retell", "conversation_id": call.call_id, "direction": "inbound"}
        known |= {"agent_id": "agent_good"}
        if mode == "register":
            known |= {"route": route_values(Route(OURS, Mode.REGISTER, company, agent_id="agent_good"))}
        self.api.services.calls.open(CallId(call_id), TimelineEvent("answer", now, "answered"), known | facts)


@pytest_asyncio.fixture
async def world(aws: tuple[Any, Any]) -> AsyncIterator[RetellWorld]:
    twilio, vendor = await vendors()
    retell = FakeRetell({RETELL_KEY}, AddressBook())
    retell.add_agent(Agent("agent_good"))
    retell.workspace.place = lambda _call: None
    retell.workspace.numbers[OURS] = {"phone_number": OURS}
    await retell.start()
    api = build_world(aws, twilio, vendor, retell_url=retell.base_url)
    api.clock.now = NOW + NOON_IN_CALIFORNIA
    yield RetellWorld(api, retell)
    await api.client.aclose()
    for fake in (twilio, vendor, retell):
        await fake.stop()
