"""Single calls that Retell dials: ordered over a route of Retell, with the gates of every single call, rung once."""

import pytest

from tests.contract.api.conftest import CALLEE, NOW, OURS
from tests.contract.api.retell_world import RetellWorld, world
from tests.contract.api.test_agent_calls import rung
from trunkline.campaigns.domain.suppressions import Suppression, SuppressionScope
from trunkline.ids import CallId

__all__ = ("world",)
CALLS = "/api/v1/calls"
REQUEST = {"to_number": CALLEE, "route": OURS, "channel": "provider"}


@pytest.fixture(autouse=True)
def routed(world) -> None:
    world.route()


async def ordered(world: RetellWorld, status: int = 201, headers: dict | None = None, **more) -> dict:
    answer = await world.api.ask("POST", CALLS, json=REQUEST | more, headers=headers or {})
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_retell_dials_with_variables_overrides_metadata_and_the_user(world):
    overrides = {"voice_id": "11labs-Adrian", "language": "es-ES", "prompt": "Be short.", "first_message": "Hola."}
    made = await ordered(
        world, dynamic_variables={"first_name": "Ana"}, user_id="u1", metadata={"order": "7"}, overrides=overrides
    )
    [call] = world.retell.calls.values()
    assert (made["call_sid"], made["conversation_id"], made["channel"]) == (call.call_id, call.call_id, "provider")
    assert (call.values["from_number"], call.values["to_number"], call.agent.agent_id) == (OURS, CALLEE, "agent_good")
    assert call.values["retell_llm_dynamic_variables"] == {"first_name": "Ana"}
    known = call.values["metadata"]
    assert (known["order"], known["user_id"], "reference" in known) == ("7", "u1", True)
    assert call.values["agent_override"] == {
        "agent": {"voice_id": "11labs-Adrian", "language": "es-ES"},
        "retell_llm": {"general_prompt": "Be short.", "begin_message": "Hola."},
    }


async def test_the_call_is_filed_under_retells_id_and_counted_for_the_person(world):
    made = await ordered(world, metadata={"order": "7"})
    facts = world.api.services.call_search.find(CallId(made["call_sid"])).facts
    assert (facts["mode"], facts["provider"], facts["metadata"]) == ("provider", "retell", {"order": "7"})
    assert rung(world.api) == (world.api.clock(),)


async def test_metadata_with_a_name_of_ours_does_not_reach_retell(world):
    await ordered(world, metadata={"call_sid": "CA9", "attempt_id": "c1-p1-1", "reference": "x"})
    [call] = world.retell.calls.values()
    assert {"call_sid", "attempt_id"}.isdisjoint(call.values["metadata"])
    assert call.values["metadata"]["reference"] != "x"


async def test_the_same_idempotency_key_rings_once(world):
    first, second = [await ordered(world, headers={"Idempotency-Key": "order-1"}) for _ in range(2)]
    assert (first, len(world.retell.calls)) == (second, 1)


async def test_a_lost_answer_is_asked_about_and_never_dialled_again(world):
    headers = {"Idempotency-Key": "order-1"}
    world.retell.faults.lose_answers["create_phone_call"] = 1
    await ordered(world, 503, headers)
    world.api.clock.passes(seconds=40)
    await ordered(world, 503, headers)  # registered calls are not listed yet
    [call] = world.retell.calls.values()
    world.retell.lifecycle.begins(call)
    world.api.clock.passes(seconds=40)
    found = await ordered(world, 201, headers)
    assert (found["call_sid"], len(world.retell.calls), len(rung(world.api))) == (call.call_id, 1, 1)


async def test_the_call_of_an_earlier_day_under_the_same_key_is_not_this_one(world):
    headers = {"Idempotency-Key": "order-1"}
    world.retell.faults.lose_answers["create_phone_call"] = 1
    await ordered(world, 503, headers)
    [call] = world.retell.calls.values()
    world.retell.lifecycle.begins(call)
    call.values["start_timestamp"] = round(NOW.timestamp() * 1000) - 86_400_000
    world.api.clock.passes(seconds=40)
    await ordered(world, 503, headers)


@pytest.mark.parametrize(("fault", "status"), [(402, 503), (401, 503), (400, 400), (429, 429), (422, 404)])
async def test_a_clear_refusal_is_said_and_may_be_ordered_again(world, fault, status):
    headers = {"Idempotency-Key": "order-1"}
    world.retell.faults.answers["create_phone_call"] = [fault]
    await ordered(world, status, headers)
    assert world.retell.calls == {}
    await ordered(world, 201, headers)


async def test_a_suppressed_number_and_closed_hours_hold_here_too(world):
    world.api.services.suppressions.add(Suppression(CALLEE, SuppressionScope.COMPANY, "acme", "a call", NOW))
    assert (await ordered(world, 409))["reason"] == "suppressed"
    world.api.clock.now = NOW
    assert (await ordered(world, 409, to_number="+14155550111"))["reason"] == "hours"
    assert (world.retell.calls, rung(world.api)) == ({}, ())


async def test_an_imported_numbers_id_is_not_for_retell_and_a_limit_is_its_agents(world):
    assert "from_number" in (await ordered(world, 400, phone_number_id="phnum_1"))["detail"]
    assert "max_duration_s" in (await ordered(world, 400, max_duration_s=60))["detail"]
    assert "belong together" in (await ordered(world, 400, channel="register", phone_number_id="phnum_1"))["detail"]


async def test_a_number_of_another_company_is_refused(world):
    await ordered(world, 400, from_number="+14155550177")
    assert world.retell.calls == {}
