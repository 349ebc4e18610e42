"""Deliveries through the tables, the queue's function and a customer's server over real TLS."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook

import deliver_event
import queue_deliveries
from tests.contract.conftest import CALLS, DIRECTORY
from tests.fakes.certificates import certificate_for
from tests.fakes.events import SECRET, cloud_event, endpoint
from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.bootstrap.delivery.deliver_event import DeliverEventHandlerDeps
from trunkline.bootstrap.delivery.queue_deliveries import QueueDeliveriesHandlerDeps
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.deliveries_table import DeliveriesTable
from trunkline.events.adapters.delivery_queue import SqsDeliveryQueue
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.adapters.https_sender import HttpsSender
from trunkline.events.domain.deliveries import DeliveryState, postponed
from trunkline.events.domain.endpoints import after_failure, disabled, free_slots, rotated
from trunkline.events.use_cases.deliver_event import DeliverEventDeps
from trunkline.events.use_cases.queue_deliveries import QueueDeliveriesDeps
from trunkline.web.public_https import PublicHttps

NAME = "crm.example.com"


class Customer:
    """An https server that answers as it is set to, and keeps what it received."""

    def __init__(self, context) -> None:
        self.status, self.delay_s, self.answer, self.drip_s, self.trickles = 204, 0.0, b"", 0.0, False
        self.received: list[tuple[dict[str, str], bytes]] = []
        customer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                customer.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
                time.sleep(customer.delay_s)
                while customer.trickles:
                    self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                    time.sleep(0.05)
                self.send_response(customer.status)
                self.send_header("location", "https://169.254.169.254/")
                self.send_header("content-length", str(len(customer.answer)))
                self.end_headers()
                for byte in customer.answer if customer.drip_s else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(customer.drip_s)
                if not customer.drip_s:
                    self.wfile.write(customer.answer)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://{NAME}:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Jobs:
    def __init__(self) -> None:
        self.sent: list[tuple[dict[str, Any], int]] = []

    def send(self, job: dict[str, Any], delay_s: int = 0) -> None:
        self.sent.append((job, delay_s))


class Pipeline:
    """Both functions over real tables; the clock is real, because signatures have their time."""

    def __init__(
        self,
        dynamodb: DynamoDBClient,
        customer: Customer,
        trusts,
        resolve=lambda *_: ["127.0.0.1"],
        allowed=lambda _: True,
    ) -> None:
        directory, self.jobs = Directory(dynamodb, DIRECTORY), Jobs()
        webhooks = CallWebhooksTable(directory, CallIndex(dynamodb, CALLS))
        self.endpoints = AllEndpoints(EndpointsTable(directory), webhooks, lambda: SECRET)
        self.deliveries = DeliveriesTable(directory)
        queue = SqsDeliveryQueue(self.jobs)
        https = PublicHttps(0.5, 64 * 1024, resolve, allowed, lambda: trusts)
        sender = HttpsSender(https)
        self.later = timedelta(0)
        now = lambda: datetime.now(UTC) + self.later  # noqa: E731
        self.queueing = QueueDeliveriesHandlerDeps(QueueDeliveriesDeps(self.endpoints, self.deliveries, queue), now)
        delivering = DeliverEventDeps(self.endpoints, self.deliveries, queue, sender, str)
        self.delivering = DeliverEventHandlerDeps(delivering, now)
        self.endpoints.add(endpoint(url=customer.url))

    def publish(self, number: int) -> None:
        body = json.dumps({"detail-type": "call.ended", "detail": cloud_event(number, at=datetime.now(UTC))})
        event = {"Records": [{"messageId": "m1", "body": body}]}
        assert queue_deliveries.respond(event, self.queueing) == {"batchItemFailures": []}

    def deliver(self) -> Any:
        """Every message that waits, once."""
        waiting, self.jobs.sent = self.jobs.sent, []
        for job, _ in waiting:
            event = {"Records": [{"messageId": "m1", "body": json.dumps(job)}]}
            assert deliver_event.respond(event, self.delivering) == {"batchItemFailures": []}
        return self.last()

    def last(self) -> Any:
        return next(self.deliveries.newest("acme", "e1", 1, None))


@pytest.fixture
def tls(tmp_path) -> tuple:
    return certificate_for(NAME, tmp_path)


@pytest.fixture
def customer(tls) -> Iterator[Customer]:
    server = Customer(tls[0])
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def pipeline(lean_dynamodb, customer, tls) -> Pipeline:
    return Pipeline(lean_dynamodb, customer, tls[1])


def test_an_event_arrives_signed_and_is_in_the_log(pipeline, customer):
    pipeline.publish(1)
    delivery = pipeline.deliver()
    [(headers, body)] = customer.received
    assert Webhook(SECRET).verify(body, headers) == json.loads(body)
    assert json.loads(body)["type"] == "call.ended"
    assert (delivery.state, delivery.attempts[0].status) == (DeliveryState.DELIVERED, 204)
    assert pipeline.jobs.sent == []


@pytest.mark.parametrize("status", [301, 400, 401, 404, 429, 500, 503])
def test_any_other_status_and_a_redirect_are_tried_again_in_five_seconds(pipeline, customer, status):
    customer.status = status
    pipeline.publish(1)
    delivery = pipeline.deliver()
    assert (delivery.state, delivery.attempts[0].status) == (DeliveryState.PENDING, status)
    [(job, delay_s)] = pipeline.jobs.sent
    assert (job["delivery_id"], delay_s) == (delivery.delivery_id, 5)
    assert len(customer.received) == 1


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"delay_s": 3.0}, "it took too long"),
        ({"status": 200, "answer": b"x" * 60_000, "drip_s": 0.01}, "it took too long"),
        ({"status": 200, "answer": b"x" * 100_000}, "its answer is too large"),
    ],
    ids=["silent", "dripping", "too large"],
)
def test_a_slow_or_endless_answer_is_an_attempt_with_its_reason(pipeline, customer, settings, error):
    for name, value in settings.items():
        setattr(customer, name, value)
    pipeline.publish(1)
    delivery = pipeline.deliver()
    [attempt] = delivery.attempts
    assert (attempt.status, attempt.error) == (None, error)
    assert attempt.took_ms < 2000


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"])
def test_a_name_that_leads_inside_is_never_connected_to(lean_dynamodb, customer, tls, address):
    """Also when it led outside a moment ago: each delivery looks the name up, and connects to what it found."""
    from trunkline.web.public_addresses import is_public

    pipeline = Pipeline(lean_dynamodb, customer, tls[1], lambda *_: ["93.184.216.34", address], is_public)
    pipeline.publish(1)
    [attempt] = pipeline.deliver().attempts
    assert (attempt.status, attempt.error) == (None, "its address is not a public one")
    assert customer.received == []


def test_headers_that_trickle_end_with_the_budget_and_free_their_worker(pipeline, customer):
    """Four of them would otherwise hold every worker, and other companies' deliveries would not be sent."""
    customer.trickles = True
    for number in range(6):
        pipeline.publish(number)
        pipeline.later += timedelta(minutes=20)
        pipeline.deliver()
    customer.trickles = False
    pipeline.later += timedelta(minutes=20)
    pipeline.publish(99)
    waiting = pipeline.jobs.sent[-1:]
    pipeline.jobs.sent = waiting
    assert pipeline.deliver().state is DeliveryState.DELIVERED


