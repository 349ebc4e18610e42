"""Schedules of the deployed stack fire by themselves."""

import asyncio
import time

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")
FIRES_WITHIN_S = 100  # once a minute, and the emulator looks every ten seconds or so


async def test_a_schedule_of_the_template_fires(stack):
    logs, deadline = stack.cloud.client("logs"), time.monotonic() + FIRES_WITHIN_S
    group = stack.cloud.resource_name("ReapOrphansLog")
    while not (events := logs.filter_log_events(logGroupName=group)["events"]):
        assert time.monotonic() < deadline, "the minute's schedule did not fire"
        await asyncio.sleep(1)
    assert any(event["message"].startswith("START") for event in events)
    assert not any("Traceback" in event["message"] for event in events)
