"""Reports through a storm: twice, out of order, throttled, failing, killed between any two steps. Then count the calls.

    python -m tests.faults.reports --reports 10000

The real function, use case and tables run against AWS in dicts (`--moto`: against moto). A message that was not filed
comes back, as SQS brings it back.
"""

import argparse
import json
import sys
import time
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import Any

import boto3
from moto import mock_aws

import file_report
from tests.contract.conftest import BUCKET, CALLS, DIRECTORY, create_tables
from tests.fakes import reports
from tests.fakes.attempts import OneAttempt
from tests.fakes.providers import providers
from tests.faults.request_load import S3_DOWN, THROTTLED, Killed, RequestLoad, ThrottledClient
from tests.faults.small_aws import SmallDynamoDB, SmallS3
from trunkline.aws import table_keys
from trunkline.aws.dynamodb_values import from_item, to_item
from trunkline.aws.s3 import Bucket
from trunkline.bootstrap.file_report import FileReportDeps
from trunkline.calls.adapters.call_update_items import merged
from trunkline.conversations.adapters.conversations_table import ConversationsTable
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.elevenlabs.report_envelopes import inbox_key

BATCH = 10
FORGOTTEN = {"expires_at"}  # when an item may go depends on when it was last written


@dataclass
class Office:
    """A bucket, the tables and the function between them."""

    dynamodb: Any
    s3: Any
    load: RequestLoad

    @classmethod
    def in_dicts(cls, load: RequestLoad) -> "Office":
        return cls(SmallDynamoDB(), SmallS3(), load)

    @classmethod
    def in_moto(cls, load: RequestLoad) -> "Office":
        dynamodb, s3 = boto3.client("dynamodb", "us-east-1"), boto3.client("s3", "us-east-1")
        s3.create_bucket(Bucket=BUCKET)
        create_tables(dynamodb)
        return cls(dynamodb, s3, load)

    def keep(self, body: bytes) -> str:
        key = inbox_key("elevenlabs", body)
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)
        return key

    def services(self) -> FileReportDeps:
        bucket = Bucket(ThrottledClient(self.s3, self.load, S3_DOWN), BUCKET)  # type: ignore[arg-type]
        tables = ConversationsTable(ThrottledClient(self.dynamodb, self.load, THROTTLED), CALLS, DIRECTORY)
        return FileReportDeps(bucket.read, bucket, tables, OneAttempt().opting_out(), providers())

    def answered(self, call_id: str, conversation_id: str) -> None:
        """A company's call, as answering it left it."""
        values = {
            "call_id": call_id,
            "company_id": "acme",
            "agent_id": "agent_1",
            "company_day": "acme#2025-12-31",
            "started_at": "2025-12-31",
        }
        self.dynamodb.put_item(TableName=CALLS, Item=to_item(table_keys.call(CallId(call_id)) | values))
        ConversationsTable(self.dynamodb, CALLS).link(ConversationId(conversation_id), CallId(call_id))

    def deliver(self, waiting: list[str]) -> int:
        """Batches until nothing is left. Returns how often a message had to come back."""
        queue, again = deque(waiting), 0
        while queue:
            batch = [queue.popleft() for _ in range(min(BATCH, len(queue)))]
            failed = self._batch(batch)
            again += len(failed)
            queue.extend(failed)
        return again

    def _batch(self, batch: list[str]) -> list[str]:
        records = [{"messageId": str(number), "body": notice(key)} for number, key in enumerate(batch)]
        try:
            answer = file_report.respond({"Records": records}, self.services())
        except Killed:
            return batch  # done in part, and not acknowledged
        return [batch[int(failure["itemIdentifier"])] for failure in answer["batchItemFailures"]]

    def on_file(self) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Every item of the table and every object but the inbox, in a form to be compared."""
        found = {f"{item['pk']} {item['sk']}": merged(item) for item in map(from_item, self._items())}
        items = {
            key: {name: value for name, value in item.items() if name not in FORGOTTEN} for key, item in found.items()
        }
        return items, {key: body for key, body in self._objects().items() if not key.startswith("inbox/")}

    def _items(self) -> list[dict[str, Any]]:
        if isinstance(self.dynamodb, SmallDynamoDB):
            return list(self.dynamodb.tables[CALLS].values())
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=CALLS)
        return [item for page in pages for item in page["Items"]]

    def _objects(self) -> dict[str, bytes]:
        if isinstance(self.s3, SmallS3):
            return self.s3.objects
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        names = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        return {name: self.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() for name in names}


def notice(key: str) -> str:
    return json.dumps({"Records": [{"s3": {"object": {"key": key}}}]})


def reports_of(number: int) -> list[bytes]:
    """The reports of one call: mostly its transcript; now and then more, or less."""
    call, conversation = f"CA{number:06}", f"conv_{number:06}"
    match number % 10:
        case 0:
            return [reports.initiation_failure(conversation, {"CallSid": call})]
        case 1:
            return [reports.transcription(conversation, call), reports.audio(conversation)]
        case 2:
            second = {"start_time_unix_secs": reports.STARTED + 50, "call_duration_secs": 5}
            return [
                reports.transcription(conversation, call),
                reports.transcription(conversation + "b", call, metadata=second),
            ]
        case 3:
            return [reports.transcription(conversation, None), reports.machine_detection(conversation)]
    return [reports.transcription(conversation, call)]


@dataclass
class Outcome:
    """The items a run left, and its requests."""

    items: dict[str, Any]
    objects: dict[str, bytes]
    reports: int
    deliveries: int
    seconds: float
    met: dict[str, int]

    @property
    def calls(self) -> int:
        return sum(name.startswith("CALL#") and name.endswith(" CALL") for name in self.items)


def run(
    calls: int, load: RequestLoad, *, duplicates: float = 0.0, shuffled: bool = False, on_moto: bool = False
) -> Outcome:
    if on_moto:
        with mock_aws():
            return _run(calls, Office.in_moto(load), duplicates, shuffled)
    return _run(calls, Office.in_dicts(load), duplicates, shuffled)


def _run(calls: int, office: Office, duplicates: float, shuffled: bool) -> Outcome:
    kept = [office.keep(body) for number in range(calls) for body in reports_of(number)]
    for number in range(calls):
        if number % 2 == 0 or number % 10 == 3:  # the latter's reports do not name their call: we have noted it
            office.answered(f"CA{number:06}", f"conv_{number:06}")
    random = office.load.random
    waiting = kept + [key for key in kept if random.random() < duplicates]
    if shuffled:
        random.shuffle(waiting)
    began = time.perf_counter()
    again = office.deliver(waiting)
    took = time.perf_counter() - began
    return Outcome(*office.on_file(), len(kept), len(waiting) + again, took, office.load.met)


def compare(calls: int, seed: int, *, on_moto: bool = False) -> tuple[Outcome, Outcome]:
    calm = run(calls, RequestLoad(Random(seed)), on_moto=on_moto)
    load = RequestLoad(Random(seed), refusal=0.03, death=0.01)
    return calm, run(calls, load, duplicates=0.3, shuffled=True, on_moto=on_moto)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--moto", action="store_true", help="slower: about 40 deliveries a second")
    wanted = parser.parse_args()
    _be_quiet()
    calm, stormy = compare(wanted.reports, wanted.seed, on_moto=wanted.moto)
    for name, item in (("calm", calm), ("storm", stormy)):
        rate = item.deliveries / item.seconds
        print(
            f"{name:6} {item.calls:6} calls on file from {item.reports} reports in {item.deliveries} deliveries, "
            f"{item.seconds:6.1f} s, {rate:5.0f} deliveries/s, {item.met or 'no faults'}"
        )
    is_same = (calm.items, calm.objects) == (stormy.items, stormy.objects)
    is_whole = calm.calls == stormy.calls == wanted.reports
    print("every call once:", "yes" if is_whole else "NO", "| identical to the calm run:", "yes" if is_same else "NO")
    return 0 if is_same and is_whole else 1


def _be_quiet() -> None:
    """Ten thousand refusals are no news here."""
    file_report.log.setLevel("CRITICAL")
    file_report.count = lambda *_args, **_dimensions: None  # type: ignore[assignment]


if __name__ == "__main__":
    sys.exit(main())
