"""Who may ask for what: every route without a key, with a key that is too small, and with another company's key."""

from datetime import timedelta

import pytest

from tests.contract.api.conftest import CALLEE, OURS, VOICE
from tests.contract.api.two_companies import (
    ALERT,
    API,
    DELIVERY,
    INCOMING,
    NEW_CAMPAIGN,
    NOT_SUPPRESSED,
    NUMBER,
    ONES,
    ORDER,
    PHONE,
    PROMPT,
    SEED,
    SID,
    filled,
)
from trunkline.accounts.use_cases.manage_companies import SocketPlace, company_at_socket
from trunkline.errors import Unauthenticated

CALL_BODY = {"to_number": NOT_SUPPRESSED, "from_number": OURS, "voice_id": VOICE}

NEW_PATIENT = {"name": "Bo", "phone": NOT_SUPPRESSED, "time_zone": "Europe/Paris"}

AGENT_CALL_BODY = {"to_number": NOT_SUPPRESSED, "from_number": OURS, "agent_id": "agent_good"}

# method, path, body, the smallest scope that may
OPEN = {("GET", "/health"), ("GET", f"{SEED}/health"), ("GET", f"{API}/openapi.json")}
LISTS = [
    ("GET", f"{API}/campaigns", None, "read"),
    ("POST", f"{API}/campaigns", NEW_CAMPAIGN, "operate"),
    ("GET", f"{API}/suppressions", None, "read"),
    ("POST", f"{API}/suppressions", {"numbers": [CALLEE]}, "operate"),
    ("GET", f"{SEED}/voices", None, "read"),
    ("GET", f"{SEED}/voices/{VOICE}/validate", None, "read"),
    ("POST", f"{SEED}/calls/incoming", INCOMING, "operate"),
    ("POST", f"{SEED}/calls", CALL_BODY, "operate"),
    ("POST", f"{API}/calls", AGENT_CALL_BODY, "operate"),
    ("GET", f"{API}/conversations", None, "read"),
    ("GET", f"{API}/calls", None, "read"),
    ("GET", f"{API}/counts", None, "read"),
    ("GET", f"{API}/dead-letters", None, "admin"),
    ("POST", f"{API}/dead-letters/exports/replay", None, "admin"),
    ("GET", f"{API}/alarms", None, "admin"),
    ("POST", f"{API}/calls/search", {"number": "+1415"}, "read"),
    ("GET", f"{API}/phone-numbers", None, "read"),
    ("GET", f"{API}/phone-numbers/findings", None, "admin"),
    ("GET", f"{API}/routes", None, "read"),
    ("GET", f"{API}/voice-profiles", None, "read"),
    ("PUT", f"{API}/voice-profiles", {}, "admin"),
    ("PUT", f"{API}/callers/{NUMBER}", {"dynamic_variables": {"first_name": "Ana"}}, "admin"),
    ("PUT", f"{API}/caller-source", {"url": "https://crm.example.com/callers"}, "admin"),
    ("DELETE", f"{API}/caller-source", None, "admin"),
    ("GET", f"{API}/event-endpoints", None, "admin"),
    ("POST", f"{API}/event-endpoints", {"url": "https://crm.example.com/hook"}, "admin"),
    ("POST", f"{API}/event-endpoints/call-webhooks/rotate", None, "admin"),
    ("GET", f"{API}/prompts", None, "read"),
    ("POST", f"{API}/prompts", {"texts": ["Good morning."], "voice_id": VOICE}, "operate"),
    ("GET", f"{API}/keys", None, "admin"),
    ("POST", f"{API}/sessions", None, "read"),
    ("GET", f"{API}/sessions/current", None, "read"),
    ("DELETE", f"{API}/sessions/current", None, "read"),
    ("GET", f"{API}/brain-agents", None, "read"),
    ("POST", f"{API}/brain-agents", {"prompt": "You answer."}, "admin"),
    ("GET", f"{API}/exports", None, "read"),
    ("POST", f"{API}/exports", {"first_day": "2026-11-01", "last_day": "2026-11-19"}, "admin"),
    ("GET", f"{API}/costs", None, "read"),
    ("GET", f"{API}/audit?day=2026-11-20", None, "admin, clinical"),
    ("GET", f"{API}/patients", None, "read, clinical"),
    ("POST", f"{API}/patients", NEW_PATIENT, "operate, clinical"),
    ("GET", f"{API}/patient-alerts", None, "read, clinical"),
    ("POST", f"{API}/erasures", {"number": CALLEE}, "admin"),
    ("POST", f"{API}/keys", {"scope": "read", "label": "one more"}, "admin"),
    ("POST", f"{API}/stream-tickets", {"agent_id": "agent_good"}, "operate"),
    ("POST", f"{API}/routes", {"number": "+14155550112", "mode": "reject"}, "admin"),
    (
        "POST",
        f"{API}/phone-numbers",
        {"phone_number": "+14155550113", "label": "x", "sid": "ACx", "token": "t"},
        "admin",
    ),
]
SCOPES = ["read", "operate", "admin"]


