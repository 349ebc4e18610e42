"""Recorded reports through webhook and queue: every accepted report is filed, with odd details."""

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import file_report
import provider_report
from tests.contract.conftest import BUCKET, CALLS, CAMPAIGNS, DIRECTORY, Cloud
from tests.fakes import reports
from tests.fakes.attempts import OneAttempt
from tests.fakes.exporting import record
from tests.fakes.providers import providers
from tests.fakes.tables import InMemoryConversations, InMemoryTables
from tests.fakes.webhooks import NOW, report_event, secrets
from tests.fakes.webhooks import Bucket as Objects
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.file_report import FileReportDeps, opting_out
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.conversations.adapters.claims_table import ClaimsTable
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.ids import CallId

REPORTS = Path(__file__).parents[2] / "vectors" / "reports"


def notice(key: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})


def received(body: bytes, services: FileReportDeps) -> int:
    """Through the webhook into the inbox, and out of the queue; nothing may come back."""
    inbox = Objects()
    webhook = ProviderReportDeps(inbox, secrets(), providers(), now=lambda: NOW)
    status: int = provider_report.respond(report_event(body), webhook)["statusCode"]
    for key in inbox:
        event = {"Records": [{"messageId": "m1", "body": notice(key)}]}
        assert file_report.respond(event, replace(services, inbox=inbox.read)) == {"batchItemFailures": []}
    return status


def answered(cloud: Cloud, call_id: str, agent_id: str) -> None:
    """The call is on file, as answering it left it."""
    facts = record(1, NOW.date(), status="initiated", progress=1, conversation_id=None, transcript_key=None)
    facts |= {"agent_id": agent_id}
    cloud.dynamodb.put_item(
        TableName=CALLS, Item=to_item(facts | table_keys.call(CallId(call_id)) | {"call_id": call_id})
    )


@pytest.fixture
def office(cloud: Cloud) -> FileReportDeps:
    archive = Bucket(cloud.s3, BUCKET)
    conversations = ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY)
    return FileReportDeps(Objects().read, archive, conversations, opting_out(cloud.dynamodb, CAMPAIGNS), providers())


@pytest.mark.parametrize("name", ["interrupted_null", "fractions", "nulls_and_lists", "as_the_guide_writes_it"])
def test_one_odd_detail_does_not_lose_the_words(cloud: Cloud, office: FileReportDeps, name):
    body = json.loads((REPORTS / f"{name}.json").read_text())
    phone = body["data"]["metadata"]["phone_call"]
    answered(cloud, phone["call_sid"], body["data"]["agent_id"])
    ClaimsTable(Directory(cloud.dynamodb, DIRECTORY)).claim("number", phone.get("agent_number", "+15005550006"), "acme")
    assert received(json.dumps(body).encode(), office) == 200
    call = CallIndex(cloud.dynamodb, CALLS).of_conversation(body["data"]["conversation_id"])
    assert call.call_id == body["data"]["metadata"]["phone_call"]["call_sid"]
    transcript = json.loads(cloud.s3.get_object(Bucket=BUCKET, Key=call.facts["transcript_key"])["Body"].read())
    assert [turn["text"] for turn in transcript["turns"]] == [item["message"] for item in body["data"]["transcript"]]
    assert call.facts["conversation_status"] == "done"


def test_names_with_half_characters_and_thousands_of_tools_are_filed(cloud: Cloud, office: FileReportDeps):
    many = [{"tool_name": "look_up", "request_id": f"r{n}"} for n in range(6000)]
    turn = {"role": "agent", "message": "Hello.", "time_in_call_secs": 0, "tool_calls": [*many, {"tool_name": "bye"}]}
    variables = {"\ud800": "half", "call_sid": "CA1"}
    answered(cloud, "CA1", "agent_1")
    ClaimsTable(Directory(cloud.dynamodb, DIRECTORY)).claim("agent", "agent_1", "acme")
    analysis = {"data_collection_results": {"\udc00": {"value": 1}}, "evaluation_criteria_results": {"\ud83d": {}}}
    given = {"dynamic_variables": variables}
    body = reports.transcription(transcript=[turn], analysis=analysis, conversation_initiation_client_data=given)
    assert received(body, office) == 200
    call = CallIndex(cloud.dynamodb, CALLS).of_conversation("conv_1")
    assert set(call.facts["data_collection"]) == {"\ufffd"}
    transcript = json.loads(cloud.s3.get_object(Bucket=BUCKET, Key=call.facts["transcript_key"])["Body"].read())
    assert transcript["variables"] == {"\ufffd": "half", "call_sid": "CA1"}
    assert len(transcript["turns"][0]["tools"]) == 6001


def test_a_recording_in_lines_is_a_recording(cloud: Cloud, office: FileReportDeps):
    body = json.loads(reports.audio(mp3=b"ID3" * 60))
    body["data"]["full_audio"] = base64.encodebytes(b"ID3" * 60).decode()
    assert received(json.dumps(body).encode(), office) == 200
    assert cloud.s3.get_object(Bucket=BUCKET, Key="recordings/conv_1/elevenlabs.mp3")["Body"].read() == b"ID3" * 60


def test_a_call_that_never_started_is_found_by_the_calls_id(cloud: Cloud, office: FileReportDeps):
    answered(cloud, "CA_never_started", "agent_xxx")
    assert received((REPORTS / "never_started_as_the_guide_writes_it.json").read_bytes(), office) == 200
    call = CallIndex(cloud.dynamodb, CALLS).of_conversation("conv_never_started")
    assert (call.call_id, call.facts["never_started_because"]) == ("CA_never_started", "no-answer")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KINDS = [
    reports.transcription(
        user_id="u",
        analysis={
            "evaluation_criteria_results": {"a": {"result": "success"}},
            "data_collection_results": {"b": {"value": 1}},
        },
    ),
    reports.audio(),
    reports.initiation_failure(),
    reports.machine_detection(),
    reports.traces(),
    reports.unknown(),
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, item in inner for place in places(item, (*path, name)))]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A report in which up to three values are something else."""
    body = json.loads(draw(st.sampled_from(KINDS)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([place for place in places(body) if place]))
        target = body
        for name in path[:-1]:
            target = target[name]
        target[path[-1]] = draw(ANYTHING)
    return json.dumps(body).encode()


@settings(max_examples=300, deadline=None)
@given(body=damaged() | ANYTHING.map(json.dumps).map(str.encode) | st.binary(max_size=30))
def test_every_accepted_report_is_filed_in_a_form_the_table_holds(body):
    tables, archive = InMemoryTables(), Objects()
    services = FileReportDeps(
        Objects().read, archive, InMemoryConversations(tables), OneAttempt().opting_out(), providers()
    )
    if received(body, services) != 200:
        return
    for filed in tables.records.values():
        for number in numbers(to_item(filed)):
            assert len(number.strip("-").partition("E")[0].replace(".", "").lstrip("0")) <= 38
    for kept in archive.values():
        json.loads(kept, parse_constant=lambda name: pytest.fail(name)) if kept[:1] == b"{" else None


def numbers(item: Any) -> list[str]:
    if isinstance(item, dict):
        return [entry for kind, value in item.items() for entry in ([value] if kind == "N" else numbers(value))]
    return [number for value in item for number in numbers(value)] if isinstance(item, list) else []
