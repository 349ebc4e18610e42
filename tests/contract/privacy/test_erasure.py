"""Erasing one person: tables and bucket (moto), the vendors' deletions (their fakes), and the receipt."""

import asyncio
import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from local.elevenlabs.agents.conversation import Conversation
from local.twilio.media.recording import Recording
from tests.contract.api.conftest import CALLEE, OURS, ApiWorld
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, Cloud
from tests.contract.privacy.erasing import NOW, PERSON, STRANGER, Vendor, desk, receipt
from tests.fakes import reports
from tests.fakes.attempts import OneAttempt
from tests.fakes.exporting import record, transcript
from tests.fakes.providers import providers
from tests.fakes.webhooks import report_event, secrets
from trunkline.accounts.adapters.callers_table import CallersTable
from trunkline.accounts.domain.callers import Caller
from trunkline.aws import table_keys
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb_values import to_item
from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.file_report import FileReportDeps
from trunkline.bootstrap.provider_report import ProviderReportDeps
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.errors import CarrierError
from trunkline.exports.domain.exports import Export
from trunkline.ids import CallId, ConversationId
from trunkline.privacy.domain.erasures import person_fingerprint
from trunkline.privacy.use_cases.erase_person import erase_person

DAY = date(2026, 11, 20)


def file_call(cloud: Cloud, number: int, caller: str, **facts: Any) -> dict[str, Any]:
    """A call with everything that gathers around one."""
    payload = record(number, DAY, from_number=caller, **facts)
    call_id, conversation = CallId(payload["call_id"]), payload["conversation_id"]
    payload |= {
        "recording": f"recordings/{call_id}/MZ1.wav",
        "provider_recording": f"recordings/{conversation}/elevenlabs.mp3",
    }
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(payload))
    CallsTable(cloud.dynamodb, CALLS).add_event(call_id, TimelineEvent("answer", NOW, "relay"))
    conversations = ConversationsTable(cloud.dynamodb, CALLS)
    conversations.link(ConversationId(conversation), call_id)
    words = table_keys.words(call_id) | {"call_id": call_id, "words": f"my number is {caller}"}
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(words))
    for key in (
        payload["transcript_key"], payload["recording"], payload["provider_recording"],
        f"recordings/{call_id}/MZ1.json", f"recordings/{call_id}/MZ0.wav",
        f"inbox/elevenlabs/post_call_transcription/{conversation}/abc.json",
    ):  # fmt: skip
        cloud.s3.put_object(Bucket=BUCKET, Key=key, Body=transcript(call_id))
    return payload


def on_file(cloud: Cloud) -> tuple[int, list[str]]:
    listed = cloud.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return len(cloud.dynamodb.scan(TableName=CALLS)["Items"]), [item["Key"] for item in listed]


def everything(cloud: Cloud) -> str:
    return str(cloud.dynamodb.scan(TableName=CALLS)["Items"]) + str(cloud.dynamodb.scan(TableName=DIRECTORY)["Items"])


def test_a_dry_run_counts_and_touches_nothing(cloud):
    file_call(cloud, 1, PERSON)
    before, vendor = on_file(cloud), Vendor()
    done = erase_person(PERSON, receipt(dry_run=True), desk(cloud, vendor))
    assert (done.status, done.calls, vendor.deleted, on_file(cloud)) == ("done", 1, [], before)
    assert done.deleted["objects"] > 0


