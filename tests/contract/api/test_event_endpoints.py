"""Event endpoints over the API: made, changed, rotated, tested; deliveries listed and sent again."""

import pytest

from tests.contract.api.call_requests import CALLS, REQUEST, dialled
from tests.contract.api.conftest import BASE, ApiWorld
from tests.fakes.events import cloud_event
from trunkline.events.use_cases.queue_deliveries import queue_deliveries

PATH, URL = "/api/v1/event-endpoints", "https://crm.example.com/hook?v=1"


async def created(api: ApiWorld, **more) -> dict:
    answer = await api.ask("POST", PATH, json={"url": URL} | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def event_for(api: ApiWorld, number: int) -> None:
    queue_deliveries(cloud_event(number, at=api.clock()), api.services.endpoints.deliveries, api.clock())


async def test_the_secret_is_shown_once(api):
    new = await created(api, types=["call.ended"])
    assert new["secret"].startswith("whsec_")
    [listed] = (await api.ask("GET", PATH)).json()
    assert listed == {name: value for name, value in new.items() if name != "secret"}
    assert (listed["url"], listed["types"], listed["is_enabled"]) == (URL, ["call.ended"], True)
    rotated = await api.ask("POST", f"{PATH}/{new['endpoint_id']}/rotate")
    assert rotated.status_code == 201
    assert rotated.json()["secret"] != new["secret"]


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example.com/",
        "https://127.0.0.1/",
        "https://10.0.0.7/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
        "https://printer.local/",
        "https://user:secret@crm.example.com/",
        "https:///nohost",
        "https://crm.example.com:99999/",
        "https://crm example.com/",
        "ftp://crm.example.com/",
        "crm.example.com",
        "https://" + "a" * 600,
        "",
    ],
)
async def test_an_address_that_is_not_public_https_is_refused(api, url):
    answer = await api.ask("POST", PATH, json={"url": url})
    assert answer.status_code == 400, answer.text
    assert "url" in answer.text
    assert (await api.ask("GET", PATH)).json() == []


@pytest.mark.parametrize(
    "body", [{}, {"url": URL, "types": ["call.unknown"]}, {"url": URL, "typos": []}, {"url": 7}, []]
)
async def test_a_body_that_is_wrong_is_refused(api, body):
    assert (await api.ask("POST", PATH, json=body)).status_code == 400


async def test_a_company_has_twenty_endpoints_at_most(api):
    for _ in range(20):
        await created(api)
    answer = await api.ask("POST", PATH, json={"url": URL})
    assert (answer.status_code, "20" in answer.json()["detail"]) == (409, True)


async def test_a_test_event_is_queued_and_listed(api):
    new = await created(api)
    answer = await api.ask("POST", f"{PATH}/{new['endpoint_id']}/test")
    assert (answer.status_code, answer.json()["type"], answer.json()["state"]) == (202, "endpoint.test", "pending")
    [job] = api.jobs
    assert job["delivery_id"] == answer.json()["delivery_id"]
    page = (await api.ask("GET", f"{PATH}/{new['endpoint_id']}/deliveries")).json()
    assert [item["delivery_id"] for item in page["deliveries"]] == [job["delivery_id"]]


async def test_the_log_has_pages_the_newest_first(api):
    new = await created(api)
    for number in range(60):
        event_for(api, number)
    first = (await api.ask("GET", f"{PATH}/{new['endpoint_id']}/deliveries")).json()
    second = (await api.ask("GET", f"{PATH}/{new['endpoint_id']}/deliveries", params={"before": first["next"]})).json()
    ids = [item["delivery_id"] for page in (first, second) for item in page["deliveries"]]
    assert (len(first["deliveries"]), len(ids), second["next"]) == (50, 60, None)
    assert ids == sorted(set(ids), reverse=True)


async def test_an_endpoint_that_is_off_receives_its_events_when_it_is_on_again(api):
    new = await created(api)
    event_for(api, 1)
    path = f"{PATH}/{new['endpoint_id']}"
    off = await api.ask("PATCH", path, json={"is_enabled": False})
    assert (off.json()["is_enabled"], off.json()["disabled_reason"]) == (False, "switched off")
    for request in (f"{path}/test", f"{path}/deliveries/{api.jobs[0]['delivery_id']}/resend"):
        assert (await api.ask("POST", request)).status_code == 409
    event_for(api, 2)
    assert len(api.jobs) == 1
    assert (await api.ask("PATCH", path, json={"is_enabled": True})).json()["is_enabled"] is True
    first, *sent = [job["delivery_id"] for job in api.jobs]
    assert (len(sent), first in sent, len(set(sent))) == (2, True, 2)


async def test_a_delivery_is_sent_again_with_its_id(api):
    new = await created(api)
    event_for(api, 1)
    [job] = api.jobs
    path = f"{PATH}/{new['endpoint_id']}/deliveries/{job['delivery_id']}/resend"
    again = await api.ask("POST", path)
    assert (again.status_code, again.json()["event_id"]) == (202, cloud_event(1)["id"])
    assert api.jobs == [job, job]
    assert (await api.ask("POST", path.replace(job["delivery_id"], "none"))).status_code == 404


