"""Calls that ElevenLabs places for a campaign, over its fake."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError

from local.elevenlabs import RouteFault
from local.twilio import Person
from tests.contract.campaigns.dialling_world import (
    ANA,
    ATTEMPT,
    KEY,
    campaign,
    order,
)
from trunkline.campaigns.domain.attempts import Outcome
from trunkline.campaigns.domain.campaigns import Campaign, Channel
from trunkline.campaigns.domain.dialling import NEVER_PLACED, DialState
from trunkline.campaigns.use_cases.dial_by_carrier import variables_of
from trunkline.errors import NotConfigured, OutcomeUnknown, ProviderError
from trunkline.vendors.elevenlabs.dialler import ElevenLabsDialler
from trunkline.vendors.elevenlabs.outbound_api import ending_of
from trunkline.web.vendor_client import VendorClient


def provided(world, **more) -> Campaign:
    return campaign(Channel.PROVIDER, phone_number_id=world.phone_number_id, **more)


async def test_the_provider_rings_once_and_its_report_names_the_attempt(world):
    world.twilio.people[ANA] = Person(play=listens)
    dialled = await world.dial(order(provided(world)))
    await world.settled()
    assert list(world.twilio.calls) == [dialled.call_id]
    assert world.linked == [dialled]
    conversation = world.vendor.conversations[dialled.conversation_id]
    assert conversation.client_data["user_id"] == ATTEMPT
    assert conversation.variables.items() >= {"attempt_id": ATTEMPT, "first_name": "Ana", "clinic": "North"}.items()
    [report] = [delivery for delivery in world.vendor.deliveries if delivery.type == "post_call_transcription"]
    phone = json.loads(report.body)["data"]["metadata"]["phone_call"]
    assert phone["external_number"] == ANA
    assert (phone["direction"], phone["phone_number_id"]) == ("outbound", world.phone_number_id)


async def listens(caller):
    await caller.agent_finishes()


@pytest.mark.parametrize(
    ("person", "reason", "outcome"),
    [
        (Person(busy=True), "busy", Outcome.BUSY),
        (Person(answers=False), "no-answer", Outcome.NO_ANSWER),
        (Person(unreachable=True), "unknown", Outcome.FAILED),
    ],
)
async def test_an_unreached_contact_is_reported_and_resolved_by_the_provider(world, person, reason, outcome):
    world.twilio.people[ANA] = person
    asked = order(provided(world))
    dialled = await world.dial(asked)
    await world.settled()
    [report] = [delivery for delivery in world.vendor.deliveries if delivery.type == "call_initiation_failure"]
    data = json.loads(report.body)["data"]
    assert (data["failure_reason"], data["metadata"]["body"]["CallSid"]) == (reason, dialled.call_id)
    for known in (asked.attempt, replace(asked.attempt, conversation_id=dialled.conversation_id)):
        found = await world.resolve(known, asked.campaign)
        assert (found.state, found.ending.outcome) == (DialState.OVER, outcome)


async def test_the_provider_hangs_up_on_machines_and_reports_by_webhook(world):
    world.twilio.people[ANA] = Person(answered_by="machine_start", detection_s=0.2, play=waits)
    dialled = await world.dial(order(provided(world)))
    await world.settled()
    assert "answering_machine_detection" in [delivery.type for delivery in world.vendor.deliveries]
    kinds = [kind for _, kind, _ in world.twilio.calls[dialled.call_id].events]
    assert "rest-hang-up" in kinds


async def waits(caller):
    await caller.line_drops()


async def test_a_lost_answer_of_the_provider_is_asked_about_and_found(world):
    world.twilio.people[ANA] = Person(busy=True)
    world.vendor.faults.lose_outbound_answers = {ANA}
    asked = order(provided(world))
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    await world.settled()
    found = await world.resolve(asked.attempt, asked.campaign)
    assert found.ending.outcome is Outcome.BUSY
    assert len(world.twilio.calls) == 1
    assert world.linked == [found.dialled]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_error_of_the_provider_leaves_open_whether_it_rings(world, status):
    world.vendor.faults.fail("outbound_call", status=status)
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


@pytest.mark.parametrize("status", [0, 400])
async def test_a_refusal_of_the_providers_carrier_is_a_clear_no_in_either_form(world, status):
    world.vendor.faults.outbound_refusal_status = status
    with pytest.raises(ProviderError):
        await world.dial(order(provided(world), to="+1415555"))
    assert not world.twilio.calls


async def test_a_yes_without_a_name_leaves_it_open(world):
    world.vendor.faults.outbound_without_ids = True
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


@pytest.mark.parametrize("shape", ["html", "empty"])
async def test_a_success_that_cannot_be_read_leaves_it_open(world, shape):
    world.vendor.faults.routes["outbound_call"] = RouteFault(status=200, shape=shape)
    with pytest.raises(OutcomeUnknown):
        await world.dial(order(provided(world)))


async def test_a_provider_that_knows_nothing_of_it_is_believed_once_its_list_must_know(world):
    asked = order(provided(world))
    assert (await world.resolve(asked.attempt, asked.campaign)).state is DialState.GOING_ON
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, asked.campaign, later) == NEVER_PLACED
    world.vendor.faults.fail("list_conversations")
    with pytest.raises(ProviderError):
        await world.resolve(asked.attempt, asked.campaign, later)


async def test_another_agents_conversation_with_the_same_user_id_is_not_the_attempts(world):
    """A company may write any attempt's id into what its own agent learns of a caller."""
    world.twilio.people[ANA] = Person(busy=True)
    world.vendor.faults.lose_outbound_answers = {ANA}
    asked = order(provided(world))
    with pytest.raises(OutcomeUnknown):
        await world.dial(asked)
    await world.settled()
    others = replace(asked.campaign, agent_id="agent_of_another_company")
    later = datetime.now(UTC) + timedelta(minutes=4)
    assert await world.resolve(asked.attempt, others, later) == NEVER_PLACED
    assert await world.resolve(asked.attempt, asked.campaign, later) != NEVER_PLACED


