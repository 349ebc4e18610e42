"""Dead letters on SQS (moto): read once, released, sent back, and found by the queue's redrive policy."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from tests.contract.conftest import empty_aws
from trunkline.operations.adapters.dead_letter_queue import DeadLetterQueue
from trunkline.operations.use_cases.replay_dead_letters import READ_AT_MOST, go_through, own_dead_letters


class Queues:
    """A queue, its dead letters, and what is in them."""

    def __init__(self) -> None:
        self.sqs = boto3.client("sqs")
        self.dead = self.sqs.create_queue(QueueName="ExportsDeadLetters")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"]
        policy = json.dumps({"deadLetterTargetArn": attributes["QueueArn"], "maxReceiveCount": 5})
        made = self.sqs.create_queue(QueueName="ExportsQueue", Attributes={"RedrivePolicy": policy})
        self.url = made["QueueUrl"]
        self.queue = DeadLetterQueue(lambda: self.sqs, self.url)

    def fail(self, company: str, export: str) -> None:
        self.sqs.send_message(QueueUrl=self.dead, MessageBody=json.dumps({"company_id": company, "export_id": export}))

    def exports(self, url: str) -> list[str]:
        """What a reader sees now, and leaves visible."""
        found: dict[str, Any] = {}
        while got := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found |= {message["ReceiptHandle"]: json.loads(message["Body"])["export_id"] for message in got}
        for receipt in found:
            self.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt, VisibilityTimeout=0)
        return sorted(found.values())


@pytest.fixture
def queues() -> Iterator[Queues]:
    with empty_aws():
        yield Queues()


def test_a_companys_own_letters_are_listed_and_stay_visible(queues):
    for company, export in (("acme", "x1"), ("other", "y1"), ("acme", "x2")):
        queues.fail(company, export)
    own = own_dead_letters("acme", queues.queue, sends_back=False)
    assert sorted(letter.subject.id for letter in own.letters) == ["x1", "x2"]
    assert all(letter.sent_at for letter in own.letters)
    assert own.is_complete
    assert queues.exports(queues.dead) == ["x1", "x2", "y1"]
    assert queues.exports(queues.url) == []


def test_a_replay_sends_back_a_companys_own_and_no_others(queues):
    for n in range(12):
        queues.fail("acme", f"x{n:02}")
    queues.fail("other", "y1")
    own = own_dead_letters("acme", queues.queue, sends_back=True)
    assert (
        queues.exports(queues.url)
        == sorted(letter.subject.id for letter in own.letters)
        == [f"x{n:02}" for n in range(12)]
    )
    assert queues.exports(queues.dead) == ["y1"]


def test_one_request_reads_a_hundred_letters_at_most_and_says_so(queues):
    for n in range(READ_AT_MOST + 5):
        queues.fail("other" if n < READ_AT_MOST else "acme", f"{n:03}")
    own = own_dead_letters("acme", queues.queue, sends_back=False)
    assert not own.is_complete
    assert len(queues.exports(queues.dead)) == READ_AT_MOST + 5


def test_letters_are_released_when_sending_back_fails(queues, monkeypatch):
    queues.fail("acme", "x1")

    def refused(_letter: object) -> None:
        raise RuntimeError("the queue is away")

    monkeypatch.setattr(queues.queue, "send_back", refused)
    with pytest.raises(RuntimeError):
        list(go_through(queues.queue, lambda _: True, sends_back=True))
    assert queues.exports(queues.dead) == ["x1"]


def test_an_empty_queue_is_known_without_waiting_for_a_message(queues):
    assert queues.queue.seems_empty()
    queues.fail("acme", "x1")
    assert not queues.queue.seems_empty()
