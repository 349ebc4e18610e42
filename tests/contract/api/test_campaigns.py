"""A campaign over the API: ordered, filled by the function's own edge, looked at, started, stopped."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

import import_contacts
from tests.contract.api.campaign_requests import API, LIST, REQUEST, list_office, ordered
from tests.contract.api.conftest import CALLEE, VOICE, ApiWorld
from tests.contract.conftest import BUCKET
from trunkline.calls.domain.routes import Mode, Route
from trunkline.campaigns.domain.budget import usd_per_minute
from trunkline.campaigns.domain.campaigns import CampaignState
from trunkline.costs.domain.prices import table_of
from trunkline.numbering.e164 import PhoneNumber


def work(api: ApiWorld) -> None:
    """What waits in the queue is done by the function."""
    while api.jobs:
        event = {"Records": [{"messageId": "m", "body": json.dumps(api.jobs.pop(0))}]}
        assert import_contacts.respond(event, list_office(api), lambda: 900_000) == {"batchItemFailures": []}


async def filled(api: ApiWorld, campaign_id: str, text: str = LIST) -> dict:
    body = (await api.ask("POST", f"{API}/campaigns/{campaign_id}/contacts", json={})).json()
    key = f"contacts/acme/{campaign_id}/{body['import_id']}/list.csv"
    assert key in body["upload_url"]
    api.s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode())
    begun = await api.ask("POST", f"{API}/campaigns/{campaign_id}/contacts/{body['import_id']}/begin")
    assert begun.status_code == 202
    work(api)
    return (await api.ask("GET", f"{API}/campaigns/{campaign_id}/contacts/{body['import_id']}")).json()


async def test_another_companys_imported_number_cannot_be_ordered(api: ApiWorld):
    api.services.phones.add(PhoneNumber("phnum_theirs", "globex", "+14155550111", "theirs", "twilio"))
    request = REQUEST | {"channel": "provider", "phone_number_id": "phnum_theirs"}
    answer = await api.ask("POST", f"{API}/campaigns", json=request)
    assert (answer.status_code, answer.json()) == (400, {"detail": "phone_number_id is not a number of yours"})


@pytest.mark.parametrize(("provider", "status"), [("elevenlabs", 400), ("retell", 201)])
async def test_a_number_imported_at_the_provider_is_needed_only_where_it_dials_from_one(
    api: ApiWorld, provider, status
):
    request = REQUEST | {"channel": "provider", "provider": provider}
    answer = await api.ask("POST", f"{API}/campaigns", json=request)
    assert answer.status_code == status
    assert ("phone_number_id" in answer.text) == (status == 400)


async def test_another_companys_number_cannot_be_ordered(api: ApiWorld):
    api.services.routes.add(Route("+14155550130", Mode.FORWARD, "globex", forward_to=CALLEE))
    answer = await api.ask("POST", f"{API}/campaigns", json=REQUEST | {"from_number": "+14155550130"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "from_number is not a number of yours"})


async def test_a_list_is_uploaded_imported_and_its_report_is_linked(api):
    campaign_id = await ordered(api)
    payload = await filled(api, campaign_id)
    assert (payload["status"], payload["rows"], payload["added"], payload["merged"], payload["rejected"]) == (
        "done",
        6,
        4,
        1,
        1,
    )
    report = api.s3.get_object(
        Bucket=BUCKET, Key=httpx.URL(payload["report_url"]).path.removeprefix(f"/{BUCKET}").lstrip("/")
    )
    assert b"not a phone number" in report["Body"].read()
    listed = (await api.ask("GET", f"{API}/campaigns/{campaign_id}/contacts")).json()
    assert [item["import_id"] for item in listed] == [payload["import_id"]]


async def test_a_preview_says_how_many_why_not_when_and_for_how_much(api):
    campaign_id = await ordered(api)
    await filled(api, campaign_id)
    await api.ask("POST", f"{API}/suppressions", json={"numbers": ["+12125550102"], "source": "letter"})
    asked = await api.ask("POST", f"{API}/campaigns/{campaign_id}/preview")
    assert (asked.status_code, asked.json()["status"]) == (202, "working")
    assert (await api.ask("GET", f"{API}/campaigns/{campaign_id}/preview")).json()["status"] == "working"
    work(api)
    body = (await api.ask("GET", f"{API}/campaigns/{campaign_id}/preview")).json()
    assert (body["status"], body["contacts"], body["will_dial"]) == ("done", 4, 1)
    assert body["skipped"] == {"destination": 1, "no-consent": 1, "suppressed": 1}
    assert body["first_call_at"] == body["last_call_at"] == "2026-11-20T14:00:00+00:00"  # nine in New York
    assert float(body["estimated_usd"]) == round(2 * float(usd_per_minute(table_of(api.clock().date()))), 2)


async def test_starting_makes_the_clock_and_stopping_keeps_it_for_the_engine(api):
    campaign_id = await ordered(api)
    await filled(api, campaign_id)
    path = f"{API}/campaigns/{campaign_id}"
    for verb, state in (("start", "running"), ("start", "running"), ("pause", "paused"), ("pause", "paused")):
        assert (await api.ask("POST", f"{path}/{verb}")).json()["state"] == state
    assert api.services.schedules.ticking == {campaign_id}
    for verb, state in (("resume", "running"), ("cancel", "cancelled"), ("cancel", "cancelled")):
        assert (await api.ask("POST", f"{path}/{verb}")).json()["state"] == state
    assert api.services.schedules.ticking == {campaign_id}
    for verb in ("start", "pause", "resume", "contacts"):
        answer = await api.ask("POST", f"{path}/{verb}", json={} if verb == "contacts" else None)
        assert answer.status_code == 409, verb


async def test_nothing_starts_without_its_people(api):
    campaign_id = await ordered(api)
    for _ in range(2):
        answer = await api.ask("POST", f"{API}/campaigns/{campaign_id}/start")
        assert (answer.status_code, answer.json()["detail"]) == (409, "the campaign has no contacts")
        await filled(api, campaign_id, "phone\nnobody\n")
    order = api.services.imports.of_campaign("acme", campaign_id)[0].order
    api.services.imports.add(replace(order, import_id="i9"))
    api.services.imports.begin(replace(order, import_id="i9"), 10, api.clock())
    answer = await api.ask("POST", f"{API}/campaigns/{campaign_id}/start")
    assert (answer.status_code, answer.json()["detail"]) == (409, "a list is still being imported")
    assert api.services.schedules.ticking == set()


async def test_a_draft_cannot_be_paused_and_a_finished_one_not_begun_anew(api):
    campaign_id = await ordered(api)
    assert (await api.ask("POST", f"{API}/campaigns/{campaign_id}/pause")).status_code == 409
    api.services.campaigns.move(campaign_id, CampaignState.FINISHED, {CampaignState.DRAFT})
    for verb in ("start", "cancel"):
        assert (await api.ask("POST", f"{API}/campaigns/{campaign_id}/{verb}")).status_code == 409


async def test_the_same_order_under_one_key_is_one_campaign(api):
    headers = {"Idempotency-Key": "k1"}
    first, again = [await api.ask("POST", f"{API}/campaigns", json=REQUEST, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert len((await api.ask("GET", f"{API}/campaigns")).json()) == 1
    other = await api.ask("POST", f"{API}/campaigns", json=REQUEST | {"name": "Autumn"}, headers=headers)
    assert other.status_code == 409


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"agent_id": None}, 400),
        ({"channel": "voice"}, 400),
        ({"channel": "provider"}, 400),
        ({"channel": "pigeon"}, 400),
        ({"opt_out_key": "99"}, 400),
        ({"opt_out_key": "#"}, 400),
        ({"starts_at": "2026-12-02T09:00:00Z", "ends_at": "2026-12-01T09:00:00Z"}, 400),
        ({"ends_at": "2026-11-01T09:00:00Z"}, 400),
        ({"ends_at": "2026-12-01T09:00:00"}, 400),
        ({"window": {"opens": "20:00", "closes": "09:00"}}, 400),
        ({"window": {"opens": "25:00"}}, 400),
        ({"window": {"weekdays": []}}, 400),
        ({"cap": {"days": 31}}, 400),
        ({"pacing": {"calls_per_second": 0}}, 400),
        ({"destinations": ["usa"]}, 400),
        ({"budget_usd": "-1"}, 400),
        ({"misspelt": 1}, 400),
    ],
)
async def test_what_could_never_run_is_not_ordered(api, more, status):
    assert (await api.ask("POST", f"{API}/campaigns", json=REQUEST | more)).status_code == status
    assert (await api.ask("GET", f"{API}/campaigns")).json() == []


async def test_every_field_of_a_request_reaches_the_campaign(api):
    campaign_id = await ordered(
        api,
        channel="voice",
        voice_id=VOICE,
        text="Hello {{first_name}}",
        window={"opens": "10:00", "closes": "18:30", "weekdays": ["mon", "fri"]},
        pacing={"calls_per_second": "0.5", "live_calls": 3},
        retries={"busy": {"attempts": 5, "wait_minutes": 10}},
        machines={"machine": "leave_message"},
        budget_usd="12.50",
    )
    found = api.services.campaigns.find(campaign_id)
    assert (found.window.opens.hour, found.window.closes.minute, found.window.weekdays) == (10, 30, {0, 4})
    assert (str(found.pacing.calls_per_second), found.pacing.live_calls) == ("0.5", 3)
    assert found.retries["busy"].wait == timedelta(minutes=10)
    assert (found.retries["no-answer"].attempts, found.machines["machine"]) == (3, "leave_message")
    assert (str(found.budget_usd), found.voice.voice_id) == ("12.50", VOICE)


async def test_a_list_outside_the_companys_folder_is_not_read(api):
    campaign_id = await ordered(api)
    for key in ("contacts/other/list.csv", "contacts/acme/../other/list.csv", "inbox/x", "contacts/acme"):
        answer = await api.ask("POST", f"{API}/campaigns/{campaign_id}/contacts", json={"key": key})
        assert answer.status_code == 400, key
    inside = await api.ask("POST", f"{API}/campaigns/{campaign_id}/contacts", json={"key": "contacts/acme/list.csv"})
    assert (inside.status_code, inside.json()["upload_url"]) == (201, "")


async def test_results_have_a_row_for_each_contact(api):
    campaign_id = await ordered(api)
    await filled(api, campaign_id)
    assert (await api.ask("GET", f"{API}/campaigns/{campaign_id}/results")).status_code == 404
    await api.ask("POST", f"{API}/campaigns/{campaign_id}/results")
    work(api)
    body = (await api.ask("GET", f"{API}/campaigns/{campaign_id}/results")).json()
    assert (body["status"], body["rows"]) == ("done", 4)
    table = api.s3.get_object(Bucket=BUCKET, Key=f"contacts/acme/{campaign_id}/results.csv")["Body"].read().decode()
    assert table.startswith("contact_id,phone,region,")
    assert table.count("waiting") == 4


async def test_progress_counts_the_list_and_says_nothing_it_cannot_know(api):
    campaign_id = await ordered(api)
    await filled(api, campaign_id)
    body = (await api.ask("GET", f"{API}/campaigns/{campaign_id}/progress")).json()
    assert (body["contacts"], body["done"], body["live"], body["spent_usd"]) == (4, 0, 0, "0.0000")
    assert body["contacts_per_minute"] is body["seconds_left"] is None


async def test_a_suppression_is_removed_by_its_id_of_the_list_it_is_on(api):
    campaign_id = await ordered(api)
    for owner in ({}, {"campaign_id": campaign_id}):
        await api.ask("POST", f"{API}/suppressions", json={"numbers": [CALLEE], **owner})
    [[ours], [of_one]] = [
        (await api.ask("GET", f"{API}/suppressions", params=owner)).json()["suppressions"]
        for owner in ({}, {"campaign_id": campaign_id})
    ]
    path, params = f"{API}/suppressions/{of_one['suppression_id']}", {"campaign_id": campaign_id}
    assert (await api.ask("DELETE", path)).status_code == 404  # it is on the campaign's list alone
    for key, status in (("read", 403), ("operate", 403), ("other", 404)):
        assert (await api.ask("DELETE", path, key, params=params)).status_code == status
    assert [(await api.ask("DELETE", path, params=params)).status_code for _ in range(2)] == [204, 404]
    left = (await api.ask("GET", f"{API}/suppressions")).json()["suppressions"]
    assert left == [ours]
    assert (await api.ask("DELETE", f"{API}/suppressions/{CALLEE}")).status_code == 400


async def test_suppressions_are_added_once_listed_and_removed(api):
    campaign_id = await ordered(api)
    added = await api.ask("POST", f"{API}/suppressions", json={"numbers": [CALLEE, CALLEE], "source": "letter"})
    assert (added.status_code, added.json()) == (201, {"added": 1})
    own = {"numbers": ["+12125550101"], "campaign_id": campaign_id}
    assert (await api.ask("POST", f"{API}/suppressions", json=own)).status_code == 201
    listed = (await api.ask("GET", f"{API}/suppressions")).json()
    assert [
        (suppression["number"], suppression["reach"], suppression["source"]) for suppression in listed["suppressions"]
    ] == [(CALLEE, "company", "letter")]
    of_one = (await api.ask("GET", f"{API}/suppressions", params={"campaign_id": campaign_id})).json()
    assert [suppression["reach"] for suppression in of_one["suppressions"]] == ["campaign"]
    for status in (204, 404):
        gone = await api.ask("DELETE", f"{API}/suppressions", params={"number": CALLEE})
        assert gone.status_code == status
    strange = await api.ask("POST", f"{API}/suppressions", json=own, key="other")
    assert strange.status_code == 404


async def test_the_key_that_ends_all_calls_is_kept_with_the_campaign(api):
    campaign_id = await ordered(api, opt_out_key="9")
    assert api.services.campaigns.find(campaign_id).opt_out_key == "9"
