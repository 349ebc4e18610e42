"""AWS requests per unit of work: this is the bill, and no noise touches it."""

import json

import pytest

from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, Cloud
from tests.fakes import reports
from tests.fakes.doors import ADDRESSES, NOW, ScriptedLine
from trunkline.domain.calls import CallId, RingingCall
from trunkline.domain.routes import Mode, Route
from trunkline.protocols.elevenlabs_reports import read_report
from trunkline.storage import keys
from trunkline.storage.bucket import Bucket, LeanInbox
from trunkline.storage.conversations_table import ConversationsTable
from trunkline.storage.items import to_item
from trunkline.storage.routes import route_values
from trunkline.storage.switchboard import DynamoSwitchboard
from trunkline.use_cases.answer_call import Answering, answer_call
from trunkline.use_cases.file_report import file_report

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
