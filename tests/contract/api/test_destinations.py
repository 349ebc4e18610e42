"""Every way a call leaves asks one policy: countries that may be called, and nothing that costs more than a call."""

import pytest

from tests.contract.api.call_requests import REQUEST, dialled
from tests.contract.api.conftest import CALLEE, OURS, ApiWorld
from tests.contract.api.number_requests import NEW
from tests.contract.api.two_companies import API, NEW_CAMPAIGN, SEED

COSTLY = [
    "+19005550100",
    "+19765550100",
    "+881612345678",
    "+870773123456",
    "+979123456789",
    "+449098790000",
    "+33899123456",
]
ABROAD = ["+25261234567", "+12425550100", "+442071838750"]
FORWARD = NEW | {"mode": "forward", "agent_id": None}


def ways(number: str) -> list[tuple[str, str, dict]]:
    forward = {"forward_to": number}
    return [
        ("POST", f"{API}/routes", FORWARD | forward),
        ("POST", f"{API}/routes", NEW | {"fallback": "forward"} | forward),
        ("POST", f"{API}/routes", NEW | {"transfer_targets": {"billing": number}}),
        ("POST", f"{API}/routes", NEW | {"transfer": "warm", "transfer_targets": {"a": CALLEE, "b": number}}),
        ("PUT", f"{API}/routes/+14155550111", {"mode": "forward"} | forward),
        ("POST", f"{SEED}/calls", REQUEST | {"to_number": number}),
    ]


@pytest.mark.parametrize("number", [*COSTLY, *ABROAD])
async def test_no_way_leads_to_a_number_that_is_not_dialled(api, number):
    for method, path, body in ways(number):
        answer = await api.ask(method, path, json=body)
        assert answer.status_code == 400, (path, body, answer.text)
        assert number not in answer.text
    assert dialled(api) == []


async def with_britain(api: ApiWorld) -> None:
    object.__setattr__(api.services, "destinations", type(api.services.destinations)(frozenset({"US", "GB"})))


async def test_a_stages_list_opens_a_country_and_a_companys_narrows_it(api):
    await with_britain(api)
    body = FORWARD | {"forward_to": "+442071838750"}
    assert (await api.ask("POST", f"{API}/routes", json=body)).status_code == 201
    api.services.companies.set_destinations("acme", ["US"])
    assert (await api.ask("GET", f"{API}/routes/{NEW['number']}")).json()["details"].get("destinations") is None
    changed = await api.ask(
        "PUT", f"{API}/routes/{NEW['number']}", json={"mode": "forward", "forward_to": "+442071838750"}
    )
    assert changed.json() == {"detail": "forward_to: numbers of GB are not dialled from here"}
    api.services.companies.set_destinations("acme", ["GB", "SO"])
    for number, status in (("+442071838750", 200), (CALLEE, 400), ("+25261234567", 400)):
        body = {"mode": "forward", "forward_to": number}
        assert (await api.ask("PUT", f"{API}/routes/{NEW['number']}", json=body)).status_code == status
    assert api.services.routes.find(NEW["number"]).destinations == "GB,SO"


@pytest.mark.parametrize(("regions", "status"), [(["US-FL", "CA"], 201), (["GB"], 400), (["US", "SO"], 400)])
async def test_a_campaigns_regions_lie_within_what_may_be_called(api, regions, status):
    answer = await api.ask("POST", f"{API}/campaigns", json=NEW_CAMPAIGN | {"destinations": regions})
    assert answer.status_code == status, answer.text


async def test_a_call_of_a_program_has_a_longest_duration(api):
    assert (await api.ask("POST", f"{SEED}/calls", json=REQUEST | {"max_duration_s": 3601})).status_code == 400
    assert (await api.ask("POST", f"{SEED}/calls", json=REQUEST | {"max_duration_s": 3600})).status_code == 200
    assert OURS