def test_no_call_is_placed_without_a_key_or_a_host():
    unconfigured = ElevenLabsDialler(VendorClient("http://127.0.0.1:9"), str, variables_of, lambda *_: None)
    with pytest.raises(NotConfigured):
        unconfigured.dial(order(campaign(Channel.PROVIDER)))
    unreachable = ElevenLabsDialler(VendorClient("http://127.0.0.1:9"), lambda: KEY, variables_of, print)
    with pytest.raises(ProviderError, match="unreachable"):
        unreachable.dial(order(campaign(Channel.PROVIDER)))


@pytest.mark.parametrize(
    ("call_result", "has_words", "outcome"),
    [
        ("answered", True, Outcome.HUMAN),
        ("answered", False, Outcome.HUMAN),
        ("voicemail", True, Outcome.MACHINE),
        ("busy", False, Outcome.BUSY),
        ("no_answer", False, Outcome.NO_ANSWER),
        ("failed", False, Outcome.FAILED),
        ("", True, Outcome.HUMAN),
        ("", False, Outcome.FAILED),
        ("something_new", False, Outcome.FAILED),
    ],
)
def test_every_result_the_provider_names_is_an_outcome(call_result, has_words, outcome):
    assert ending_of(call_result, has_words, 12).outcome is outcome


async def test_the_official_client_dials_through_the_fake_and_reads_its_answer(world):
    world.twilio.people[ANA] = Person(busy=True)
    client = ElevenLabs(api_key=KEY, base_url=world.vendor.base_url)
    answer = await asyncio.to_thread(
        client.conversational_ai.twilio.outbound_call,
        agent_id="agent_1",
        agent_phone_number_id=world.phone_number_id,
        to_number=ANA,
        conversation_initiation_client_data={"user_id": "u1", "dynamic_variables": {"first_name": "Ana"}},
        telephony_call_config={"ringing_timeout_secs": 20, "twilio_machine_detection": {"mode": "enable"}},
    )
    assert answer.success
    assert answer.call_sid in world.twilio.calls
    listed = await asyncio.to_thread(client.conversational_ai.conversations.list, user_id="u1")
    assert [conversation.conversation_id for conversation in listed.conversations] == [answer.conversation_id]
    await world.settled()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"agent_id": "agent_unknown"}, 404),
        ({"agent_phone_number_id": "phnum_unknown"}, 404),
        ({"telephony_call_config": {"ringing_timeout_secs": 1000}}, 422),
        (
            {
                "telephony_call_config": {
                    "twilio_machine_detection": {
                        "mode": "enable",
                        "actions": [
                            {"action": "hang_up", "answered_by": ["fax"]},
                            {"action": "hang_up", "answered_by": ["fax"]},
                        ],
                    }
                }
            },
            422,
        ),
    ],
)
async def test_the_fake_refuses_what_the_vendor_refuses(world, wrong, status):
    client = ElevenLabs(api_key=KEY, base_url=world.vendor.base_url)
    asked = {"agent_id": "agent_1", "agent_phone_number_id": world.phone_number_id, "to_number": ANA} | wrong
    with pytest.raises(ApiError) as refusal:
        await asyncio.to_thread(client.conversational_ai.twilio.outbound_call, **asked)
    assert refusal.value.status_code == status
    assert not world.twilio.calls
