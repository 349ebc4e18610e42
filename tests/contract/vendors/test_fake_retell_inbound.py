"""The fake Retell before it answers a number of its own: what it asks, and what it makes of good and bad answers."""

import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from local.retell import Agent, FakeRetell, Webhook
from local.world.addresses import AddressBook

CALLER, NUMBER = "+14155550123", "+15005550019"

pytestmark = pytest.mark.enable_socket


class Answers:
    """The customer's webhook: answers one after the other, the last one again and again."""

    def __init__(self) -> None:
        self.given: list[tuple[int, str]] = [(200, "{}")]
        self.asked: list[dict] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        assert request.headers["x-retell-signature"].startswith("v=")
        self.asked.append(json.loads(await request.read()))
        status, text = self.given.pop(0) if len(self.given) > 1 else self.given[0]
        return web.Response(status=status, text=text)


@pytest.fixture
async def answers() -> AsyncIterator[Answers]:
    customer, app = Answers(), web.Application()
    app.router.add_post("/inbound", customer.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    customer.url = f"http://127.0.0.1:{runner.addresses[0][1]}/inbound"
    yield customer
    await runner.cleanup()


@pytest.fixture
async def retell(answers) -> AsyncIterator[FakeRetell]:
    fake = FakeRetell({"key_local"}, AddressBook())
    fake.webhook = Webhook(answers.url, "key_local", retry_s=0)
    fake.add_agent(Agent("agent_1"))
    fake.add_agent(Agent("agent_vip"))
    bound = [{"agent_id": "agent_1", "weight": 1}]
    fake.workspace.numbers[NUMBER] = {"inbound_agents": bound, "inbound_webhook_url": answers.url}
    await fake.start()
    yield fake
    await fake.stop()


def says(**fields) -> tuple[int, str]:
    return 200, json.dumps({"call_inbound": fields})


async def test_it_asks_with_both_numbers_and_the_numbers_agent(retell, answers):
    call = await retell.inbound.arrives(CALLER, NUMBER)
    [asked] = answers.asked
    assert asked["event"] == "call_inbound"
    numbers = {"from_number": CALLER, "to_number": NUMBER}
    assert asked["call_inbound"] == numbers | {"agent_id": "agent_1", "agent_version": 0}
    assert (call.agent.agent_id, call.values["direction"]) == ("agent_1", "inbound")


async def test_what_the_answer_says_is_in_the_call(retell, answers):
    answers.given = [says(override_agent_id="agent_vip", dynamic_variables={"first_name": "Ana"}, metadata={"t": 1})]
    call = await retell.inbound.arrives(CALLER, NUMBER)
    assert call.agent.agent_id == "agent_vip"
    assert call.values["retell_llm_dynamic_variables"] == {"first_name": "Ana"}
    assert call.values["metadata"] == {"t": 1}


async def test_a_webhook_that_fails_four_times_leaves_the_call_to_the_numbers_agent(retell, answers):
    answers.given = [(500, "")]
    assert (await retell.inbound.arrives(CALLER, NUMBER)).agent.agent_id == "agent_1"
    assert [made.status for made in retell.deliveries] == [500] * 4
    retell.workspace.numbers[NUMBER]["inbound_agents"] = None
    assert await retell.inbound.arrives(CALLER, NUMBER) is None


async def test_a_later_attempt_is_taken(retell, answers):
    answers.given = [(503, ""), says(override_agent_id="agent_vip")]
    assert (await retell.inbound.arrives(CALLER, NUMBER)).agent.agent_id == "agent_vip"


@pytest.mark.parametrize(
    "answer",
    [
        says(reject=True),
        says(override_agent_id="agent_of_another"),
        says(dynamic_variables={"visits": 3}),
        says(metadata="t"),
        (200, json.dumps({"call_inbound": []})),
        (200, "[]"),
        (200, "not JSON"),
    ],
)
async def test_a_rejection_and_an_invalid_answer_leave_no_call(retell, answers, answer):
    answers.given = [answer]
    assert await retell.inbound.arrives(CALLER, NUMBER) is None
    assert retell.calls == {}


async def test_only_the_literal_true_rejects(retell, answers):
    answers.given = [says(reject="true")]
    assert await retell.inbound.arrives(CALLER, NUMBER) is not None


async def test_a_number_that_is_not_there_is_not_answered(retell):
    assert await retell.inbound.arrives(CALLER, "+15005550001") is None
