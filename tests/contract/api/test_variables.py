"""Variables that a company gives: our own names are refused at every entrance, secret values are shown at none."""

import pytest

from tests.contract.api.number_requests import NEW
from tests.contract.api.two_companies import API, NEW_CAMPAIGN, NUMBER

ROUTE = f"{API}/routes/{NEW['number']}"
CALLER = f"{API}/callers/{NUMBER}"
ENTRANCES = [
    ("POST", f"{API}/routes", NEW),
    ("PUT", ROUTE, {"mode": "relay", "agent_id": "agent_good"}),
    ("PUT", CALLER, {}),
    ("POST", f"{API}/campaigns", NEW_CAMPAIGN),
]


@pytest.mark.parametrize(
    "name", ["call_sid", "Call SID", "callerNumber", "called-number", "attempt_id", "is_resumed", "system__call_sid"]
)
@pytest.mark.parametrize("entrance", ENTRANCES, ids=lambda entrance: f"{entrance[0]} {entrance[1]}")
async def test_our_own_names_are_refused_wherever_variables_are_given(api, entrance, name):
    method, path, body = entrance
    answer = await api.ask(method, path, json=body | {"dynamic_variables": {name: "CA" + "1" * 32}})
    assert answer.status_code == 400, answer.text
    assert name in answer.text
    assert "CA111" not in answer.text


async def test_a_secret_value_is_in_no_answer(api):
    variables = {"secret__pin": "4711", "Secret__Crm": "hush", "first_name": "Ana"}
    shown = {"secret__pin": "***", "Secret__Crm": "***", "first_name": "Ana"}
    made = await api.ask("POST", f"{API}/routes", json=NEW | {"dynamic_variables": variables})
    changed = await api.ask(
        "PUT", ROUTE, json={"mode": "relay", "agent_id": "agent_good", "dynamic_variables": variables}
    )
    put = await api.ask("PUT", CALLER, json={"dynamic_variables": variables})
    found = await api.ask("GET", ROUTE, key="read")
    caller = await api.ask("GET", CALLER, key="read")
    listed = await api.ask("GET", f"{API}/routes", key="read")
    ordered = await api.ask("POST", f"{API}/campaigns", json=NEW_CAMPAIGN | {"dynamic_variables": variables})
    for answer in (made, changed, put, found, caller, listed, ordered):
        assert answer.status_code < 300, answer.text
        assert "4711" not in answer.text
        assert "hush" not in answer.text
    assert found.json()["details"]["dynamic_variables"] == caller.json()["dynamic_variables"] == shown
    assert api.services.routes.find(NEW["number"]).dynamic_variables == variables


@pytest.mark.parametrize("entrance", ENTRANCES, ids=lambda entrance: f"{entrance[0]} {entrance[1]}")
async def test_a_mask_that_is_sent_back_overwrites_no_secret(api, entrance):
    method, path, body = entrance
    answer = await api.ask(method, path, json=body | {"dynamic_variables": {"secret__pin": "***"}})
    assert answer.status_code == 400