def named(case) -> str:
    return f"{case[0]} {case[1]}"


async def test_every_route_there_is_is_asked_here(api):
    described = (await api.ask("GET", f"{API}/openapi.json", key=None)).json()["paths"]
    there = {(method.upper(), path) for path, methods in described.items() for method in methods}
    asked = {(method, _pattern(path)) for method, path, *_ in [*LISTS, *ONES]}
    assert asked | {(method, path) for method, path in OPEN if "openapi" not in path} == there


def _pattern(path: str) -> str:
    known = {SID: "{call_sid}", "conv_1": "{conversation_id}", PHONE: "{phone_number_id}", NUMBER: "{number}"}
    known |= {f"orders/{ORDER}": "orders/{order_id}"}
    known |= {
        "dead-letters/exports": "dead-letters/{queue}",
        "recordings/call/": "recordings/{kind}/",
        "exports/x1": "exports/{export_id}",
        "erasures/e1": "erasures/{erasure_id}",
    }
    known |= {f"orders/{ORDER}": "orders/{order_id}", PROMPT: "{prompt_id}"}
    known |= {"exports/x1": "exports/{export_id}", "erasures/e1": "erasures/{erasure_id}"}
    path = path.replace("patients/pt1", "patients/{patient_id}").replace(f"alerts/{ALERT}", "alerts/{alert_id}")
    path = path.replace("assessments/CA1", "assessments/{call_id}").replace("check-ins/CA1", "check-ins/{call_id}")
    path = path.split("?", maxsplit=1)[0].replace("contacts/i1", "contacts/{import_id}")
    for campaign in ("spring", "ward", "running"):
        path = path.replace(f"campaigns/{campaign}", "campaigns/{campaign_id}")
    path = path.replace(f"event-endpoints/call-{SID}", "event-endpoints/e1")
    path = path.replace("brain_desk", "{agent_id}").replace("versions/1", "versions/{version}")
    path = path.replace("event-endpoints/e1", "event-endpoints/{endpoint_id}").replace(DELIVERY, "{delivery_id}")
    for value, name in (known | {f"voices/{VOICE}": "voices/{voice_id}"}).items():
        path = path.replace(value, name)
    return path


def smaller_than(scope: str) -> list[str]:
    """Of a clinical scope also the largest of those that are not."""
    word, _, clinical = scope.partition(", ")
    below = SCOPES[: SCOPES.index(word)]
    return [f"{name}, {clinical}" for name in below] + ["admin"] if clinical else below


@pytest.mark.parametrize("case", [*LISTS, *ONES], ids=named)
async def test_an_endpoint_lets_in_a_key_with_its_scope_and_no_other(owned, case):
    """What is refused changes nothing, so that one world does for all keys."""
    method, path, body, scope = case
    for key in (None, "tk_0_unknown"):
        missing = await owned.ask(method, filled(owned, path), key=key, json=body)
        assert (missing.status_code, missing.json()) == (401, {"detail": "API key missing, unknown or revoked"})
    for smaller in smaller_than(scope):
        refused = await owned.ask(method, filled(owned, path), key=smaller, json=body)
        assert refused.status_code == 403, refused.text
    if case in ONES:
        await _is_not_there_for_another_company(owned, case)
    let_in = await owned.ask(method, filled(owned, path), key=scope, json=body)
    assert let_in.status_code < 300, let_in.text


async def _is_not_there_for_another_company(owned, case):
    method, path, body, scope = case
    key = "other, clinical" if scope.endswith("clinical") else "other"
    answer = await owned.ask(method, filled(owned, path), key=key, json=body)
    assert answer.status_code == 404, answer.text
    assert set(answer.json()) == {"detail"}
    assert not owned.relay.orders


async def test_lists_show_nothing_of_another_company(owned):
    paths = (
        "calls",
        "conversations",
        "phone-numbers",
        "routes",
        "exports",
        "campaigns",
        "suppressions",
        "prompts",
        "brain-agents",
    )
    for path in paths:
        answer = await owned.ask("GET", f"{API}/{path}", key="other")
        assert answer.json() in (
            [],
            {"calls": [], "next_cursor": None, "has_more": False},
            {"conversations": [], "next_cursor": None, "has_more": False},
            {"suppressions": [], "has_more": False},
        )
    assert len((await owned.ask("GET", f"{API}/keys", key="other")).json()) == 2
    assert (await owned.ask("GET", f"{API}/patient-alerts", key="other, clinical")).json() == []
    none = {"patients": [], "next": None}
    assert (await owned.ask("GET", f"{API}/patients", key="other, clinical")).json() == none


async def test_a_bearer_token_is_a_key_as_well(owned):
    headers = {"Authorization": f"Bearer {owned.keys['read']}"}
    assert (await owned.ask("GET", f"{API}/routes", key=None, headers=headers)).status_code == 200


