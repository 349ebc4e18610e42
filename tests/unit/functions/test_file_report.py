"""The queue behind the inbox: one bad message fails alone, and nothing is filed twice."""

import json

import pytest

import file_report
from tests.fakes import reports
from tests.fakes.doors import Bucket
from tests.fakes.tables import InMemoryConversations, InMemoryTables
from trunkline.bootstrap.filing import FilingServices
from trunkline.protocols.inbox_keys import inbox_key


class Office:
    def __init__(self) -> None:
        self.tables, self.bucket = InMemoryTables(), Bucket()
        self.services = FilingServices(self.bucket.read, self.bucket, InMemoryConversations(self.tables))

    def kept(self, body: bytes) -> str:
        key = inbox_key("elevenlabs", body)
        self.bucket[key] = body
        return key

    def work(self, *messages: str) -> list[str]:
        records = [{"messageId": str(n), "body": body} for n, body in enumerate(messages)]
        failures = file_report.respond({"Records": records}, self.services)["batchItemFailures"]
        return [failure["itemIdentifier"] for failure in failures]


def notice(*keys: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key.replace("=", "%3D")}}} for key in keys]})


def test_a_kept_report_is_filed():
    office = Office()
    assert office.work(notice(office.kept(reports.transcription()))) == []
    assert office.tables.records["CA1"]["conversation_status"] == "done"


def test_one_bad_message_fails_alone():
    office = Office()
    good, missing = office.kept(reports.transcription()), "inbox/elevenlabs/x/y/gone.json"
    assert office.work(notice(missing), notice(good), "not json") == ["0", "2"]
    assert "CA1" in office.tables.records


@pytest.mark.parametrize("body", [b'{"type": "post_call_audio", "data": {}}'])
def test_a_report_that_cannot_be_read_goes_back_to_the_queue(body):
    office = Office()
    assert office.work(notice(office.kept(body))) == ["0"]


def test_an_unknown_provider_goes_back_to_the_queue():
    assert Office().work(notice("inbox/nobody/x/y/z.json")) == ["0"]


def test_s3s_test_event_is_nothing_to_file():
    assert Office().work(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})) == []


def test_a_redelivered_message_changes_nothing():
    office = Office()
    message = notice(office.kept(reports.transcription()))
    office.work(message)
    before = json.dumps(office.tables.records, default=str)
    assert office.work(message, message) == []
    assert json.dumps(office.tables.records, default=str) == before
