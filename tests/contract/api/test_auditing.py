"""Who read what is on record before it is shown; what cannot be recorded is not shown."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from api.own_call import allowed, open_call
from tests.contract.api.conftest import ApiWorld, serving
from tests.contract.api.test_own_call import PATIENT, SID, check_in, key_of  # noqa: F401 - a fixture
from trunkline.audit.domain.entries import SHARDS
from trunkline.audit.use_cases.verify_audit import verify_audit

API = "/api/v1"
ROUTERS = Path(__file__).parents[3] / "functions/rest_api/api/routers"


async def recorded(api: ApiWorld, **query: object) -> list[dict]:
    api.clock.passes(seconds=1)
    words = "&".join(f"{name}={value}" for name, value in {"day": api.clock().date(), **query}.items())
    answer = await api.ask("GET", f"{API}/audit?{words}", key="admin, clinical")
    assert answer.status_code == 200, answer.text
    return answer.json()["entries"]


READS = [
    ("GET", f"{API}/calls/{SID}", None, "CALL_READ", SID),
    ("GET", f"{API}/calls/{SID}/recordings", None, "AUDIO_READ", SID),
    ("GET", f"{API}/calls/{SID}/recordings/call/audio", None, "AUDIO_READ", SID),
    ("GET", f"{API}/conversations/conv_7", None, "TRANSCRIPT_READ", SID),
    ("GET", f"{API}/conversations/conv_7/audio", None, "AUDIO_READ", SID),
    ("GET", f"{API}/conversations?summary_mode=include", None, "TRANSCRIPT_READ", "conversations"),
    ("POST", f"{API}/exports", {"first_day": "2026-11-20", "last_day": "2026-11-20"}, "EXPORT_ORDER", None),
    ("POST", f"{API}/erasures", {"number": PATIENT}, "ERASURE_ORDER", None),
    ("POST", f"{API}/keys", {"scope": "read", "label": "rn-13"}, "KEY_CHANGE", "rn-13"),
]


@pytest.mark.parametrize(("method", "path", "body", "action", "touched"), READS)
async def test_an_access_names_the_key_the_thing_and_a_pseudonym(check_in, method, path, body, action, touched):  # noqa: F811
    answer = await check_in.ask(method, path, key="admin, clinical", json=body)
    assert answer.status_code < 300, answer.text
    _, entry, *_ = await recorded(check_in)  # the first is this reading
    assert (entry["action"], entry["actor"], entry["outcome"]) == (action, "user:director", "ok")
    assert entry["object"] == touched or touched is None
    assert entry["request_id"] == answer.headers["x-request-id"]
    assert PATIENT not in str(entry)
    if touched == SID or path.endswith("erasures"):
        assert entry["subject"] == check_in.services.person_fingerprint(PATIENT)


@pytest.mark.parametrize(("method", "path", "body", "action", "touched"), READS)
async def test_what_cannot_be_recorded_is_not_shown(check_in, method, path, body, action, touched):  # noqa: F811
    class Away:
        def append(self, *_: object) -> None:
            raise ConnectionError("the table is away")

    serving(replace(check_in.services, audit=Away()))
    answer = await check_in.ask(method, path, key="admin, clinical", json=body)
    assert answer.status_code == 503
    assert answer.json() == {"detail": "The access could not be recorded, so nothing is shown. Ask again."}
    assert not check_in.jobs


async def test_a_refusal_is_on_record(check_in):  # noqa: F811
    assert (await check_in.ask("GET", f"{API}/calls/{SID}/recordings", key="read")).status_code == 403
    _, entry, *_ = await recorded(check_in)  # the first is this reading
    assert (entry["actor"], entry["action"], entry["outcome"]) == ("user:reader", "AUDIO_READ", "denied")
    assert entry["reason"] == "not clinical"


async def test_the_log_is_read_in_pages_by_those_who_may_and_that_is_on_record(check_in):  # noqa: F811
    for _ in range(12):
        await check_in.ask("GET", f"{API}/calls/{SID}", key="admin, clinical")
        check_in.clock.passes(seconds=1)
    found, cursor = [], ""
    while True:
        query = f"day={check_in.clock().date()}&page_size=5&cursor={cursor}"
        page = (await check_in.ask("GET", f"{API}/audit?{query}", key="admin, clinical")).json()
        found += page["entries"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
        assert len(page["entries"]) == 5
    assert [entry["action"] for entry in found] == [
        "AUDIT_READ",
        *["CALL_READ"] * 12,
    ]  # those of later pages came later
    assert [entry["ts"] for entry in found] == sorted((entry["ts"] for entry in found), reverse=True)
    assert len({(entry["log"], entry["seq"]) for entry in found}) == len(found)
    for key in ("read", "admin"):
        assert (await check_in.ask("GET", f"{API}/audit?day=2026-11-20", key=key)).status_code == 403
    assert await recorded(check_in, day="2026-01-01") == []


@pytest.mark.parametrize(
    "cursor", ["x", "e30=", "WzEsMl0=", "WzEsMiwzLCJhIl0=", "WzEsMiwzLC0xXQ==", "WzEsMiwzLHRydWVd", "bnVsbA=="]
)
async def test_a_cursor_that_is_none_of_ours_is_refused(check_in, cursor):  # noqa: F811
    answer = await check_in.ask("GET", f"{API}/audit?day=2026-11-20&cursor={cursor}", key="admin, clinical")
    assert answer.status_code == 400


async def test_another_companys_log_is_its_own(check_in):  # noqa: F811
    await check_in.ask("GET", f"{API}/calls/{SID}", key="admin, clinical")
    made = await check_in.ask(
        "POST", f"{API}/keys", key="other", json={"scope": "admin", "label": "theirs", "clinical": True}
    )
    listed = await check_in.ask("GET", f"{API}/audit?day={check_in.clock().date()}", key=made.json()["api_key"])
    assert {entry["actor"] for entry in listed.json()["entries"]} == {"user:first key", "user:theirs"}


async def test_the_log_of_a_day_verifies(check_in):  # noqa: F811
    for path in (f"{API}/calls/{SID}", f"{API}/conversations/conv_7"):
        await check_in.ask("GET", path, key="admin, clinical")
    day = check_in.clock().date()
    verdicts = list(verify_audit("acme", check_in.services.audit_chains, None, day, day))
    assert (len(verdicts), sum(item.entries for item in verdicts)) == (SHARDS, 2)
    assert all(item.holds for item in verdicts)


def test_every_endpoint_that_reads_what_was_said_or_lends_a_link_records_it():
    """By the code: who calls one of these also has the audit log in hand."""
    reading = {"transcripts", "link", "sidecar", "audio_files"}
    for path in ROUTERS.rglob("*.py"):
        text = path.read_text()
        reads = {
            node.attr
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "deps"
        } & reading
        assert not reads or "audit.note(" in text or open_call.__name__ in text or allowed.__name__ in text, path