def test_a_certificate_of_another_name_is_refused(lean_dynamodb, customer, tmp_path):
    (tmp_path / "other").mkdir()
    _, trusts_another = certificate_for(NAME, tmp_path / "other")
    pipeline = Pipeline(lean_dynamodb, customer, trusts_another)
    pipeline.publish(1)
    [attempt] = pipeline.deliver().attempts
    assert (attempt.status, attempt.error) == (None, "it could not be reached")
    assert customer.received == []


def test_a_message_that_comes_early_or_twice_changes_nothing(pipeline, customer):
    customer.status = 500
    pipeline.publish(1)
    pipeline.deliver()
    pipeline.deliver()
    assert len(customer.received) == 1
    customer.status, pipeline.later = 204, timedelta(seconds=6)
    again = list(pipeline.jobs.sent)
    assert pipeline.deliver().state is DeliveryState.DELIVERED
    pipeline.jobs.sent = again
    pipeline.deliver()
    assert len(customer.received) == 2


def test_a_failing_endpoint_is_known_as_such_and_recovers(pipeline, customer):
    customer.status = 500
    pipeline.publish(1)
    pipeline.deliver()
    failing = pipeline.endpoints.find("acme", "e1")
    assert (failing.failures, failing.failing_since is not None) == (1, True)
    customer.status, pipeline.later = 204, timedelta(seconds=6)
    pipeline.deliver()
    assert pipeline.endpoints.find("acme", "e1").failing_since is None


