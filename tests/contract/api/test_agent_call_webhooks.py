"""The `webhook_url` of a call with an agent: the same mechanism as that of a voice call, in each channel."""

import pytest

from tests.contract.api.call_requests import dialled
from tests.contract.api.conftest import BASE, ApiWorld
from tests.contract.api.test_agent_calls import CALLS, REQUEST, by_provider, open_api  # noqa: F401 - a fixture
from tests.contract.api.test_calls_while_the_relay_sleeps import relay_is, visited
from tests.contract.api.test_event_endpoints import PATH, call_event
from trunkline.calls.domain.relay_fleet import FleetState

URL = "https://crm.example.com/hook?v=1"


async def placed(api: ApiWorld, channel: str, url: str = URL) -> str:
    body = await by_provider(api) if channel == "provider" else REQUEST | {"channel": channel}
    answer = await api.ask("POST", CALLS, json=body | {"webhook_url": url})
    assert answer.status_code == 201, answer.text
    return answer.json()["call_sid"]


async def queued_for(api: ApiWorld, call_sid: str) -> list[str]:
    call_event(api, call_sid)
    return [job["endpoint_id"] for job in api.jobs]


@pytest.mark.parametrize("channel", ["relay", "register", "provider"])
async def test_the_events_of_a_call_go_to_its_webhook(open_api, channel):  # noqa: F811
    call_sid = await placed(open_api, channel)
    assert await queued_for(open_api, call_sid) == [f"call-{call_sid}"]
    shown = await open_api.ask("GET", f"{PATH}/call-{call_sid}")
    assert (shown.status_code, shown.json()["url"]) == (200, URL)


async def test_a_call_that_waited_for_the_relay_keeps_its_webhook(open_api):  # noqa: F811
    relay_is(open_api, FleetState.ASLEEP)
    answer = await open_api.ask("POST", CALLS, json=REQUEST | {"webhook_url": URL})
    relay_is(open_api, FleetState.AWAKE)
    assert await visited(open_api, answer.json()["order_id"])
    [ringing] = dialled(open_api)
    assert await queued_for(open_api, ringing.sid) == [f"call-{ringing.sid}"]


@pytest.mark.parametrize("channel", ["relay", "register", "provider"])
async def test_an_address_of_the_stage_receives_no_events(open_api, channel):  # noqa: F811
    call_sid = await placed(open_api, channel, f"{BASE}/api/v1/elevenlabs-twilio/webhook")
    assert await queued_for(open_api, call_sid) == []


@pytest.mark.parametrize(
    "url",
    ["http://crm.example.com/", "https://10.0.0.7/", "https://localhost/", "https://a:b@crm.example.com/", "x", ""],
)
async def test_an_address_that_is_not_public_https_is_refused_before_the_phone_rings(open_api, url):  # noqa: F811
    answer = await open_api.ask("POST", CALLS, json=REQUEST | {"webhook_url": url})
    assert (answer.status_code, "webhook_url" in answer.text) == (400, True)
    assert dialled(open_api) == []
