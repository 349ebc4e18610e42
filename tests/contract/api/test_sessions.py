"""Sessions of people at the console: how they begin, what they open, and everything that ends them or is refused."""

from dataclasses import replace

import pytest

from tests.contract.api.conftest import ApiWorld, serving
from tests.contract.api.two_companies import API, SID
from trunkline.accounts.adapters.companies_table import CachedCompanies
from trunkline.accounts.domain.sessions import COOKIE

FROM_THE_CONSOLE = {"Sec-Fetch-Site": "same-origin", "X-Trunkline-Console": "1"}


async def signed_in(api: ApiWorld, key: str = "admin") -> str:
    """The cookie's value."""
    answer = await api.ask("POST", f"{API}/sessions", key=key)
    assert answer.status_code == 201, answer.text
    api.client.cookies.clear()  # each request says what it sends
    return answer.cookies[COOKIE]


async def ask(api: ApiWorld, method: str, path: str, cookie: str, headers: dict = FROM_THE_CONSOLE, **options):
    shown = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    answer = await api.client.request(method, f"{API}/{path}", headers={**headers, **shown}, **options)
    api.client.cookies.clear()
    return answer


def key_id(api: ApiWorld, name: str) -> str:
    return api.keys[name].split("_")[1]


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(api):
    answer = await api.ask("POST", f"{API}/sessions", key="read")
    value, *attributes = answer.headers["set-cookie"].split("; ")
    assert value.startswith("__Host-trunkline=ts_")
    assert sorted(map(str.lower, attributes)) == ["httponly", "max-age=28800", "path=/", "samesite=strict", "secure"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "company_id": "acme",
        "key_id": key_id(api, "read"),
        "label": "reader",
        "scope": "read",
        "clinical": False,
        "began_at": "2026-11-20T12:00:00Z",
        "ends_at": "2026-11-20T20:00:00Z",
    }


async def test_a_session_may_what_its_key_may(api):
    reads, directs = await signed_in(api, "read"), await signed_in(api, "admin, clinical")
    assert (await ask(api, "GET", "routes", reads)).status_code == 200
    assert (await ask(api, "GET", "keys", reads)).status_code == 403
    assert (await ask(api, "GET", "audit?day=2026-11-20", await signed_in(api))).status_code == 403
    assert (await ask(api, "GET", "audit?day=2026-11-20", directs)).status_code == 200
    assert (await ask(api, "POST", "keys", directs, json={"scope": "read", "label": "rn-1"})).status_code == 201
    shown = (await ask(api, "GET", "sessions/current", directs)).json()
    assert (shown["label"], shown["clinical"], shown["ends_at"]) == ("director", True, "2026-11-20T20:00:00Z")


async def test_a_key_in_a_header_says_who_it_is_and_goes_before_a_cookie(api):
    shown = await api.ask("GET", f"{API}/sessions/current", key="operate")
    assert (shown.json()["label"], shown.json()["ends_at"]) == ("operator", None)
    cookie = await signed_in(api, "read")
    both = await ask(api, "GET", "keys", cookie, headers={"X-API-Key": api.keys["admin"]})
    assert both.status_code == 200
    damaged = await ask(api, "GET", "routes", cookie, headers={"X-API-Key": "tk_0_unknown"})
    assert damaged.status_code == 401


@pytest.mark.parametrize("garbage", ["", "ts_", "ts_0_unknown", "\u00ff\u00fe", "x" * 8000, 'a"b', "tk_local_admin"])
async def test_garbage_is_no_session(api, garbage):
    raw = {"Cookie": f"{COOKIE}={garbage}".encode("latin-1"), **FROM_THE_CONSOLE}
    for method, path in (("GET", "routes"), ("GET", "sessions/current"), ("DELETE", "sessions/current")):
        answer = await api.client.request(method, f"{API}/{path}", headers=raw)
        assert (answer.status_code, answer.json()) == (401, {"detail": "API key missing, unknown or revoked"})


async def test_a_key_is_no_cookie_and_a_cookie_is_no_key(api):
    cookie = await signed_in(api)
    assert (await ask(api, "GET", "routes", api.keys["admin"])).status_code == 401
    assert (await api.ask("GET", f"{API}/routes", key=cookie)).status_code == 401
    assert (
        await api.ask("GET", f"{API}/routes", key=None, headers={"Cookie": f"trunkline={cookie}"})
    ).status_code == 401


OTHERS = [
    {},
    {"X-Trunkline-Console": "1"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "X-Trunkline-Console": "yes"},
    {"Sec-Fetch-Site": "none", "X-Trunkline-Console": "1"},
    {"Sec-Fetch-Site": "same-site", "X-Trunkline-Console": "1"},
    {"Sec-Fetch-Site": "cross-site", "X-Trunkline-Console": "1"},
]