def test_health_and_settings_do_not_overwrite_each_other(pipeline):
    """A delivery that ends while the secret is rotated and the endpoint is switched off."""
    before, now = pipeline.endpoints.find("acme", "e1"), datetime.now(UTC)
    changed = disabled(rotated(before, "whsec_new", now), "switched off")
    assert pipeline.endpoints.set_settings(changed, before)
    assert pipeline.endpoints.set_health(after_failure(before, now))
    after = pipeline.endpoints.find("acme", "e1")
    assert (after.secrets[0].seed, after.is_enabled, after.failures) == ("whsec_new", False, 1)
    assert not pipeline.endpoints.set_health(replace(before, endpoint_id="gone"))


def test_settings_that_were_changed_meanwhile_are_not_overwritten(pipeline):
    before, now = pipeline.endpoints.find("acme", "e1"), datetime.now(UTC)
    assert pipeline.endpoints.set_settings(rotated(before, "whsec_new", now), before)
    assert not pipeline.endpoints.set_settings(replace(before, url="https://other.example.com/"), before)
    assert pipeline.endpoints.find("acme", "e1").secrets[0].seed == "whsec_new"


def test_a_delivery_that_another_run_has_changed_stays_as_it_is(pipeline, customer):
    pipeline.publish(1)
    before = pipeline.last()
    delivered = pipeline.deliver()
    assert not pipeline.deliveries.change(postponed(before, datetime.now(UTC)), before)
    assert pipeline.last() == delivered


def test_only_one_delivery_tries_a_failing_endpoint(pipeline):
    now = datetime.now(UTC)
    found = pipeline.endpoints.find("acme", "e1")
    assert pipeline.endpoints.claim_probe(found, now + timedelta(seconds=10))
    assert not pipeline.endpoints.claim_probe(found, now + timedelta(seconds=20))


def test_a_message_that_is_no_event_comes_again(pipeline):
    event = {"Records": [{"messageId": "m1", "body": "{}"}]}
    assert queue_deliveries.respond(event, pipeline.queueing) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert deliver_event.respond(event, pipeline.delivering) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_the_table_has_seeds_and_no_secrets(pipeline, lean_dynamodb):
    found = lean_dynamodb.get_item(TableName=DIRECTORY, Key={"pk": {"S": "ENDPOINT#acme#e1"}}, ConsistentRead=True)
    [kept] = found["Item"]["secrets"]["L"]
    assert set(kept["M"]) == {"seed", "ends_at"}


def test_a_slow_endpoint_has_a_slot_for_each_of_its_deliveries(pipeline):
    pipeline.endpoints.set_slow(pipeline.endpoints.find("acme", "e1"), is_slow=True)
    now = datetime.now(UTC)
    until = now + timedelta(seconds=10)
    found = pipeline.endpoints.find("acme", "e1")
    assert found.is_slow
    claimed = [pipeline.endpoints.claim_slot(found, slot, until) for slot in (0, 0, 1, 2, 3)]
    assert claimed == [True, False, True, True, True]
    full = pipeline.endpoints.find("acme", "e1")
    assert (free_slots(full, now), free_slots(full, until)) == ([], [0, 1, 2, 3])
    pipeline.endpoints.free_slot(full, 2, until + timedelta(seconds=1))
    pipeline.endpoints.free_slot(full, 1, until)
    assert free_slots(pipeline.endpoints.find("acme", "e1"), now) == [1]
    assert pipeline.endpoints.claim_slot(full, 3, until + timedelta(seconds=9)), (
        "one that was left behind is taken over"
    )


def test_a_company_has_twenty_endpoints_also_when_they_are_added_at_once(pipeline):
    """Not by a list, which lags behind: the counter is written with the endpoint."""
    added = [pipeline.endpoints.add(endpoint(endpoint_id=f"n{number}")) for number in range(25)]
    assert added.count(True) == 19, "beside the one of this test"
    assert pipeline.endpoints.remove("acme", "n0")
    assert not pipeline.endpoints.remove("acme", "n0")
    assert [pipeline.endpoints.add(endpoint(endpoint_id=name)) for name in ("last", "more")] == [True, False]
    assert pipeline.endpoints.add(endpoint("other"))
