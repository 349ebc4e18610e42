"""Event source mappings: queues whose messages become invocations, with Lambda's rules for what comes again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from local.cloud import events
from local.cloud.template import Template, TemplateError
from local.cloud.workers import FunctionFailed

LONG_POLL_S = 5

InThread = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Mapping:
    function: str
    queue_url: str
    queue_arn: str
    batch_size: int
    reports_failures: bool


def mappings(template: Template) -> list[Mapping]:
    urls = {template.attribute(name, "Arn"): template.reference(name) for name in template.of_type("AWS::SQS::Queue")}
    return [
        _mapping(function, event["Properties"], urls)
        for function in template.of_type("AWS::Serverless::Function")
        for event in template.properties(function).get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


def _mapping(function: str, properties: dict, urls: dict[str, str]) -> Mapping:
    arn = properties["Queue"]
    if arn not in urls:
        raise TemplateError(f"{function} listens to a queue that is not in the template: {arn}")
    reports = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
    return Mapping(function, urls[arn], arn, int(properties.get("BatchSize", 10)), reports)


class Poller:
    """Receives from one queue and invokes one function.

    A failed message comes back after `redelivery_s` instead of the queue's visibility timeout, which is six
    minutes. How often it comes back, and where it ends, is the queue's own redrive policy.
    """

    def __init__(self, mapping: Mapping, sqs: Any, invoke: Callable, in_thread: InThread, redelivery_s: float) -> None:
        self.mapping = mapping
        self.busy = False
        self._sqs, self._invoke, self._in_thread = sqs, invoke, in_thread
        self._redelivery_s = redelivery_s

    async def run(self) -> None:
        while True:
            messages = await self._receive()
            if messages:
                self.busy = True
                try:
                    await self._serve(messages)
                finally:
                    self.busy = False

    async def _receive(self) -> list[dict]:
        answer = await self._in_thread(
            self._sqs.receive_message,
            QueueUrl=self.mapping.queue_url,
            MaxNumberOfMessages=min(10, self.mapping.batch_size),
            WaitTimeSeconds=LONG_POLL_S,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    async def _serve(self, messages: list[dict]) -> None:
        failed = await self._failures(messages)
        done = [message for message in messages if message["MessageId"] not in failed]
        if done:
            await self._in_thread(
                self._sqs.delete_message_batch, QueueUrl=self.mapping.queue_url, Entries=_entries(done)
            )
        if failed:
            await asyncio.sleep(self._redelivery_s)
            again = [message for message in messages if message["MessageId"] in failed]
            await self._in_thread(
                self._sqs.change_message_visibility_batch,
                QueueUrl=self.mapping.queue_url,
                Entries=[{**entry, "VisibilityTimeout": 0} for entry in _entries(again)],
            )

    async def _failures(self, messages: list[dict]) -> set[str]:
        ids = [message["MessageId"] for message in messages]
        try:
            result = await self._invoke(self.mapping.function, events.sqs_event(messages, self.mapping.queue_arn))
        except FunctionFailed:
            return set(ids)
        return events.failed_messages(result, ids) if self.mapping.reports_failures else set()


def _entries(messages: list[dict]) -> list[dict]:
    return [{"Id": str(n), "ReceiptHandle": message["ReceiptHandle"]} for n, message in enumerate(messages)]
