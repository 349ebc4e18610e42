"""What of a relay that sleeps the emulated AWS can show: roles, the answer without it, and the stream that wakes it.

It has no Application Auto Scaling, so `tend_relay` is followed up to its first order there; the rest is played against
moto (`tests/contract/test_relay_that_sleeps.py`).
"""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from local.scenarios import support_call

pytestmark = pytest.mark.asyncio(loop_scope="session")
FOLLOWS_WITHIN_S = 30.0
CLOCK_S = 100.0  # once a minute, and the emulator looks every ten seconds or so
FLEET = {"pk": {"S": "RELAY#FLEET"}}


def runs(stack) -> int:
    group = stack.cloud.resource_name("TendRelayLog")
    events = stack.cloud.client("logs").filter_log_events(logGroupName=group)["events"]
    return sum(event["message"].startswith("START") for event in events)


async def runs_again(stack, within_s: float, why: str) -> None:
    before, deadline_s = runs(stack), time.monotonic() + within_s
    while runs(stack) == before:
        assert time.monotonic() < deadline_s, why
        await asyncio.sleep(0.5)


async def test_its_role_lets_the_function_find_the_relays_service_and_its_targets(stack):
    assert await stack.cloud.invoke("TendRelayFunction", {}) == {"state": "awake"}


async def test_a_call_while_it_sleeps_goes_to_the_provider_and_the_tables_stream_wakes_it(stack):
    table, dynamodb = stack.cloud.resource_name("DirectoryTable"), stack.cloud.client("dynamodb")
    awake = dynamodb.get_item(TableName=table, Key=FLEET)["Item"]
    asleep = awake | {"state": {"S": "asleep"}, "since": {"S": datetime.now(UTC).isoformat()}}
    dynamodb.put_item(TableName=table, Item=asleep)
    try:
        await runs_again(stack, CLOCK_S, "the minute's schedule did not fire")  # the next one is a minute away
        call = stack.ring(support_call.RELAYED)
        await runs_again(stack, FOLLOWS_WITHIN_S, "the stream woke no function")
        await stack.twilio.settled(90)  # not every queue: other tests here send unreadable reports
    finally:
        dynamodb.put_item(TableName=table, Item=awake)
    record = await stack.call_record(call.sid)
    assert (record["mode"], record["status"]) == ("register", "completed")
