"""AWS requests per unit of work: this is the bill, and no noise touches it."""

import json

import pytest

from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, Cloud
from tests.fakes import reports
from tests.fakes.doors import ADDRESSES, NOW, ScriptedLine
from trunkline.domain.calls import CallId, RingingCall
from trunkline.domain.handoffs import Dialled, Untaken
from trunkline.domain.routes import Mode, Route
from trunkline.protocols.elevenlabs_reports import read_report
from trunkline.storage import keys
from trunkline.storage.bucket import Bucket, LeanInbox
from trunkline.storage.calls_table import CallsTable
from trunkline.storage.conversations_table import ConversationsTable
from trunkline.storage.items import to_item
from trunkline.storage.routes import route_values
from trunkline.storage.stories_table import StoriesTable
from trunkline.storage.switchboard import DynamoSwitchboard
from trunkline.use_cases.answer_call import Answering, answer_call
from trunkline.use_cases.file_report import file_report
from trunkline.use_cases.hand_over import after_transfer, whisper, whisper_answered

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")


@pytest.mark.parametrize("mode", Mode)
def test_answering_a_call_takes_two_requests_and_its_retry_one(cloud: Cloud, mode):
    route = Route("+15005550006", mode, "acme", "agent_1", forward_to="+15005550009")
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(keys.number(route.number) | route_values(route)))
    switchboard = DynamoSwitchboard(cloud.dynamodb, CALLS, DIRECTORY)
    answering = Answering(switchboard, ScriptedLine(), ADDRESSES, new_token=lambda: "token")
    cloud.requests.clear()
    first = answer_call(CALL, answering, NOW)
    assert cloud.requests == ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems"]
    cloud.requests.clear()
    assert answer_call(CALL, answering, NOW).document == first.document
    assert cloud.requests == ["dynamodb.BatchGetItem"]


@pytest.mark.parametrize(
    ("dialled", "requests"),
    [
        (Dialled("completed"), ["GetItem", "TransactWriteItems"]),
        (Dialled("no-answer", was_bridged=False), ["GetItem", "TransactWriteItems", "TransactWriteItems"]),
    ],
    ids=["taken", "back to the agent"],
)
def test_handing_a_call_over_takes_a_request_for_each_thing_that_is_kept(cloud: Cloud, dialled, requests):
    targets = {"billing": "+14155550198"}
    route = Route(CALL.to_number, Mode.RELAY, "acme", "a", transfer_targets=targets, transfer_untaken=Untaken.AGENT)
    cloud.dynamodb.put_item(TableName=DIRECTORY, Item=to_item(keys.number(route.number) | route_values(route)))
    tokens = iter(("first", "second"))
    switchboard = DynamoSwitchboard(cloud.dynamodb, CALLS, DIRECTORY)
    answering = Answering(switchboard, ScriptedLine(), ADDRESSES, new_token=lambda: next(tokens))
    answer_call(CALL, answering, NOW)
    calls, stories = CallsTable(cloud.dynamodb, CALLS), StoriesTable(cloud.dynamodb, CALLS)
    cloud.requests.clear()
    whisper(CALL.call_id, calls, stories, ADDRESSES)
    whisper_answered(CALL.call_id, CallId("CA2"), "1", calls, NOW)
    assert cloud.requests == ["dynamodb.GetItem", "dynamodb.Query", "dynamodb.TransactWriteItems"]
    cloud.requests.clear()
    after_transfer(CALL, dialled, "w1", calls, answering, NOW)
    assert cloud.requests == [f"dynamodb.{request}" for request in requests]


@pytest.mark.parametrize(
    "order", [["transcription", "audio"], ["audio", "transcription"], ["initiation_failure"], ["unknown"]], ids=str
)
@pytest.mark.parametrize("call_sid", ["CA1", None])
def test_filing_a_report_takes_six_requests_at_most(cloud: Cloud, order, call_sid):
    bucket, conversations = Bucket(cloud.s3, BUCKET), ConversationsTable(cloud.dynamodb, CALLS)
    for name in order:
        body = reports.transcription(call_sid=call_sid) if name == "transcription" else getattr(reports, name)()
        cloud.s3.put_object(Bucket=BUCKET, Key="inbox/x", Body=body)
        cloud.requests.clear()
        file_report(read_report(bucket.read("inbox/x")), conversations, bucket)
        assert 1 <= len(cloud.requests) <= 6, cloud.requests


def test_keeping_a_report_takes_one_request():
    sent = []

    class Wire:
        def send(self, *request: object) -> bytes:
            sent.append(request)
            return b""

    LeanInbox(Wire(), BUCKET).keep("inbox/elevenlabs/x/y/z.json", json.dumps({}).encode())
    assert [(method, path) for method, path, *_ in sent] == [("PUT", f"/{BUCKET}/inbox/elevenlabs/x/y/z.json")]
