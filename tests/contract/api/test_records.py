"""A call as it is on file and its timeline; callers and where they are looked up."""

import json
from decimal import Decimal

from tests.contract.api.conftest import OURS, ApiWorld
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY
from tests.fakes import reports
from tests.fakes.webhooks import Bucket
from trunkline.aws.s3 import Bucket as Archive
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.calls.domain.routes import Mode, Route
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.conversations.use_cases.file_report import file_report
from trunkline.ids import CallId
from trunkline.numbering.e164 import PhoneNumber
from trunkline.vendors.elevenlabs.post_call_webhook import read_report

API = "/api/v1"
SID = "CA" + "2" * 32
PHONE_CALL = {
    "direction": "inbound", "call_sid": SID, "phone_number_id": "phnum_1", "agent_number": "+15005550006",
    "external_number": "+14155550123",
}  # fmt: skip


def file(api: ApiWorld, **data) -> None:
    """A report of a call that the provider answered by itself."""
    metadata = {
        "start_time_unix_secs": int(api.clock().timestamp()) - 600, "call_duration_secs": 42, "cost": 310,
        "phone_call": PHONE_CALL,
    }  # fmt: skip
    body = reports.transcription(call_sid=None, metadata=metadata, **data)
    file_report(read_report(body), ConversationsTable(api.dynamodb, CALLS, DIRECTORY), Bucket())


def file_body(api: ApiWorld, body: bytes) -> None:
    """The same, with its words in the bucket."""
    archive = Archive(api.s3, BUCKET)
    file_report(read_report(body), ConversationsTable(api.dynamodb, CALLS, DIRECTORY), archive)


async def test_a_call_the_provider_answered_by_itself_is_its_numbers_companys(api):
    api.services.phones.add(PhoneNumber("phnum_1", "acme", "+15005550006", "main line", "twilio"))
    file(api)
    listed = (await api.ask("GET", f"{API}/conversations", key="read")).json()["conversations"]
    assert [item["call_sid"] for item in listed] == [SID]
    found = (await api.ask("GET", f"{API}/conversations?search=friday", key="read")).json()["conversations"]
    assert [item["call_sid"] for item in found] == [SID]
    assert (await api.ask("GET", f"{API}/conversations", key="other")).json()["conversations"] == []
    assert (await api.ask("GET", f"{API}/calls/{SID}", key="other")).status_code == 404


async def test_a_redacted_conversation_has_what_was_said_and_not_who_it_was(api):
    api.services.phones.add(PhoneNumber("phnum_1", "acme", "+15005550006", "main line", "twilio"))
    turn = {"role": "user", "message": "my name is Ana Novak, 415 555 0123", "time_in_call_secs": 1}
    metadata = {"start_time_unix_secs": int(api.clock().timestamp()) - 600, "phone_call": PHONE_CALL}
    file_body(api, reports.transcription(call_sid=None, metadata=metadata, transcript=[turn], user_id="cust-77"))
    plain = (await api.ask("GET", f"{API}/conversations/conv_1", key="read")).json()
    assert (plain["transcript"][0]["message"], plain["user_id"]) == (turn["message"], "cust-77")
    answer = await api.ask("GET", f"{API}/conversations/conv_1?redacted=true", key="read")
    assert answer.json()["transcript"][0]["message"] == "my name is [name], [number]"
    for word in ("cust-77", "Novak", PHONE_CALL["external_number"], PHONE_CALL["agent_number"]):
        assert word not in answer.text
    for key in (item["Key"] for item in api.s3.list_objects_v2(Bucket=BUCKET)["Contents"]):
        if key.endswith(".redacted.json"):  # as of a call from before there were any
            api.s3.delete_object(Bucket=BUCKET, Key=key)
    assert (await api.ask("GET", f"{API}/conversations/conv_1?redacted=true", key="read")).status_code == 404


async def test_unowned_call_returns_404(api):
    api.services.owners.claims.release("number", "+15005550006", "acme")
    file(api)
    assert (await api.ask("GET", f"{API}/calls/{SID}")).status_code == 404


async def test_a_record_merges_all_reports_in_our_field_names(api):
    api.services.phones.add(PhoneNumber("phnum_1", "acme", "+15005550006", "main line", "twilio"))
    analysis = {
        "call_successful": "success",
        "transcript_summary": "Moved.",
        "evaluation_criteria_results": {"polite": {"result": "success"}},
        "data_collection_results": {"amount": {"value": 12.5}},
    }
    file(api, analysis=analysis)
    body = (await api.ask("GET", f"{API}/calls/{SID}", key="read")).json()
    assert (body["from_number"], body["to_number"], body["direction"]) == ("+14155550123", "+15005550006", "inbound")
    assert (body["outcome"], body["evaluation"], body["data_collection"]) == (
        "success", {"polite": "success"}, {"amount": 12.5},
    )  # fmt: skip
    assert body["cost"] == {"credits": 310, "usd": None}
    assert body["tools"] == [{"name": "end_call", "is_error": None, "took_s": None}]
    assert [(item["key"], item["kind"]) for item in body["timeline"]] == [
        ("conversation-conv_1", "conversation reported")
    ]
    assert "update#" not in json.dumps(body)


async def test_a_timeline_is_in_the_order_things_happened(api):
    api.services.phones.add(PhoneNumber("phnum_1", "acme", "+15005550006", "main line", "twilio"))
    file(api)
    file_report(read_report(reports.audio()), ConversationsTable(api.dynamodb, CALLS, DIRECTORY), Bucket())
    timeline = api.services.call_search.timeline(CallId(SID))
    assert [event.at for event in timeline] == sorted(event.at for event in timeline)
    assert {event.key for event in timeline} == {"conversation-conv_1", "provider-recording-conv_1"}


