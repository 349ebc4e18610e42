"""Numbers, lists and places as people write them, given to the API: brought to one form, or refused with a sentence."""

import json
from pathlib import Path

import pytest

from tests.contract.api.campaign_requests import API, REQUEST, ordered
from trunkline.campaigns.adapters.phone_number_parser import read_number

LISTS = Path(__file__).parents[2] / "vectors" / "lists"


async def test_a_stop_list_matches_numbers_in_any_writing(api):
    asked = await api.ask("POST", f"{API}/suppressions", json=json.loads((LISTS / "stop_list.json").read_text()))
    assert (asked.status_code, asked.json()) == (201, {"added": 6})
    people = (LISTS / "people_of_the_stop_list.csv").read_text().splitlines()[1:]
    for person in people:
        assert api.services.suppressions.of(read_number(person, "US").phone, "acme", "any"), person
    gone = await api.ask("DELETE", f"{API}/suppressions", params={"number": "+44 (0)7400 123457"})
    assert gone.status_code == 204


@pytest.mark.parametrize("number", ["+44074", "4155550123", "+1 415 555 0123 x5", "+266696687", "anonymous"])
async def test_what_is_no_persons_number_is_on_no_stop_list(api, number):
    refused = await api.ask("POST", f"{API}/suppressions", json={"numbers": ["+14155550123", number]})
    assert refused.status_code == 400
    assert refused.json()["detail"].startswith("numbers.1: ")
    assert number not in refused.text
    assert list(api.services.suppressions.of_company("acme")) == []


async def test_a_caller_is_found_by_another_writing_of_the_number(api):
    assert (await api.ask("PUT", f"{API}/callers/+44 (0)7400 123457", json={"user_id": "u1"})).status_code == 200
    found = await api.ask("GET", f"{API}/callers/+447400123457")
    assert (found.json()["number"], found.json()["user_id"]) == ("+447400123457", "u1")
    asked = await api.ask("POST", f"{API}/erasures", json={"number": "0044 7400 123457"})
    assert asked.status_code == 202
    assert api.jobs[-1]["number"] == "+447400123457"


@pytest.mark.parametrize(
    ("region", "hint"),
    [("UK", "is GB meant"), ("EU", "no such country"), ("XX", "ISO code"), ("US-FLA", "no such state")],
)
async def test_an_unknown_country_is_refused(api, region, hint):
    campaign = await ordered(api)
    order = await api.ask("POST", f"{API}/campaigns/{campaign}/contacts", json={"default_region": region})
    assert order.status_code == 400
    assert hint in order.json()["detail"]
    refused = await api.ask("POST", f"{API}/campaigns", json=REQUEST | {"destinations": ["US", region]})
    assert refused.status_code == 400
    assert refused.json()["detail"].startswith("destinations.1: ")


@pytest.mark.parametrize("name", ["greeting", "apology", "resume_message"])
async def test_a_text_with_a_control_character_is_refused_where_it_is_typed(api, name):
    route = {"number": "+15005550101", "mode": "voicemail", name: "We\u0019re closed.\u000bPlease leave a message."}
    refused = await api.ask("POST", f"{API}/routes", json=route)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["loc"] == ["body", name]
    campaign = await api.ask("POST", f"{API}/campaigns", json=REQUEST | {"voicemail_text": "Hello\x1b"})
    assert campaign.status_code == 400


@pytest.mark.parametrize("body", [
    b'{"dynamic_variables": {"balance": 1e999}}',
    b'{"dynamic_variables": {"balance": NaN}}',
    b'{"conversation_config_override": {"tts": {"speed": 1e999}}}',
    b'{"conversation_config_override": {"agent": {"first_message": "\\ud83d"}}}',
])  # fmt: skip
async def test_variables_that_no_provider_accepts_are_refused(api, body):
    headers = {"content-type": "application/json"}
    refused = await api.ask("PUT", f"{API}/callers/+14155550123", content=body, headers=headers)
    assert refused.status_code == 400
    assert (await api.ask("GET", f"{API}/callers/+14155550123")).status_code == 404