async def test_a_key_is_taken_as_the_user_name_of_http_basic(owned):
    """As a client sends it whose base URL is https://KEY@host, or `curl -u KEY:`."""
    allowed = await owned.client.get(f"{API}/keys", auth=(owned.keys["admin"], ""))
    assert allowed.status_code == 200
    too_small = await owned.client.get(f"{API}/keys", auth=(owned.keys["read"], ""))
    assert too_small.status_code == 403
    unknown = await owned.client.get(f"{API}/keys", auth=("tk_unknown_x", owned.keys["admin"]))
    assert unknown.status_code == 401


@pytest.mark.parametrize("credentials", ["Basic", "Basic =", "Basic %%%", "Basic \u00e4", "Basic " + "QQ" * 9])
async def test_damaged_basic_credentials_are_refused(owned, credentials):
    answer = await owned.client.get(f"{API}/routes", headers={"Authorization": credentials.encode()})
    assert answer.status_code == 401
    assert isinstance(answer.json()["detail"], str)


async def test_a_rotated_key_opens_for_a_day_more_and_a_revoked_one_no_more(owned):
    old = owned.keys["read"]
    rotated = await owned.ask("POST", filled(owned, f"{API}/keys/{{key_id}}/rotate"))
    new = rotated.json()["api_key"]
    for key in (old, new):
        assert (await owned.ask("GET", f"{API}/routes", key=key)).status_code == 200
    owned.clock.passes(hours=25)
    assert (await owned.ask("GET", f"{API}/routes", key=old)).status_code == 401
    assert (await owned.ask("GET", f"{API}/routes", key=new)).status_code == 200
    await owned.ask("DELETE", f"{API}/keys/{rotated.json()['key_id']}")
    assert (await owned.ask("GET", f"{API}/routes", key=new)).status_code == 401


async def test_a_stream_ticket_is_no_key_and_is_lent_for_what_is_the_companys_own(owned):
    for place in ({"call_sid": SID}, {"agent_id": "agent_good"}):
        lent = (await owned.ask("POST", f"{API}/stream-tickets", key="operate", json=place)).json()
        assert lent["socket_url"] == "wss://relay.example.com/api/v1/webrtc/twilio-elevenlabs-stream"
        for method, path in (("GET", "routes"), ("GET", "conversations"), ("POST", "stream-tickets")):
            answer = await owned.ask(method, f"{API}/{path}", key=lent["ticket"], json=place)
            assert answer.status_code == 401
    for nothing in ({}, {"call_sid": SID, "agent_id": "agent_good"}):
        assert (await owned.ask("POST", f"{API}/stream-tickets", json=nothing)).status_code == 400


async def test_a_stream_ticket_is_spent_once_within_a_minute_and_ends_with_its_key(owned):
    companies, place = owned.services.companies, SocketPlace(call_id=SID)

    async def lent() -> str:
        answer = await owned.ask("POST", f"{API}/stream-tickets", key="operate", json={"call_sid": SID})
        return answer.json()["ticket"]

    ticket = await lent()
    assert company_at_socket(ticket, place, companies, owned.clock()) == "acme"
    with pytest.raises(Unauthenticated):
        company_at_socket(ticket, place, companies, owned.clock())
    for other in (SocketPlace(call_id="CA" + "2" * 32), SocketPlace(agent_id="agent_good")):
        with pytest.raises(Unauthenticated):
            company_at_socket(await lent(), other, companies, owned.clock())
    late, orphaned = await lent(), await lent()
    with pytest.raises(Unauthenticated):
        company_at_socket(late, place, companies, owned.clock() + timedelta(seconds=61))
    await owned.ask("DELETE", f"{API}/keys/{owned.keys['operate'].split('_')[1]}")
    with pytest.raises(Unauthenticated):
        company_at_socket(orphaned, place, companies, owned.clock())


async def test_lending_stream_tickets_counts_for_the_rate_of_the_key(owned):
    owned.has_asked("operate", 198)
    place = {"agent_id": "agent_good"}
    statuses = [
        (await owned.ask("POST", f"{API}/stream-tickets", key="operate", json=place)).status_code for _ in range(4)
    ]
    assert statuses == [201, 201, 429, 429]


async def test_a_key_that_asks_too_often_waits_for_the_next_minute(owned):
    owned.has_asked("read", 195)
    statuses = [(await owned.ask("GET", f"{API}/routes", key="read")).status_code for _ in range(8)]
    assert statuses == [200] * 5 + [429] * 3
    assert (await owned.ask("GET", f"{API}/routes", key="admin")).status_code == 200
    owned.clock.passes(minutes=1)
    assert (await owned.ask("GET", f"{API}/routes", key="read")).status_code == 200


async def test_keys_are_kept_as_fingerprints_only(owned):
    items = str(owned.dynamodb.scan(TableName="directory")["Items"])
    assert all(written not in items for written in owned.keys.values())