@pytest.mark.parametrize("headers", OTHERS, ids=str)
async def test_what_changes_something_comes_from_the_consoles_own_pages(owned, headers):
    cookie = await signed_in(owned)
    before = (await owned.ask("GET", f"{API}/keys")).json()
    for method, path, body in (
        ("POST", "keys", {"scope": "admin", "label": "theirs"}),
        ("POST", f"calls/{SID}/hang-up", None),
        ("PUT", "voice-profiles", {}),
        ("DELETE", "routes/+14155550111", None),
        ("DELETE", "sessions/current", None),
    ):
        answer = await ask(owned, method, path, cookie, headers=headers, json=body)
        assert answer.status_code == 403, answer.text
    assert not owned.relay.orders
    assert (await owned.ask("GET", f"{API}/keys")).json() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
async def test_other_sites_read_nothing_and_begin_no_session(api, site):
    cookie = await signed_in(api)
    assert (await ask(api, "GET", "routes", cookie, headers={"Sec-Fetch-Site": site})).status_code == 403
    assert (await api.ask("POST", f"{API}/sessions", headers={"Sec-Fetch-Site": site})).status_code == 403


async def test_a_session_begins_with_a_key_in_a_header_only(api):
    """Not with what a browser adds by itself: else it could be prolonged for ever, or begun with a stranger's key."""
    cookie = await signed_in(api)
    assert (await ask(api, "POST", "sessions", cookie)).status_code == 401
    by_basic = await api.client.post(f"{API}/sessions", auth=(api.keys["admin"], ""))
    assert by_basic.status_code == 401
    for key in (None, "tk_0_unknown"):
        assert (await api.ask("POST", f"{API}/sessions", key=key)).status_code == 401
    bearer = {"Authorization": f"Bearer {api.keys['read']}"}
    assert (await api.ask("POST", f"{API}/sessions", key=None, headers=bearer)).status_code == 201


async def test_it_ends_after_eight_hours(api):
    cookie = await signed_in(api)
    api.clock.passes(hours=7, minutes=59)
    assert (await ask(api, "GET", "sessions/current", cookie)).status_code == 200
    api.clock.passes(minutes=1)
    assert (await ask(api, "GET", "sessions/current", cookie)).status_code == 401


async def test_it_ends_when_its_person_signs_out_and_no_other_does(api):
    mine, other = await signed_in(api), await signed_in(api)
    answer = await ask(api, "DELETE", "sessions/current", mine)
    assert answer.status_code == 204
    assert f'{COOKIE}=""; HttpOnly; Max-Age=0' in answer.headers["set-cookie"]
    assert (await ask(api, "GET", "routes", mine)).status_code == 401
    assert (await ask(api, "DELETE", "sessions/current", mine)).status_code == 401
    assert (await ask(api, "GET", "routes", other)).status_code == 200


@pytest.mark.parametrize("end", ["revoke", "rotate"])
async def test_it_ends_at_once_with_its_key_also_where_keys_are_remembered(api, end):
    serving(replace(api.services, companies=CachedCompanies(api.services.companies, api.clock)))
    stolen, other = await signed_in(api, "read"), await signed_in(api)
    assert (await ask(api, "GET", "routes", stolen)).status_code == 200
    if end == "revoke":  # by another process, whose memory is not ours
        serving(api.services)
        await api.ask("DELETE", f"{API}/keys/{key_id(api, 'read')}")
        serving(replace(api.services, companies=CachedCompanies(api.services.companies, api.clock)))
    else:
        await api.ask("POST", f"{API}/keys/{key_id(api, 'read')}/rotate")
    assert (await ask(api, "GET", "routes", stolen)).status_code == 401
    assert (await ask(api, "GET", "routes", other)).status_code == 200


async def test_it_counts_for_the_rate_of_its_key(api):
    cookie = await signed_in(api, "read")
    api.has_asked("read", 196)
    statuses = [(await ask(api, "GET", "sessions/current", cookie)).status_code for _ in range(6)]
    assert statuses == [200] * 4 + [429] * 2
    assert (await api.ask("POST", f"{API}/sessions", key="read")).status_code == 429


async def test_signing_in_and_out_is_on_record_under_the_keys_label(api):
    cookie = await signed_in(api, "operate")
    await ask(api, "DELETE", "sessions/current", cookie)
    api.clock.passes(seconds=1)
    entries = (await api.ask("GET", f"{API}/audit?day=2026-11-20", key="admin, clinical")).json()["entries"]
    seen = {(entry["actor"], entry["action"], entry["object"]) for entry in entries}
    assert {("user:operator", action, key_id(api, "operate")) for action in ("SIGN_IN", "SIGN_OUT")} <= seen


async def test_the_table_has_a_fingerprint_and_no_cookie(api):
    cookie = await signed_in(api)
    items = [item for item in api.dynamodb.scan(TableName="directory")["Items"] if "SESSION#" in str(item["pk"])]
    assert len(items) == 1
    assert cookie not in str(items)
    assert items[0]["expires_at"] == {"N": str(int(api.clock().timestamp()) + 28800)}
    assert (items[0]["key_id"], items[0]["scopes"]) == ({"S": key_id(api, "admin")}, {"S": "admin"})
