"""What a company names has to be its own: another company's secret, agent, number or call is as unknown as none."""

import pytest

from tests.contract.api.conftest import ApiWorld
from tests.contract.api.number_requests import NEW, SIP, TWILIO
from tests.contract.api.two_companies import API, INCOMING, NEW_CAMPAIGN, PHONE, SEED
from trunkline.numbering.e164 import PhoneNumber

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


OTHERS_AGENT, OTHERS_NUMBER, OTHERS_PHONE = "agent_other", "+14155550150", "phnum_other"
NAMING = [
    ("POST", f"{API}/routes", NEW, {"agent_id": OTHERS_AGENT}),
    ("POST", f"{API}/routes", NEW, {"mode": "forward", "forward_to": "+14155550199", "agent_id": OTHERS_AGENT}),
    ("POST", f"{API}/routes", NEW, {"number": OTHERS_NUMBER}),
    ("PUT", f"{API}/routes/+14155550111", {"mode": "relay"}, {"agent_id": OTHERS_AGENT}),
    ("POST", f"{API}/campaigns", NEW_CAMPAIGN, {"agent_id": OTHERS_AGENT}),
    ("POST", f"{API}/campaigns", NEW_CAMPAIGN, {"from_number": OTHERS_NUMBER}),
    ("POST", f"{API}/campaigns", NEW_CAMPAIGN | {"channel": "provider"}, {"phone_number_id": OTHERS_PHONE}),
    ("POST", f"{SEED}/calls", {"to_number": "+14155550199"}, {"from_number": OTHERS_NUMBER}),
    ("POST", f"{SEED}/calls/incoming", INCOMING, {"to_number": OTHERS_NUMBER}),
    ("POST", f"{SEED}/calls/incoming", INCOMING, {"agent_id": OTHERS_AGENT}),
    ("PATCH", f"{API}/phone-numbers/{PHONE}", {}, {"agent_id": OTHERS_AGENT}),
    ("POST", f"{API}/stream-tickets", {}, {"agent_id": OTHERS_AGENT}),
]
UNKNOWN = {OTHERS_AGENT: "agent_unknown", OTHERS_NUMBER: "+14155550160", OTHERS_PHONE: "phnum_unknown"}


def with_another_company(api: ApiWorld) -> None:
    """An agent, a number and an imported number of the company `other`; the agent is there at the provider."""
    from local.elevenlabs import Agent

    api.vendor.add_agent(Agent(OTHERS_AGENT))
    api.services.owners.claims.claim("agent", OTHERS_AGENT, "other")
    api.services.owners.claims.claim("number", OTHERS_NUMBER, "other")
    api.services.phones.add(PhoneNumber(OTHERS_PHONE, "other", OTHERS_NUMBER, "theirs", "twilio"))


@pytest.mark.parametrize("case", NAMING, ids=lambda case: f"{case[0]} {case[1]} {next(iter(case[3]))}")
async def test_another_companys_agent_or_number_is_as_unknown_as_none(owned, case):
    with_another_company(owned)
    method, path, body, naming = case
    answers = []
    for thing in (naming, {field: UNKNOWN.get(value, value) for field, value in naming.items()}):
        answer = await owned.ask(method, path, json=body | thing)
        detail = answer.json()["detail"]
        for value in thing.values():
            detail = detail.replace(value, "…")
        answers.append((answer.status_code, detail))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400


@pytest.mark.parametrize("body", [TWILIO, SIP], ids=["twilio", "sip"])
async def test_another_companys_number_cannot_be_imported(api, body):
    with_another_company(api)
    answer = await api.ask("POST", f"{API}/phone-numbers", json=body | {"phone_number": OTHERS_NUMBER})
    assert (answer.status_code, answer.json()) == (400, {"detail": "phone_number is not a number of yours"})
    assert api.vendor.numbers == {}


@pytest.mark.parametrize(("body", "is_claimed"), [(TWILIO, True), (SIP, False)], ids=["twilio", "sip"])
async def test_importing_a_number_with_its_accounts_token_claims_it_until_it_is_let_go(api, body, is_claimed):
    made = await api.ask("POST", f"{API}/phone-numbers", json=body)
    route = {"number": body["phone_number"], "mode": "reject"}
    assert (await api.ask("POST", f"{API}/routes", key="other", json=route)).status_code == 400
    assert (await api.ask("POST", f"{API}/routes", json=route)).status_code == (201 if is_claimed else 400)
    await api.ask("DELETE", f"{API}/routes/{body['phone_number']}")
    assert (await api.ask("DELETE", f"{API}/phone-numbers/{made.json()['phone_number_id']}")).status_code == 204
    assert (await api.ask("POST", f"{API}/routes", json=route)).status_code == 400


async def test_what_is_unclaimed_belongs_to_a_stages_one_company(api):
    api.dynamodb.delete_item(TableName="directory", Key={"pk": {"S": "COMPANY#other"}})
    for agent in ("agent_good", "agent_wrong"):
        api.services.owners.claims.release("agent", agent, "acme")
    body = NEW | {"number": "+14155550170"}
    assert (await api.ask("POST", f"{API}/routes", key="other", json=body)).status_code == 400
    assert (await api.ask("POST", f"{API}/routes", json=body)).status_code == 201
