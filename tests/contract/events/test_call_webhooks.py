"""A call's own webhook: the same queue, signatures, retries and log as an event endpoint, for that call only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.conftest import CALLS, DIRECTORY
from tests.fakes.events import endpoint
from trunkline.aws.directory_table import Directory
from trunkline.bootstrap.shared.events import new_seed
from trunkline.calls.adapters.call_index import CallIndex
from trunkline.calls.adapters.calls_table import CallsTable
from trunkline.calls.domain.calls import TimelineEvent
from trunkline.events.adapters.all_endpoints import AllEndpoints
from trunkline.events.adapters.call_webhooks_table import CallWebhooksTable
from trunkline.events.adapters.endpoints_table import EndpointsTable
from trunkline.events.domain.deliveries import LOG_KEPT
from trunkline.events.domain.endpoints import after_failure, disabled, rotated
from trunkline.ids import CallId

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
URL = "https://crm.example.com/calls?token=s3cret"


@pytest.fixture
def endpoints(lean_dynamodb) -> AllEndpoints:
    directory = Directory(lean_dynamodb, DIRECTORY)
    calls = CallsTable(lean_dynamodb, CALLS)
    for call_id, company_id, url in (("CA1", "acme", URL), ("CA2", "acme", URL), ("CA3", "acme", None)):
        facts = {"company_id": company_id, "started_at": NOW.isoformat(), "webhook_url": url}
        calls.open(CallId(call_id), TimelineEvent("placed", NOW, "placed"), facts)
    webhooks = CallWebhooksTable(directory, CallIndex(lean_dynamodb, CALLS))
    return AllEndpoints(EndpointsTable(directory), webhooks, new_seed)


def test_a_call_with_a_webhook_receives_its_events_beside_the_endpoints(endpoints):
    endpoints.add(endpoint())
    assert [item.endpoint_id for item in endpoints.receivers("acme", "CA1")] == ["e1", "call-CA1"]
    assert [item.endpoint_id for item in endpoints.receivers("acme", "CA3")] == ["e1"]
    assert [item.endpoint_id for item in endpoints.receivers("acme", None)] == ["e1"]
    assert [item.endpoint_id for item in endpoints.receivers("acme", "CA-unknown")] == ["e1"]


def test_another_company_does_not_find_it(endpoints):
    assert endpoints.receivers("other", "CA1") == []
    assert endpoints.find("other", "call-CA1") is None


def test_the_webhooks_of_a_company_share_one_secret_that_rotates(endpoints):
    first, second = (endpoints.find("acme", name) for name in ("call-CA1", "call-CA2"))
    assert first.valid_seeds(NOW) == second.valid_seeds(NOW)
    shared = endpoints.shared("acme", NOW)
    assert endpoints.set_settings(rotated(shared, "whsec_new", NOW), shared)
    after = endpoints.find("acme", "call-CA1").valid_seeds(NOW)
    assert after == ("whsec_new", *first.valid_seeds(NOW))
    assert endpoints.of_company("acme") == [], "the secret's item is in no list"


def test_one_calls_failures_rest_and_switch_off_that_call_only(endpoints):
    first = endpoints.find("acme", "call-CA1")
    failed = after_failure(first, NOW)
    assert endpoints.set_health(failed)
    assert endpoints.set_settings(disabled(failed, "x"), failed)
    kept, other = endpoints.find("acme", "call-CA1"), endpoints.find("acme", "call-CA2")
    assert (kept.is_resting(NOW), kept.is_enabled, kept.failures) == (True, False, 1)
    assert (other.is_resting(NOW), other.is_enabled, other.failures) == (False, True, 0)
    assert endpoints.set_health(replace(kept, is_enabled=True))
    assert not endpoints.find("acme", "call-CA1").is_enabled, "health does not switch it on again"


def test_a_switch_before_any_failure_expires_with_the_log(endpoints, lean_dynamodb):
    first = endpoints.find("acme", "call-CA1")
    assert endpoints.set_settings(disabled(first, "x"), first)
    key = {"pk": {"S": "ENDPOINT#acme#call-CA1"}}
    item = lean_dynamodb.get_item(TableName=DIRECTORY, Key=key)["Item"]
    assert int(item["expires_at"]["N"]) == int((NOW + LOG_KEPT).timestamp())


def test_only_one_delivery_tries_a_failing_webhook(endpoints):
    endpoints.set_health(after_failure(endpoints.find("acme", "call-CA1"), NOW))
    found = endpoints.find("acme", "call-CA1")
    assert endpoints.claim_probe(found, NOW + timedelta(seconds=10))
    assert not endpoints.claim_probe(found, NOW + timedelta(seconds=20))


def test_the_url_is_in_the_calls_record_alone(endpoints, lean_dynamodb):
    """So that it is erased and expires with the call: afterwards there is no endpoint."""
    endpoints.set_health(after_failure(endpoints.find("acme", "call-CA1"), NOW))
    assert "s3cret" not in str(lean_dynamodb.query(
        TableName=DIRECTORY, KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "ENDPOINT#acme#call-CA1"}},
    ))  # fmt: skip
    lean_dynamodb.delete_item(TableName=CALLS, Key={"pk": {"S": "CALL#CA1"}, "sk": {"S": "CALL"}})
    assert endpoints.find("acme", "call-CA1") is None
