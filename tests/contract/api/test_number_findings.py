"""Findings about numbers over the API: what keeps calls from arriving, with the vendors asked as they are now."""

from dataclasses import replace

import pytest

from tests.contract.api.conftest import BASE, OURS, STATUS_URL, ApiWorld
from tests.contract.api.number_requests import NEW
from trunkline.calls.domain.routes import Mode, Route

FINDINGS = "/api/v1/phone-numbers/findings"
ROUTE = Route(OURS, Mode.RELAY, "acme", agent_id="agent_good")
RINGS = {"about": "carrier", "state": "good", "says": "rings here", "how": None}
SPEAKS = {"about": "agent", "state": "good", "says": "agent_good speaks and hears what a telephone needs", "how": None}


@pytest.fixture
def routed(api: ApiWorld) -> ApiWorld:
    """A number with a route, set up at the carrier as it should be."""
    api.services.routes.add(ROUTE)
    api.twilio.own_number(OURS, f"{BASE}/twilio/voice", status_callback=STATUS_URL)
    return api


async def found(api: ApiWorld, key: str = "admin") -> dict[str, list[dict[str, str | None]]]:
    answer = await api.ask("GET", FINDINGS, key)
    assert answer.status_code == 200, answer.text
    return {about["number"]: about["findings"] for about in answer.json()}


async def test_a_number_that_rings_here_with_an_agent_for_telephones_is_good(routed):
    assert await found(routed) == {OURS: [RINGS, SPEAKS]}


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        (("https://old.example.com/voice", STATUS_URL), "calls go to POST https://old.example.com/voice"),
        ((f"{BASE}/twilio/voice", ""), "status changes go to no address"),
    ],
)
async def test_a_number_that_the_carrier_sends_elsewhere_is_bad_and_says_what_should_be(routed, setup, says):
    voice, status = setup
    routed.twilio.own_number(OURS, voice, status_callback=status)
    finding = (await found(routed))[OURS][0]
    assert (finding["state"], finding["says"]) == ("bad", says)
    assert BASE in str(finding["how"])


async def test_a_number_outside_the_account_is_bad(routed):
    routed.services.routes.add(replace(ROUTE, number=NEW["number"], mode=Mode.VOICEMAIL, agent_id=""))
    assert [finding["says"] for finding in (await found(routed))[NEW["number"]]] == ["is not in this Twilio account"]


@pytest.mark.parametrize("agent", ["agent_wrong", "agent_gone"])
async def test_an_agent_that_is_gone_or_speaks_another_format_is_bad(routed, agent):
    routed.services.routes.replace(replace(ROUTE, agent_id=agent))
    carrier, finding = (await found(routed))[OURS]
    assert (carrier, finding["state"]) == (RINGS, "bad")
    assert agent in str(finding["says"])


async def test_a_carrier_that_takes_no_key_of_ours_leaves_its_part_unknown_and_the_rest_is_there(routed):
    routed.credentials["token"] = "f" * 32
    carrier, agent = (await found(routed))[OURS]
    assert (carrier["state"], agent) == ("unknown", SPEAKS)
    assert str(carrier["says"]).startswith("the carrier could not be asked")
    assert routed.credentials["token"] not in str(carrier)


async def test_a_carrier_without_an_account_leaves_its_part_unknown(routed):
    routed.credentials["account"] = ""
    assert (await found(routed))[OURS][0]["says"] == "the carrier could not be asked: no account is configured"


async def test_a_voice_provider_that_is_down_leaves_its_part_unknown(routed):
    await routed.vendor.stop()
    carrier, agent = (await found(routed))[OURS]
    assert (carrier, agent["state"]) == (RINGS, "unknown")


async def test_another_companys_numbers_are_not_looked_at(routed):
    assert await found(routed, "other") == {}


@pytest.mark.parametrize("key", ["read", "operate"])
async def test_only_administrators_may_have_the_vendors_asked(routed, key):
    assert (await routed.ask("GET", FINDINGS, key)).status_code == 403