@pytest.mark.parametrize("field", ["from_number", "to_number", "transfer_to"])
def test_a_person_is_gone_everywhere_and_a_stranger_is_not(cloud, field):
    theirs = file_call(cloud, 1, STRANGER, **({} if field == "from_number" else {field: PERSON}))
    if field == "from_number":
        theirs = file_call(cloud, 1, PERSON)
    file_call(cloud, 2, STRANGER)
    before, vendor = on_file(cloud), Vendor()
    done = erase_person(PERSON, receipt(), desk(cloud, vendor))
    assert (done.status, done.calls, done.failures) == ("done", 1, 0)
    assert vendor.deleted == [theirs["conversation_id"], theirs["call_id"]]
    items, objects = on_file(cloud)
    assert (items, len(objects)) == (before[0] // 2, len(before[1]) // 2)
    assert theirs["call_id"] not in everything(cloud) + str(objects)
    assert PERSON not in everything(cloud)
    assert done.deleted == {
        "conversations at the voice provider": 1, "items at the carrier": 1, "objects": 6, "items of the table": 4,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["carrier", "provider"])
def test_what_a_vendor_refuses_is_in_the_receipt_and_found_again(cloud, who):
    theirs, vendor = file_call(cloud, 1, PERSON), Vendor()
    vendor.refuses.add(who)
    done = erase_person(PERSON, receipt(), desk(cloud, vendor))
    assert (done.status, done.failures) == ("incomplete", 1)
    assert theirs["call_id"] in everything(cloud), "its record stays, so that it is found again"
    assert PERSON not in json.dumps(asdict(done))
    assert theirs["call_id"] not in json.dumps(asdict(done))
    vendor.refuses.clear()
    again = erase_person(PERSON, done, desk(cloud, vendor))
    assert (again.status, again.failures, again.failed) == ("done", 0, [])
    assert theirs["call_id"] not in everything(cloud)


def test_erasing_twice_finds_nothing_the_second_time(cloud):
    file_call(cloud, 1, PERSON)
    erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    again = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (again.status, again.calls, again.deleted) == ("not-found", 0, {})


def test_a_call_of_years_ago_is_erased_and_many_are_read_by_few_requests(cloud):
    for number in range(120):
        file_call(cloud, number, STRANGER)
    old = record(200, date(2019, 2, 3), from_number=PERSON)
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(old))
    asked = Counter[str]()
    cloud.dynamodb.meta.events.register("before-call.dynamodb", lambda model, **_: asked.update([model.name]))
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (done.status, done.calls) == ("done", 1)
    assert old["call_id"] not in everything(cloud)
    assert asked["BatchGetItem"] == 2  # 121 calls
    assert sum(asked.values()) < 20


def test_exports_with_persons_lose_the_day_and_others_do_not(cloud):
    file_call(cloud, 1, PERSON)
    whole = Export("x1", "acme", DAY, DAY, ("csv",), NOW)
    exports = [whole, Export("x2", "acme", DAY, DAY, ("csv",), NOW, deidentified=True)]
    for export in exports:
        cloud.s3.put_object(Bucket=BUCKET, Key=export.key(DAY, 0, "csv"), Body=b"x")
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor(), exports))
    assert done.deleted["objects of exports"] == 1
    assert [key for key in on_file(cloud)[1] if key.startswith("exports/")] == [exports[1].key(DAY, 0, "csv")]


def test_a_callers_variables_are_erased(cloud):
    callers = CallersTable(Directory(cloud.dynamodb, DIRECTORY))
    for number in (PERSON, STRANGER):
        callers.put(Caller("acme", number, {"first_name": "Ana"}))
    assert erase_person(PERSON, receipt(dry_run=True), desk(cloud, Vendor())).deleted == {"callers known to agents": 1}
    assert callers.find("acme", PERSON)
    assert erase_person(PERSON, receipt(), desk(cloud, Vendor())).deleted == {"callers known to agents": 1}
    assert (callers.find("acme", PERSON), bool(callers.find("acme", STRANGER))) == (None, True)


def test_a_record_that_does_not_say_whose_it_is_stays(cloud):
    payload = record(1, DAY, from_number=PERSON)
    del payload["company_id"]
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(payload))
    assert erase_person(PERSON, receipt(), desk(cloud, Vendor())).calls == 0


def test_the_function_tries_again_what_is_left(cloud):
    import erase_person as function

    theirs, vendor = file_call(cloud, 1, PERSON), Vendor()
    at = desk(cloud, vendor)
    at.receipts.keep(receipt())
    job = {"company_id": "acme", "erasure_id": "e1", "number": PERSON}
    event = {"Records": [{"messageId": "m1", "body": json.dumps(job)}]}
    vendor.refuses.add("carrier")
    assert function.respond(event, at) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    vendor.refuses.clear()
    assert function.respond(event, at) == {"batchItemFailures": []}
    kept = at.receipts.find("acme", "e1")
    assert kept
    assert (kept.status, theirs["call_id"] in everything(cloud)) == ("done", False)
    garbage = {"Records": [{"messageId": "m2", "body": "{}"}]}
    assert function.respond(garbage, at) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}


