"""Alarms over the API: for administrators, the stage's own, with when each came into its state."""

from datetime import timedelta

import pytest

from trunkline.operations.domain.alarms import Alarm, AlarmState

API = "/api/v1"


async def test_an_administrator_sees_which_alarms_ring_and_since_when(api):
    since = api.clock() - timedelta(minutes=5)
    api.services.alarms.alarms.append(Alarm("DoorsFailedAlarm", "Answers are errors.", AlarmState.ALARM, since))
    answer = await api.ask("GET", f"{API}/alarms")
    alarm = {"name": "DoorsFailedAlarm", "description": "Answers are errors.", "state": "alarm"}
    assert answer.json() == {"alarms": [alarm | {"since": "2026-11-20T11:55:00Z"}]}


async def test_a_stage_without_alarms_answers_with_none(api):
    assert (await api.ask("GET", f"{API}/alarms")).json() == {"alarms": []}


@pytest.mark.parametrize(("key", "status"), [("read", 403), ("operate", 403), (None, 401)])
async def test_others_see_none(api, key, status):
    assert (await api.ask("GET", f"{API}/alarms", key)).status_code == status
