"""The carrier dialler against the fake carrier over real sockets: one call each, and unclear outcomes are resolved."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from local.twilio import Person
from tests.contract.campaigns.dialling_world import ANA, ATTEMPT, campaign, order
from trunkline.calls.domain.routes import Mode
from trunkline.campaigns.domain.attempts import AnsweredBy, Outcome
from trunkline.campaigns.domain.campaigns import Channel, MachinePolicy
from trunkline.campaigns.domain.dialling import NEVER_PLACED, DialState, PlacedDial
from trunkline.campaigns.use_cases.dial_by_carrier import plan_of
from trunkline.errors import CarrierError, OutcomeUnknown
from trunkline.ids import CallId
from trunkline.speech.domain.voices import VoiceChoice

pytestmark = pytest.mark.enable_socket


# --- the carrier ------------------------------------------------------------------------------------------------------


async def test_the_carrier_rings_once_and_every_address_names_the_attempt(world):
    world.twilio.people[ANA] = Person()
    dialled = await world.dial(order(campaign()))
    await world.settled()
    assert list(world.twilio.calls) == [dialled.call_id]
    route, _ = world.plans.added[ATTEMPT]
    assert (route.mode, route.agent_id, route.attempt_id) == (Mode.RELAY, "agent_1", ATTEMPT)
    assert route.dynamic_variables == {"clinic": "North", "first_name": "Ana", "attempt_id": ATTEMPT}
    assert world.customer.forms_of(f"/twilio/voice/plan/{ATTEMPT}")
    values = [form["CallStatus"] for form in world.customer.forms_of(f"/api/v1/twilio/call-status/{ATTEMPT}")]
    assert sorted(values) == ["completed", "in-progress", "initiated", "ringing"]


@pytest.mark.parametrize(
    ("machines", "verdicts"),
    [
        ({AnsweredBy.MACHINE: MachinePolicy.HANG_UP}, ["machine_start"]),
        ({AnsweredBy.MACHINE: MachinePolicy.LEAVE_MESSAGE}, ["machine_start"]),  # the fake says what its person is
        ({AnsweredBy.MACHINE: MachinePolicy.CONTINUE}, []),
    ],
)
async def test_who_answered_is_found_out_beside_the_call_if_any_policy_asks(world, machines, verdicts):
    world.twilio.people[ANA] = Person(answered_by="machine_start")
    await world.dial(order(campaign(machines=machines)))
    await world.settled()
    assert [form["AnsweredBy"] for form in world.customer.forms_of(f"/twilio/amd/{ATTEMPT}")] == verdicts
    assert world.customer.forms_of("/twilio/voice/plan/")[0].get("AnsweredBy") is None, (
        "the answer does not wait for the verdict"
    )


def test_a_plan_speaks_the_contacts_own_words_and_only_in_a_voice_campaign():
    of = campaign(Channel.VOICE, voice=VoiceChoice("voice_1"), text="Hello {{first_name}}.", opt_out_key="9")
    plan = plan_of(order(of))
    assert (plan.mode, plan.opening, plan.opt_out_key) == (Mode.VOICE, "Hello Ana.", "9")
    assert plan_of(order(campaign(text="Hello"))).opening == ""
    assert plan_of(order(campaign(Channel.REGISTER))).mode is Mode.REGISTER
    assert [plan_of(order(campaign(clinical=clinical))).clinical for clinical in (True, False)] == [True, False]


async def test_a_refusal_of_the_carrier_is_a_carrier_error_and_rings_no_phone(world):
    with pytest.raises(CarrierError) as refused:
        await world.dial(order(campaign(), to="+1415555"))
    assert not isinstance(refused.value, OutcomeUnknown)
    assert not world.twilio.calls


async def test_a_lost_answer_of_the_carrier_is_asked_about_and_found(world):
    world.twilio.people[ANA] = Person(answers=False)
    world.twilio.faults.drop_create_responses = 1
    asked = order(campaign())
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    going = await world.resolve(asked.attempt, asked.campaign)
    assert going.state is DialState.GOING_ON
    assert going.dialled == PlacedDial(next(iter(world.twilio.calls)))
    await world.settled()
    over = await world.resolve(asked.attempt, asked.campaign)
    assert (over.state, over.ending.outcome) == (DialState.OVER, Outcome.NO_ANSWER)
    assert len(world.twilio.calls) == 1


@pytest.mark.parametrize(
    ("person", "outcome", "answered_by"),
    [
        (Person(), Outcome.HUMAN, AnsweredBy.HUMAN),
        (Person(answered_by="machine_start"), Outcome.MACHINE, AnsweredBy.MACHINE),
        (Person(answered_by="fax"), Outcome.FAX, AnsweredBy.FAX),
        (Person(busy=True), Outcome.BUSY, None),
        (Person(answers=False), Outcome.NO_ANSWER, None),
        (Person(unreachable=True), Outcome.FAILED, None),
    ],
)
async def test_what_the_carrier_remembers_of_a_call_is_its_outcome(world, person, outcome, answered_by):
    world.twilio.people[ANA] = person
    asked = order(campaign())
    dialled = await world.dial(asked)
    await world.settled()
    known = replace(asked.attempt, call_id=dialled.call_id)
    found = await world.resolve(known, asked.campaign)
    assert (found.state, found.dialled) == (DialState.OVER, dialled)
    assert (found.ending.outcome, found.ending.answered_by) == (outcome, answered_by)


async def test_a_call_the_carrier_never_placed_is_not_there_once_its_list_must_know(world):
    asked = order(campaign())
    early = await world.resolve(asked.attempt, asked.campaign)
    assert early.state is DialState.GOING_ON
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, asked.campaign, later) == NEVER_PLACED


async def test_an_earlier_call_to_the_same_person_is_not_taken_for_this_one(world):
    world.twilio.people[ANA] = Person(busy=True)
    await world.dial(order(campaign()))
    await world.settled()
    later = order(campaign()).attempt
    later = replace(later, dialled_at=later.dialled_at + timedelta(hours=4))
    found = await world.resolve(later, campaign(), later.dialled_at + timedelta(minutes=10))
    assert found == NEVER_PLACED


async def test_a_call_that_the_carrier_has_forgotten_is_over(world):
    gone = order(campaign(), call_id=CallId("CA" + "0" * 32)).attempt
    found = await world.resolve(gone, campaign())
    assert (found.state, found.ending.outcome) == (DialState.OVER, Outcome.FAILED)


async def test_a_carrier_that_cannot_be_asked_gives_no_answer_at_all(world):
    world.twilio.faults.refuse_rest_requests = 2
    with pytest.raises(CarrierError):
        await world.resolve(order(campaign()).attempt, campaign())
    with pytest.raises(CarrierError) as refused:
        await world.dial(order(campaign()))
    assert refused.value.code == "20429"


# --- the voice provider -----------------------------------------------------------------------------------------------


# --- the vendor's own client ------------------------------------------------------------------------------------------
