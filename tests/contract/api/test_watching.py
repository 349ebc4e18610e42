"""Tickets with which a call is watched: for whom they are, for which calls, and that each is recorded."""

from datetime import timedelta

import pytest

from tests.contract.api.conftest import ApiWorld
from tests.contract.api.test_auditing import recorded
from tests.contract.api.test_own_call import key_of
from tests.contract.api.test_turns import SID, called
from trunkline.accounts.use_cases.manage_companies import SocketPlace, company_at_socket
from trunkline.accounts.use_cases.watch_tickets import company_of_watcher
from trunkline.calls.domain.calls import Progress
from trunkline.errors import Unauthenticated

API = "/api/v1"
PATH = f"{API}/calls/{SID}/watch-tickets"


async def lent(api: ApiWorld, key: str = "read", **body: bool) -> dict:
    answer = await api.ask("POST", PATH, key=key, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_reader_is_lent_a_ticket_for_the_calls_own_socket(api):
    called(api, "relay")
    ticket = await lent(api)
    assert ticket["socket_url"] == f"wss://relay.example.com/api/v1/webrtc/twilio-elevenlabs-stream/watch/{SID}"
    companies, now = api.services.companies, api.clock()
    assert company_of_watcher(ticket["ticket"], SID, companies, now, listens=False) == "acme"
    with pytest.raises(Unauthenticated):
        company_of_watcher(ticket["ticket"], SID, companies, now, listens=False)


async def test_a_ticket_to_read_does_not_let_listen_and_steers_nothing(api):
    called(api, "voice")
    companies, now = api.services.companies, api.clock()
    with pytest.raises(Unauthenticated):
        company_of_watcher((await lent(api))["ticket"], SID, companies, now, listens=True)
    with pytest.raises(Unauthenticated):
        company_at_socket((await lent(api))["ticket"], SocketPlace(call_id=SID), companies, now)
    listening = (await lent(api, listen=True))["ticket"]
    assert company_of_watcher(listening, SID, companies, now, listens=True) == "acme"
    with pytest.raises(Unauthenticated):
        company_of_watcher((await lent(api))["ticket"], SID, companies, now + timedelta(seconds=61), listens=False)


async def of_the_call(api: ApiWorld) -> set[tuple[str, str]]:
    return {(entry["action"], entry["outcome"]) for entry in await recorded(api) if entry["object"] == SID}


async def test_who_listened_is_recorded_when_the_ticket_is_lent(api):
    called(api, "relay")
    await lent(api)
    assert await of_the_call(api) == {("TRANSCRIPT_READ", "ok")}
    await lent(api, listen=True)
    assert await of_the_call(api) == {("TRANSCRIPT_READ", "ok"), ("AUDIO_READ", "ok")}


async def test_a_patients_call_is_watched_with_a_clinical_key_alone(api):
    called(api, "relay", clinical=True)
    nurse = await key_of(api, "read", "rn-12")
    refused = await api.ask("POST", PATH, key="admin", json={"listen": True})
    assert refused.status_code == 403
    assert await of_the_call(api) == {("AUDIO_READ", "denied")}
    assert (await lent(api, nurse, listen=True))["ticket"]
    assert (await api.ask("POST", PATH, key="other", json={})).status_code == 404


@pytest.mark.parametrize("mode", [None, "register", "forward", "converse"])
async def test_a_call_that_passes_no_relay_is_not_watched(api, mode):
    called(api, mode)
    assert (await api.ask("POST", PATH, key="read", json={})).status_code == 409


async def test_a_call_that_is_over_is_not_watched(api):
    called(api, "relay")
    api.services.calls.advance(SID, Progress.OVER, "completed", {})
    answer = await api.ask("POST", PATH, key="read", json={})
    assert (answer.status_code, answer.json()["detail"]) == (409, "the call is over")