class S3Inbox:
    """The inbox of the webhook in moto's bucket."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud, self.keys = cloud, list[str]()

    def keep(self, key: str, body: bytes) -> None:
        self._cloud.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        self.keys.append(key)


def receive(cloud: Cloud, *bodies: bytes) -> list[str]:
    """Reports through the webhook and the queue behind it; their keys in the inbox."""
    import file_report
    import provider_report

    inbox, bucket = S3Inbox(cloud), Bucket(cloud.s3, BUCKET)
    webhook = ProviderReportDeps(inbox, secrets(), providers(), now=lambda: NOW)
    answers = [provider_report.respond(report_event(body, at=NOW), webhook) for body in bodies]
    assert {answer["statusCode"] for answer in answers} == {200}
    conversations = ConversationsTable(cloud.dynamodb, CALLS, DIRECTORY)
    filing = FileReportDeps(bucket.read, bucket, conversations, OneAttempt().opting_out(), providers())
    notices = [json.dumps({"Records": [{"s3": {"object": {"key": key}}}]}) for key in inbox.keys]
    records = [{"messageId": str(number), "body": notice} for number, notice in enumerate(notices)]
    assert file_report.respond({"Records": records}, filing) == {"batchItemFailures": []}
    return inbox.keys


ODD_IDS = ["../../etc/passwd", "conv 1", "x" * 300, "\u00fc\u00df", "no.conversation", "", None, 7]


@pytest.mark.parametrize("odd", ODD_IDS)
def test_reports_with_an_odd_conversation_id_are_erased(cloud, odd):
    ours = record(1, DAY, from_number=PERSON, agent_id="agent_1")
    cloud.dynamodb.put_item(TableName=CALLS, Item=to_item(ours))
    kept = receive(
        cloud, reports.transcription(odd, ours["call_id"]), reports.audio(odd),
        reports.initiation_failure(odd, {"CallSid": ours["call_id"], "CallStatus": "busy"}),
    )  # fmt: skip
    before = receipt(dry_run=True)
    assert erase_person(PERSON, before, desk(cloud, Vendor())).status == "done"
    assert set(kept) <= set(on_file(cloud)[1])
    assert erase_person(PERSON, receipt(), desk(cloud, Vendor())).status == "done"
    assert on_file(cloud)[1] == []


def test_a_report_without_ids_is_erased_by_the_number_it_contains(cloud):
    data = {"metadata": {"phone_call": {"external_number": PERSON}}}
    theirs = receive(cloud, reports.transcription("", None, **data))
    data = {"metadata": {"phone_call": {"external_number": PERSON + "1"}}}
    others = receive(cloud, reports.transcription("", None, **data))
    done = erase_person(PERSON, receipt(dry_run=True), desk(cloud, Vendor()))
    assert (done.deleted, on_file(cloud)[1]) == ({"objects": 1}, sorted(theirs + others))
    done = erase_person(PERSON, receipt(), desk(cloud, Vendor()))
    assert (done.status, done.deleted, on_file(cloud)[1]) == ("done", {"objects": 1}, others)


def test_a_fingerprint_takes_the_key():
    assert person_fingerprint(PERSON, "a") != person_fingerprint(PERSON, "b")
    assert PERSON not in person_fingerprint(PERSON, "a")


async def test_the_vendors_delete_what_they_have_and_say_when_there_is_nothing(api: ApiWorld):
    workspace, carrier = api.services.workspace, api.services.carrier
    agent = api.vendor.agents["agent_good"]
    api.vendor.conversations["conv_1"] = Conversation("conv_1", agent, created_unix_s=0.0)
    assert await asyncio.to_thread(workspace.delete_conversation, ConversationId("conv_1"))
    assert "conv_1" not in api.vendor.conversations
    assert not await asyncio.to_thread(workspace.delete_conversation, ConversationId("conv_1"))
    order = {"to_number": CALLEE, "from_number": OURS, "voice_id": "IKne3meq5aSn9XLyUdCD"}
    sid = (await api.ask("POST", "/api/v1/elevenlabs-twilio/calls", json=order)).json()["call_sid"]
    with pytest.raises(CarrierError):
        await asyncio.to_thread(carrier.erase_call, CallId(sid))
    await asyncio.to_thread(carrier.end, CallId(sid))
    await api.twilio.settled(10)
    recording = Recording(api.twilio.account_sid, sid, b"\xff" * 800, "RecordVerb", ready_s=0.0)
    api.twilio.recordings[recording.sid] = recording
    assert await asyncio.to_thread(carrier.erase_call, CallId(sid)) == 2
    assert recording.sid not in api.twilio.recordings
    assert await asyncio.to_thread(carrier.erase_call, CallId(sid)) == 0


async def test_the_api_asks_for_an_erasure_and_shows_its_receipt(api: ApiWorld):
    asked = await api.ask("POST", "/api/v1/erasures", json={"number": PERSON})
    assert (asked.status_code, asked.json()["status"], asked.json()["dry_run"]) == (202, "queued", True)
    assert PERSON not in asked.text
    erasure = asked.json()["erasure_id"]
    assert api.jobs == [{"company_id": "acme", "erasure_id": erasure, "number": PERSON}]
    assert (await api.ask("GET", f"/api/v1/erasures/{erasure}")).json() == asked.json()
    kept = str(api.dynamodb.get_item(TableName=DIRECTORY, Key=to_item(table_keys.erasure("acme", erasure)))["Item"])
    assert PERSON not in kept
    assert (await api.ask("POST", "/api/v1/erasures", json={"number": "no number"})).status_code == 400
