"""ECS is asked when the first call comes and the last one goes, and now and then between."""

import json

import httpx
import pytest

from media_relay.server.task_protection import RENEW_S, TRY_AGAIN_S, TaskProtection


class Agent:
    """The ECS agent's endpoint, with prepared answers."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.failing = False
        self.refusal: tuple[int, object] = (400, {"failure": {"Reason": "DEPLOYMENT_BLOCKED"}})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert (request.method, request.url.path) == ("PUT", "/task-protection/v1/state")
        self.asked.append(json.loads(request.content))
        if self.failing:
            status, content = self.refusal
            return httpx.Response(status, json=content)
        return httpx.Response(200, json={"protection": {"ProtectionEnabled": self.asked[-1]["ProtectionEnabled"]}})


@pytest.fixture
def agent() -> Agent:
    return Agent()


@pytest.fixture
def protection(agent: Agent) -> TaskProtection:
    return TaskProtection(httpx.AsyncClient(base_url="http://ecs", transport=httpx.MockTransport(agent)))


async def test_protection_comes_with_the_first_call_and_goes_with_the_last(agent, protection):
    for now_s, calls in enumerate([0, 1, 2, 1, 0, 0]):
        await protection.follow(calls, float(now_s))
    assert agent.asked == [{"ProtectionEnabled": True, "ExpiresInMinutes": 60}, {"ProtectionEnabled": False}]


async def test_protection_is_renewed_before_it_expires(agent, protection):
    for now_s in (0.0, RENEW_S - 1, RENEW_S, RENEW_S + 1):
        await protection.follow(1, now_s)
    assert [item["ProtectionEnabled"] for item in agent.asked] == [True, True]


async def test_a_refusal_is_tried_again_and_does_not_trouble_the_calls(agent, protection):
    agent.failing = True
    await protection.follow(1, 0.0)
    agent.failing = False
    await protection.follow(1, TRY_AGAIN_S)
    await protection.follow(1, TRY_AGAIN_S + 1)
    assert len(agent.asked) == 2


OFF = {"TaskArn": "arn:aws:ecs:us-east-1:1:task/t", "ProtectionEnabled": False}
REFUSALS = {
    "DEPLOYMENT_BLOCKED": (200, {"failure": {"Arn": "arn", "Reason": "DEPLOYMENT_BLOCKED"}}),
    "AccessDeniedException": (400, {"requestID": "r", "error": {"Code": "AccessDeniedException", "Message": "no"}}),
    "ThrottlingException": (400, {"requestID": "r", "error": {"Code": "ThrottlingException"}}),
    "RequestCanceled": (504, {"requestID": "r", "error": {"Code": "RequestCanceled"}}),
    "unreadable": (200, {"protection": OFF}),
    "TASK_NOT_VALID": (200, {"protection": OFF | {"ProtectionEnabled": True}, "failure": {"Reason": "TASK_NOT_VALID"}}),
    "unreadable ": (200, {}),
    "unreadable  ": (200, []),
    "unreadable   ": (200, {"protection": True}),
}


@pytest.mark.parametrize("reason", REFUSALS)
async def test_only_protection_that_the_agent_confirms_counts(reason, agent, protection, capsys, caplog):
    agent.failing, agent.refusal = True, REFUSALS[reason]
    await protection.follow(1, 0.0)
    assert any(getattr(line, "reason", "") == reason.strip() for line in caplog.records)
    agent.failing = False
    await protection.follow(1, TRY_AGAIN_S)
    assert len(agent.asked) == 2


async def test_an_agent_that_does_not_answer_is_no_error(protection):
    def broken(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    protection.client = httpx.AsyncClient(base_url="http://ecs", transport=httpx.MockTransport(broken))
    await protection.follow(1, 0.0)
