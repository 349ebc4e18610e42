"""The archive: every entry that was written, read over all versions, so that hiding one is of no use."""

import boto3
import pytest

from archive_audit import respond
from tests.contract.audit.test_audit_table import ACCESS, NOW, Log
from tests.contract.conftest import AUDIT, ROOT
from tests.contract.recorded_events import read
from trunkline.audit.adapters.audit_archive import AuditArchiveBucket
from trunkline.audit.adapters.audit_table import AuditTable
from trunkline.audit.use_cases.verify_audit import verify_audit

BUCKET = "trunkline-test-audit"
EVENTS = ROOT / "events"


@pytest.fixture
def archive(cloud) -> AuditArchiveBucket:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET, ObjectLockEnabledForBucket=True)
    return AuditArchiveBucket(s3, BUCKET)


def stream_of(dynamodb, kind: str = "INSERT") -> dict:
    """The records of DynamoDB's stream, one for every item of the table."""
    items = dynamodb.scan(TableName=AUDIT)["Items"]
    return {
        "Records": [
            {"eventName": kind, "dynamodb": {"NewImage": item, "Keys": {"pk": item["pk"], "sk": item["sk"]}}}
            for item in items
        ]
    }


def verdicts(log: Log, archive: AuditArchiveBucket) -> list[str]:
    return [item.trouble for item in verify_audit("acme", log.table, archive, NOW.date(), NOW.date())]


def test_entries_are_archived_once_or_twice_and_heads_are_not(cloud, archive):
    log = Log(cloud.dynamodb)
    for shard in (0, 1):
        log.shard = shard
        log.append(2)
    respond(stream_of(cloud.dynamodb), archive)
    respond(stream_of(cloud.dynamodb), archive)  # a batch may come again
    kept = boto3.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    assert len(kept) == 2
    assert all(item["Key"].startswith("audit/acme/2026-11-29/") for item in kept)
    assert list(archive.of_day("acme", "2026-11-29", 0))[:2] == list(log.table.of_day("acme", "2026-11-29", 0))
    assert verdicts(log, archive) == ["", "", "", ""]
    assert archive.keep([{"eventName": "REMOVE", "dynamodb": {}}]) == 0


def test_a_chain_written_anew_is_found_also_when_the_archive_was_hidden(cloud, archive):
    log = Log(cloud.dynamodb)
    log.append(3)
    respond(stream_of(cloud.dynamodb), archive)
    for item in cloud.dynamodb.scan(TableName=AUDIT)["Items"]:
        cloud.dynamodb.delete_item(TableName=AUDIT, Key={"pk": item["pk"], "sk": item["sk"]})
    AuditTable(cloud.dynamodb, AUDIT, lambda: 0).append("acme", ACCESS, NOW)
    assert verdicts(log, archive) == ["the archive has 2, 3 otherwise", "", "", ""]
    s3 = boto3.client("s3")
    for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
        s3.delete_object(Bucket=BUCKET, Key=item["Key"])  # a mark, under which the version stays
    assert verdicts(log, archive) == ["the archive has 2, 3 otherwise", "", "", ""]


def test_the_recorded_batch_is_archived(archive):
    assert respond(read(EVENTS / "archive_audit__entry_written.json"), archive) == {"entries": 1}
    [entry] = archive.of_day("acme", "2026-11-29", 2)
    assert entry.link("acme/2").due == entry.seal


def test_a_changed_item_is_a_second_copy_that_differs(cloud, archive):
    log = Log(cloud.dynamodb)
    log.append(1)
    respond(stream_of(cloud.dynamodb), archive)
    forged = stream_of(cloud.dynamodb, "MODIFY")
    for record in forged["Records"]:
        record["dynamodb"]["NewImage"]["seal"] = {"S": "0" * 64}
    respond(forged, archive)
    assert verdicts(log, archive)[0] == "the archive has 1 otherwise"
