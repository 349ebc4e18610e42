"""Orders to calls that an agent at Retell holds: what its API takes, and a plain reason for the rest."""

import asyncio

import pytest

from tests.contract.api.conftest import CALLEE, OURS
from tests.contract.api.retell_world import SID, RetellWorld, world
from trunkline.calls.domain.outbound.outbound_calls import OutboundCallRequest

__all__ = ("world",)
WORDS = {"text": "The bill is paid."}
BOTH = pytest.mark.parametrize("mode", ["register", "provider"])


def running(world: RetellWorld, mode: str = "provider"):
    """The path of a running call's orders, with the call and its voice at Retell. Registered: the carrier's call."""
    call, voice = world.live()
    call_id = SID if mode == "register" else call.call_id
    world.file(call_id, call, mode=mode, status="in-progress")
    return f"/api/v1/calls/{call_id}", call, voice


@BOTH
async def test_context_reaches_the_agent_which_goes_on(world, mode):
    path, call, voice = running(world, mode)
    answer = await world.api.ask("POST", f"{path}/context", json=WORDS)
    assert (answer.status_code, answer.json()["status"]) == (200, "context given"), answer.text
    assert [item["content"] for item in call.items if item["role"] == "injected"] == ["The bill is paid."]
    assert voice.waiting == []


@BOTH
async def test_a_message_is_answered_at_once(world, mode):
    path, _, voice = running(world, mode)
    answer = await world.api.ask("POST", f"{path}/message", json=WORDS)
    assert (answer.status_code, answer.json()["status"]) == (200, "message sent"), answer.text
    assert voice.waiting == ["The bill is paid."]


async def test_an_order_is_given_once_under_one_key(world):
    path, call, _ = running(world)
    headers = {"Idempotency-Key": "order-1"}
    for _ in range(2):
        assert (await world.api.ask("POST", f"{path}/context", json=WORDS, headers=headers)).status_code == 200
    assert len(call.items) == 1


@BOTH
async def test_keys_are_no_order_of_retells(world, mode):
    path, _, _ = running(world, mode)
    answer = await world.api.ask("POST", f"{path}/keys", json={"digits": "1"})
    assert (answer.status_code, "plays no keys" in answer.text) == (409, True)


async def test_a_call_of_retells_own_is_transferred_by_retell_alone(world):
    path, _, _ = running(world)
    answer = await world.api.ask("POST", f"{path}/transfer", json={})
    assert (answer.status_code, "no more" not in answer.text) == (409, True)
    assert "its agent transfers it" in answer.json()["detail"]


async def test_a_call_of_retells_own_is_ended_there(world):
    path, _, voice = running(world)
    answer = await world.api.ask("POST", f"{path}/hang-up")
    assert (answer.status_code, voice.stopped_by) == (200, "manual_stopped"), answer.text


async def test_a_registered_call_is_ended_at_the_carrier(world):
    carrier = world.api.services.carrier
    asked = OutboundCallRequest(CALLEE, OURS, "https://voice.example.com/x", "https://voice.example.com/y")
    placed = await asyncio.to_thread(carrier.place, asked)
    call, voice = world.live()
    world.file(placed.call_id, call, direction="outbound", status="in-progress")
    answer = await world.api.ask("POST", f"/api/v1/calls/{placed.call_id}/hang-up")
    assert (answer.status_code, voice.stopped_by) == (200, ""), answer.text
    assert (await asyncio.to_thread(carrier.find, placed.call_id)).status in {"completed", "canceled"}


@pytest.mark.parametrize(("name", "body"), [("context", WORDS), ("message", WORDS), ("hang-up", None)])
async def test_an_order_to_a_call_that_rings_or_is_unknown_there_is_a_conflict(world, name, body):
    ringing = world.retell.workspace.new_call(world.retell.workspace.agents["agent_good"])
    world.file(ringing.call_id, ringing, mode="provider")
    answer = await world.api.ask("POST", f"/api/v1/calls/{ringing.call_id}/{name}", json=body)
    assert (answer.status_code, "not in progress" in answer.text) == (409, True)
    del world.retell.calls[ringing.call_id]
    assert (await world.api.ask("POST", f"/api/v1/calls/{ringing.call_id}/{name}", json=body)).status_code == 409


@pytest.mark.parametrize(("name", "body"), [("context", WORDS), ("hang-up", None)])
async def test_an_order_to_a_call_that_is_over_is_a_conflict_and_is_not_sent(world, name, body):
    path, call, voice = running(world)
    world.file(call.call_id, call, mode="provider", status="completed", progress=4)
    assert (await world.api.ask("POST", f"{path}/{name}", json=body)).json() == {"detail": "Call has ended"}
    assert (call.items, voice.stopped_by) == ([], "")


@pytest.mark.parametrize(("name", "body"), [("context", WORDS), ("message", WORDS), ("hang-up", None)])
async def test_another_companys_call_is_not_there(world, name, body):
    call, voice = world.live()
    world.file(call.call_id, call, mode="provider", company="other")
    assert (await world.api.ask("POST", f"/api/v1/calls/{call.call_id}/{name}", json=body)).status_code == 404
    assert (call.items, voice.waiting, voice.stopped_by) == ([], [], "")


@pytest.mark.parametrize(("fault", "status"), [(401, 503), (429, 429), (500, 503), (0, 503)])
async def test_a_retell_that_is_away_or_refuses_our_key_is_said(world, fault, status):
    path, _, _ = running(world)
    world.retell.faults.answers["update_live_call"] = [fault]
    assert (await world.api.ask("POST", f"{path}/context", json=WORDS)).status_code == status