async def test_a_conversation_has_the_providers_field_names(api):
    body = json.loads(reports.transcription(user_id="u-77", has_user_audio=True, has_response_audio=False))
    body["data"]["metadata"] |= {
        "cost": 0.15,
        "start_time_unix_secs": int(api.clock().timestamp()) - 600,
        "feedback": {"likes": 1, "dislikes": 0},
    }
    body["data"]["metadata"]["phone_call"] = {"direction": "inbound", "agent_number": OURS}
    body["data"]["transcript"][0]["feedback"] = {"score": "like"}
    body["data"]["analysis"]["evaluation_criteria_results"] = {"polite": {"result": "success"}}
    api.services.routes.add(Route(OURS, Mode.REGISTER, "acme", agent_id="agent_good"))
    file_body(api, json.dumps(body).encode())
    shown = (await api.ask("GET", f"{API}/conversations/conv_1")).json()
    assert shown["status"] == "done"
    assert (shown["user_id"], shown["has_user_audio"], shown["has_response_audio"]) == ("u-77", True, False)
    assert [(turn["role"], turn["message"]) for turn in shown["transcript"][:2]] == [
        ("agent", "Hello Ana."),
        ("user", "Move it to Friday."),
    ]
    assert shown["transcript"][0]["feedback"] == {"score": "like"}
    assert shown["transcript"][2]["original_message"] == "We have Monday."
    assert shown["transcript"][3]["tool_calls"] == [{"tool_name": "end_call"}]
    assert (shown["metadata"]["cost"], shown["metadata"]["feedback"]) == (0.15, {"likes": 1, "dislikes": 0})
    assert shown["analysis"]["evaluation_criteria_results"] == {"polite": {"result": "success"}}
    record = (await api.ask("GET", f"{API}/calls/{shown['call_sid']}")).json()
    assert record["status"] == "completed", "only the provider reports this call"
    assert (record["user_id"], record["cost"]["credits"]) == ("u-77", 0.15)
    assert record["feedback"] == {"likes": 1, "dislikes": 0}


async def test_a_call_that_never_became_a_conversation_has_failed(api):
    body = json.loads(reports.transcription())
    api.services.routes.add(Route(OURS, Mode.REGISTER, "acme", agent_id="agent_good"))
    body["data"]["metadata"]["phone_call"] = {"direction": "inbound", "agent_number": OURS}
    file_body(api, json.dumps(body).encode())
    file_body(api, reports.initiation_failure("conv_2"))
    failed = await api.ask("GET", f"{API}/conversations/conv_2/status")
    assert failed.json() == {"conversation_id": "conv_2", "status": "failed"}


async def test_a_secret_of_a_caller_reaches_the_agent_alone(api):
    body = {"dynamic_variables": {"first_name": "Ana", "secret__token": "hush"}, "user_id": "u1"}
    put = await api.ask("PUT", f"{API}/callers/+14155550123", json=body)
    shown = await api.ask("GET", f"{API}/callers/+14155550123", key="read")
    assert put.json() == shown.json()
    assert shown.json()["dynamic_variables"] == {"first_name": "Ana", "secret__token": "***"}
    assert api.services.callers.find("acme", "+14155550123").variables["secret__token"] == "hush"


async def test_variables_of_a_caller_have_limits(api):
    for body in (
        {"dynamic_variables": {"a": {"nested": 1}}},
        {"dynamic_variables": {"a": "x" * 600}},
        {"unknown": 1},
        {"dynamic_variables": {str(n): "x" for n in range(60)}},
    ):
        assert (await api.ask("PUT", f"{API}/callers/+14155550123", json=body)).status_code == 400
    for withheld in ("anonymous", "+266696687", "+86282452253"):
        refused = await api.ask("PUT", f"{API}/callers/{withheld}", json={})
        assert refused.status_code == 400
        assert "number" in refused.json()["detail"]


async def test_a_source_is_an_https_address(api):
    for url in ("http://crm.example.com/", "https://u@crm.example.com/", "ftp://x", ""):
        assert (await api.ask("PUT", f"{API}/caller-source", json={"url": url})).status_code == 400
    good = {"url": "https://crm.example.com/callers", "headers": {"Authorization": "orders"}}
    assert (await api.ask("PUT", f"{API}/caller-source", json=good)).json() == good
    assert api.services.callers.source("acme").url == good["url"]
    assert (await api.ask("DELETE", f"{API}/caller-source")).status_code == 204
    assert api.services.callers.source("acme") is None


async def test_measures_of_the_relay_are_the_records_quality_and_null_where_there_are_none(api):
    now, filed = (
        api.clock(),
        {"turn_latency_ms": 812, "turn_latency_p95_ms": 1900, "caller_gaps": 2, "is_one_sided": False},
    )
    facts = {
        "company_id": "acme",
        "company_day": f"acme#{now:%Y-%m-%d}",
        "started_at": now.isoformat(),
        "mode": "relay",
    }
    api.services.calls.open(CallId(SID), TimelineEvent("answer", now, "relay"), facts)
    bare = (await api.ask("GET", f"{API}/calls/{SID}")).json()["quality"]
    assert set(bare.values()) == {None}
    filed |= {"agent_level_dbfs": -21, "first_audio_ms": Decimal("640.5")}
    api.services.calls.end_stream(CallId(SID), "MZ1", TimelineEvent("stream-ended-MZ1", now, "stream ended"), filed)
    quality = (await api.ask("GET", f"{API}/calls/{SID}")).json()["quality"]
    assert quality == bare | filed | {"first_audio_ms": 640}
