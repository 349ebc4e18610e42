"""Streams, the bus, both queues and the customers, around the three real functions and the real tables."""

import heapq
import json
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from botocore.exceptions import ClientError

import deliver_event
import publish_events
import queue_deliveries
from tests.contract.conftest import CALLS, DIRECTORY
from tests.faults.event_customers import Customers
from tests.faults.request_load import THROTTLED, Killed, RequestLoad, ThrottledClient
from tests.faults.streamed_tables import StreamedTables
from trunkline.aws.directory_table import Directory
from trunkline.aws.sqs import JobQueue
from trunkline.bootstrap.delivery.deliver_event import DeliverEventHandlerDeps
from trunkline.bootstrap.delivery.queue_deliveries import QueueDeliveriesHandlerDeps
from trunkline.bootstrap.shared.events import new_seed
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.adapters.event_bridge import EventBridgeBus
from trunkline.events.domain.standard_webhooks import signing_secret
from trunkline.events.use_cases.deliver_event import DeliverEventDeps
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps

SHARDS, STREAM_BATCH, QUEUE_BATCH = 4, 100, 10
SHOWN_AGAIN = timedelta(seconds=180)  # VisibilityTimeout of both queues
INTERNAL = {"Error": {"Code": "InternalFailure", "Message": "we encountered an internal error"}}


@dataclass
class EventWorld:
    """Without faults when `load` has none and `chance` is zero."""

    load: RequestLoad
    customers: Customers
    now: datetime
    chance: float = 0.0  # of a message twice, and of an entry that the bus refuses
    tables: StreamedTables = field(default_factory=StreamedTables)
    shards: list[deque[dict[str, Any]]] = field(default_factory=lambda: [deque() for _ in range(SHARDS)])
    events: deque[dict[str, Any]] = field(default_factory=deque)
    due: list[tuple[datetime, float, dict[str, Any]]] = field(default_factory=list)
    runs: Counter[str] = field(default_factory=Counter)
    _streamed: int = 0

    @property
    def random(self) -> Random:
        return self.load.random

    # -- what AWS does

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        answers = []
        for entry in Entries:
            if self.random.random() < self.chance:
                answers.append({"ErrorCode": "ThrottlingException"})
                continue
            answers.append({"EventId": "1"})
            for _ in range(2 if self.random.random() < self.chance else 1):
                self.events.append({"detail-type": entry["DetailType"], "detail": json.loads(entry["Detail"])})
        return {"Entries": answers}

    def send_message(self, *, QueueUrl: str, MessageBody: str, DelaySeconds: int) -> dict[str, Any]:  # noqa: N803
        for _ in range(2 if self.random.random() < self.chance else 1):
            self._show(json.loads(MessageBody), self.now + timedelta(seconds=DelaySeconds))
        return {}

    def _show(self, job: dict[str, Any], at: datetime) -> None:
        heapq.heappush(self.due, (at, self.random.random(), job))

    # -- what the functions do

    def pass_on(self) -> None:
        """Everything that is to be done now, shards and messages in any order."""
        self._split_stream()
        for shard in self.random.sample(self.shards, SHARDS):
            self._publish(shard)
        self._queue()
        while self.due and self.due[0][0] <= self.now:
            self._deliver(heapq.heappop(self.due)[2])

    def _split_stream(self) -> None:
        for record in self.tables.stream[self._streamed :]:
            key = record["dynamodb"]["Keys"]["pk"]["S"]
            self.shards[int(key[-4:]) % SHARDS].append(record)
        self._streamed = len(self.tables.stream)

    def _publish(self, shard: deque[dict[str, Any]]) -> None:
        """One batch; what failed stays in front of its shard."""
        batch = [shard[n] for n in range(min(STREAM_BATCH, len(shard)))]
        if not batch:
            return None
        bus = EventBridgeBus(ThrottledClient(self, self.load, INTERNAL), "bus", "faults")
        try:
            answer = publish_events.respond({"Records": batch}, bus)
        except (Killed, ClientError):
            return self._count("publish again")
        failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
        self._count("publish again" if failed else "publish")
        for record in batch:
            if record["dynamodb"]["SequenceNumber"] in failed:
                return None
            shard.popleft()
        return None

    def _queue(self) -> None:
        waiting = list(self.events)
        self.random.shuffle(waiting)
        self.events.clear()
        for start in range(0, len(waiting), QUEUE_BATCH):
            batch = waiting[start : start + QUEUE_BATCH]
            deps = QueueDeliveriesHandlerDeps(self._stores(), lambda: self.now)
            failed = self._run("queue", queue_deliveries.respond, batch, deps)
            self.events.extend(batch[number] for number in failed)

    def _deliver(self, job: dict[str, Any]) -> None:
        stores = self._stores()
        sender, derive = self.customers.at(self.now), partial(signing_secret, b"key of the stage")
        delivering = DeliverEventDeps(stores.endpoints, stores.deliveries, stores.queue, sender, derive)
        deps = DeliverEventHandlerDeps(delivering, lambda: self.now)
        for _ in self._run("deliver", deliver_event.respond, [job], deps):
            self._show(job, self.now + SHOWN_AGAIN)

    def _run(self, name: str, respond: Any, bodies: list[dict[str, Any]], deps: Any) -> list[int]:
        """Positions of the messages that come again: all of them where the process was killed."""
        records = [{"messageId": str(number), "body": json.dumps(body)} for number, body in enumerate(bodies)]
        try:
            answer = respond({"Records": records}, deps)
        except Killed:
            self._count(f"{name} again")
            return list(range(len(bodies)))
        self._count(name)
        return [int(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]

    def _stores(self) -> QueueDeliveriesDeps:
        dynamodb = ThrottledClient(self.tables, self.load, THROTTLED)
        directory = Directory(dynamodb, DIRECTORY)
        webhooks = CallWebhooksTable(directory, CallIndex(dynamodb, CALLS))
        endpoints = AllEndpoints(EndpointsTable(directory), webhooks, new_seed)
        sqs = ThrottledClient(self, self.load, INTERNAL)
        queue = SqsDeliveryQueue(JobQueue(lambda: sqs, "deliveries"))
        return QueueDeliveriesDeps(endpoints, DeliveriesTable(directory), queue)

    def _count(self, run: str) -> None:
        self.runs[run] += 1
