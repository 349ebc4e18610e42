"""Streams of tables: new keys become invocations, those that a function's filter lets through.

Lambda's own rules: records in order, a batch that fails comes again, as often as the mapping says.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local.cloud.template import REGION, Template, TemplateError
from local.cloud.workers import FunctionFailed

BATCH_WINDOW_S = 0.25  # as often as Lambda looks: what comes within it is one batch


@dataclass(frozen=True)
class StreamMapping:
    function: str
    table: str
    batch_size: int
    retries: int
    patterns: tuple[dict, ...]
    reports_failures: bool = False


def stream_mappings(template: Template) -> list[StreamMapping]:
    names = {template.attribute(name, "StreamArn"): template.name(name) for name in _tables_with_streams(template)}
    return [
        _mapping(function, event["Properties"], names)
        for function in template.of_type("AWS::Serverless::Function")
        for event in template.properties(function).get("Events", {}).values()
        if event["Type"] == "DynamoDB"
    ]


def _tables_with_streams(template: Template) -> list[str]:
    return [n for n in template.of_type("AWS::DynamoDB::Table") if "StreamSpecification" in template.properties(n)]


def _mapping(function: str, properties: dict, names: dict[str, str]) -> StreamMapping:
    if properties["Stream"] not in names:
        raise TemplateError(f"{function} listens to a stream that is not in the template: {properties['Stream']}")
    filters = properties.get("FilterCriteria", {}).get("Filters", [])
    patterns = tuple(json.loads(item["Pattern"]) for item in filters)
    retries = int(properties.get("MaximumRetryAttempts", -1))
    reports_failures = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
    batch_size = int(properties.get("BatchSize", 100))
    return StreamMapping(function, names[properties["Stream"]], batch_size, retries, patterns, reports_failures)


def matches(pattern: Any, value: Any) -> bool:
    """Lambda's event filters, as far as a template here uses them: exact values and prefixes."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(matches(inner, value.get(name)) for name, inner in pattern.items())
    return any(_matches_one(rule, value) for rule in pattern)


def _matches_one(rule: Any, value: Any) -> bool:
    if not isinstance(rule, dict):
        return rule == value
    if set(rule) != {"prefix"}:
        raise TemplateError(f"the local cloud plays no such filter: {rule}")
    return isinstance(value, str) and value.startswith(rule["prefix"])


class StreamPoller:
    """Reads one stream for one function. The embedded AWS answers when there is something to read."""

    def __init__(self, mapping: StreamMapping, streams: Any, invoke: Callable, in_thread: Callable) -> None:
        self.mapping = mapping
        self.busy = False
        self._read_to = 0  # the sequence number of the last record that was read
        self._stream = ""  # its ARN, once it is known
        self._streams, self._invoke, self._in_thread = streams, invoke, in_thread

    async def run(self) -> None:
        iterator = await self._in_thread(self._first)
        while True:
            answer = await self._in_thread(
                self._streams.get_records, ShardIterator=iterator, Limit=self.mapping.batch_size
            )
            iterator = answer["NextShardIterator"]
            if answer["Records"]:
                await self._read(answer["Records"])
                await asyncio.sleep(BATCH_WINDOW_S)

    async def _read(self, records: list[dict]) -> None:
        self.busy = True
        try:
            self._read_to = int(records[-1]["dynamodb"]["SequenceNumber"])
            await self._serve([record for record in records if self._passes(record)])
        finally:
            self.busy = False

    def has_unread(self) -> bool:
        """Asks the embedded AWS, so it takes a moment."""
        if not self._stream:
            return True
        return int(self._shard()["SequenceNumberRange"].get("EndingSequenceNumber", 0)) > self._read_to

    def _first(self) -> str:
        """From the table's beginning: it was made a moment ago, and writes may have come before this."""
        [stream] = self._streams.list_streams(TableName=self.mapping.table)["Streams"]
        self._stream = stream["StreamArn"]
        found = self._streams.get_shard_iterator(
            StreamArn=self._stream, ShardId=self._shard()["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )
        return str(found["ShardIterator"])

    def _shard(self) -> dict:
        [shard] = self._streams.describe_stream(StreamArn=self._stream)["StreamDescription"]["Shards"]
        return dict(shard)

    def _passes(self, record: dict) -> bool:
        return not self.mapping.patterns or any(matches(pattern, record) for pattern in self.mapping.patterns)

    async def _serve(self, records: list[dict]) -> None:
        tries = 0
        while records and (records := await self._left_of(records)) and tries != self.mapping.retries:
            tries += 1

    async def _left_of(self, records: list[dict]) -> list[dict]:
        """The records that have to come again: all after an error, else from the first failure the function names."""
        try:
            answer = await self._invoke(self.mapping.function, stream_event(records))
        except FunctionFailed:
            return records
        failures = (answer or {}).get("batchItemFailures", []) if self.mapping.reports_failures else []
        failed = {failure["itemIdentifier"] for failure in failures}
        first = next(
            (n for n, item in enumerate(records) if item["dynamodb"]["SequenceNumber"] in failed), len(records)
        )
        return records[first:]


def stream_event(records: list[dict]) -> dict:
    """From what boto3's get_records gives to what a function subscribed to the stream receives."""
    return {"Records": [_record(record) for record in records]}


def _record(record: dict) -> dict:
    values = dict(record["dynamodb"])
    if created := values.get("ApproximateCreationDateTime"):
        values["ApproximateCreationDateTime"] = int(created.timestamp())
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventVersion": record["eventVersion"],
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "dynamodb": values,
    }
