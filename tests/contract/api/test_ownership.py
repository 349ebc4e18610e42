"""What a company names has to be its own: another company's secret, agent, number or call is as unknown as none."""

import pytest

from tests.contract.api.test_access import API
from tests.contract.api.test_rooms import NEW

TOOL = {"url": "https://tools.example.com/hours"}


def route_with(secret: str) -> tuple[str, str, dict]:
    return "POST", f"{API}/routes", NEW | {"tools": {"hours": TOOL | {"headers": {"Authorization": secret}}}}


def changed_route_with(secret: str) -> tuple[str, str, dict]:
    tools = {"tools": {"hours": TOOL | {"headers": {"Authorization": secret}}}}
    return "PUT", f"{API}/routes/{NEW['number']}", {"mode": "relay", "agent_id": "agent_good"} | tools


def source_with(secret: str) -> tuple[str, str, dict]:
    return "PUT", f"{API}/caller-source", {"url": TOOL["url"], "headers": {"Authorization": secret}}


@pytest.mark.parametrize("naming", [route_with, changed_route_with, source_with])
async def test_another_companys_secret_is_as_unknown_as_none(api, naming):
    await api.ask("POST", f"{API}/routes", json=NEW)
    answers = []
    for secret in ("others", "no_such_secret"):
        method, path, body = naming(secret)
        answer = await api.ask(method, path, json=body)
        answers.append((answer.status_code, answer.json()["detail"].replace(secret, "…")))
    assert answers == [(400, "the company has no secret …")] * 2
    method, path, body = naming("orders")
    if method == "POST":
        await api.ask("DELETE", f"{API}/routes/{NEW['number']}")
    assert (await api.ask(method, path, json=body)).status_code < 300