async def test_a_removed_endpoint_is_gone(api):
    new = await created(api)
    assert (await api.ask("DELETE", f"{PATH}/{new['endpoint_id']}")).status_code == 204
    assert (await api.ask("GET", f"{PATH}/{new['endpoint_id']}")).status_code == 404
    assert (await api.ask("GET", PATH)).json() == []


async def placed(api: ApiWorld, **more) -> str:
    answer = await api.ask("POST", CALLS, key="operate", json=REQUEST | more)
    assert answer.status_code == 200, answer.text
    return answer.json()["call_sid"]


def call_event(api: ApiWorld, call_sid: str) -> None:
    event = cloud_event(1, at=api.clock()) | {"data": {"call_id": call_sid}}
    queue_deliveries(event, api.services.endpoints.deliveries, api.clock())


async def test_a_calls_own_webhook_has_deliveries_and_is_sent_again(api):
    call_sid = await placed(api, webhook_url=URL)
    call_event(api, call_sid)
    [job] = api.jobs
    assert (job["endpoint_id"], job["company_id"]) == (f"call-{call_sid}", "acme")
    log = f"{PATH}/call-{call_sid}/deliveries"
    [listed] = (await api.ask("GET", log)).json()["deliveries"]
    assert (listed["delivery_id"], listed["state"]) == (job["delivery_id"], "pending")
    assert (await api.ask("POST", f"{log}/{job['delivery_id']}/resend")).status_code == 202
    assert (await api.ask("GET", PATH)).json() == [], "it is no endpoint of the company"


async def test_a_calls_webhook_is_switched_off_and_on_again_and_sends_what_waited(api):
    call_sid = await placed(api, webhook_url=URL)
    call_event(api, call_sid)
    [job] = api.jobs
    path = f"{PATH}/call-{call_sid}"
    off = await api.ask("PATCH", path, json={"is_enabled": False})
    assert (off.status_code, off.json()["is_enabled"]) == (200, False), off.text
    assert (await api.ask("POST", f"{path}/deliveries/{job['delivery_id']}/resend")).status_code == 409
    on = await api.ask("PATCH", path, json={"is_enabled": True})
    assert (on.status_code, on.json()["is_enabled"], on.json()["disabled_reason"]) == (200, True, "")
    assert [again["delivery_id"] for again in api.jobs] == [job["delivery_id"]] * 2


@pytest.mark.parametrize("change", [{"url": "https://other.example.com/"}, {"types": ["call.ended"]}])
async def test_the_url_and_types_of_a_calls_webhook_do_not_change(api, change):
    path = f"{PATH}/call-{await placed(api, webhook_url=URL)}"
    answer = await api.ask("PATCH", path, json=change)
    assert (answer.status_code, "only is_enabled" in answer.text) == (400, True)
    assert (await api.ask("GET", path)).json()["url"] == URL


async def test_a_call_without_a_webhook_and_the_stages_own_webhook_receive_nothing(api):
    own = await placed(api, webhook_url=f"{BASE}/api/v1/elevenlabs-twilio/webhook")
    for call_sid in (await placed(api), own):
        call_event(api, call_sid)
        assert (await api.ask("GET", f"{PATH}/call-{call_sid}")).status_code == 404
    assert api.jobs == []


@pytest.mark.parametrize(
    "url",
    ["http://crm.example.com/", "https://10.0.0.7/", "https://localhost/", "https://a:b@crm.example.com/", "x"],
)
async def test_a_calls_webhook_that_is_not_public_https_is_refused_before_the_phone_rings(api, url):
    answer = await api.ask("POST", CALLS, key="operate", json=REQUEST | {"webhook_url": url})
    assert (answer.status_code, "webhook_url" in answer.text) == (400, True)
    assert dialled(api) == []


async def test_a_calls_webhook_is_shown_to_admin_keys_only(api):
    """Its URL may hold a secret."""
    call_sid = await placed(api, webhook_url=URL)
    for path in (f"/api/v1/calls/{call_sid}", f"{CALLS}/{call_sid}", "/api/v1/conversations"):
        answer = await api.ask("GET", path, key="read")
        assert (answer.status_code, "crm.example.com" in answer.text) == (200, False)
    assert (await api.ask("GET", f"{PATH}/call-{call_sid}", key="operate")).status_code == 403
    assert (await api.ask("GET", f"{PATH}/call-{call_sid}")).json()["url"] == URL


async def test_the_secret_of_call_webhooks_is_shown_when_it_is_rotated(api):
    shown = [(await api.ask("POST", f"{PATH}/call-webhooks/rotate")).json()["secret"] for _ in range(2)]
    kept = api.services.endpoints.deliveries.endpoints.shared("acme", api.clock())
    assert [*map(api.services.endpoints.signing_secret, kept.valid_seeds(api.clock()))] == [shown[1], shown[0]]
    assert (await api.ask("GET", f"{PATH}/call-webhooks")).status_code == 400
    assert (await api.ask("DELETE", f"{PATH}/call-webhooks")).status_code == 400
