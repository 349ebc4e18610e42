"""Our clients of Retell against the fake: calls registered, placed once, looked up, read with their audio, deleted."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from local.retell import Agent, FakeRetell
from local.world.addresses import AddressBook
from tests.contract.campaigns.dialling_world import ANA, ATTEMPT, OURS, campaign, order
from trunkline.aws.secrets import ProviderSecrets
from trunkline.calls.domain.calls import RingingCall
from trunkline.campaigns.domain.attempts import Outcome
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.campaigns.domain.dialling import DialState
from trunkline.errors import NotConfigured, OutcomeUnknown, ProviderError
from trunkline.ids import CallId, ConversationId
from trunkline.vendors.retell.dialler import LISTED_BY
from trunkline.vendors.retell.provider import RetellProvider

KEY = "key_local"
CALL = RingingCall(CallId("CA1"), ANA, OURS)
CAMPAIGN = campaign(Channel.PROVIDER, provider="retell")

pytestmark = pytest.mark.enable_socket


@pytest.fixture
async def vendor():
    fake = FakeRetell({KEY}, AddressBook())
    fake.add_agent(Agent("agent_1"))
    fake.workspace.place = lambda _call: None
    fake.workspace.numbers[OURS] = {"phone_number": OURS}
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def linked():
    return []


@pytest.fixture
def provider(vendor):
    return RetellProvider(vendor.base_url, lambda: ProviderSecrets(KEY))


@pytest.fixture
def dialler(provider, linked):
    return provider.dialler(lambda request: dict(request.variables), lambda _of, _one, dialled: linked.append(dialled))


async def run(method, *values):
    return await asyncio.to_thread(method, *values)


def over(vendor, reason="user_hangup", words="Hello."):
    [call] = vendor.calls.values()
    vendor.lifecycle.begins(call)
    vendor.lifecycle.ends(call, reason, [{"role": "agent", "content": words, "words": []}], b"RIFF....")
    return ConversationId(call.call_id)


async def test_a_registered_call_has_its_own_sip_address_and_our_call_in_its_metadata(vendor, provider):
    made = await run(provider.registrar().register_call, CALL, "agent_1", {"first_name": "Ana", "visits": 3})
    [call] = vendor.calls.values()
    assert made.sip_uri == f"sip:{call.call_id}@sip.retellai.com;transport=tcp"
    assert (made.conversation_id, made.document) == (call.call_id, "")
    assert call.values["metadata"] == {"call_sid": "CA1"}
    assert call.values["retell_llm_dynamic_variables"] == {"first_name": "Ana", "visits": "3", "call_sid": "CA1"}
    assert (call.values["direction"], call.values["from_number"]) == ("inbound", ANA)


async def test_an_unknown_agent_and_a_missing_key_are_said_plainly(vendor, provider):
    with pytest.raises(ProviderError) as refusal:
        await run(provider.registrar().register_call, CALL, "agent_of_another", {})
    assert (refusal.value.status, refusal.value.code, refusal.value.retryable) == (404, "not_found", False)
    keyless = RetellProvider(vendor.base_url, ProviderSecrets)
    with pytest.raises(NotConfigured):
        await run(keyless.registrar().register_call, CALL, "agent_1", {})


async def test_a_busy_retell_is_worth_another_try(vendor, provider):
    vendor.faults.answers["register_phone_call"] = [429]
    with pytest.raises(ProviderError) as refusal:
        await run(provider.registrar().register_call, CALL, "agent_1", {})
    assert refusal.value.retryable


async def test_a_call_is_placed_with_the_attempt_as_its_key(vendor, dialler, linked):
    placed = await run(dialler.dial, order(CAMPAIGN))
    again = await run(dialler.dial, order(CAMPAIGN))
    [call] = vendor.calls.values()
    assert (placed.conversation_id, again.conversation_id) == (call.call_id, call.call_id)
    assert (call.values["metadata"], call.values["from_number"]) == ({"attempt_id": ATTEMPT}, OURS)
    assert linked == [placed, again]


@pytest.mark.parametrize(("status", "error"), [(400, ProviderError), (500, OutcomeUnknown), (0, OutcomeUnknown)])
async def test_a_no_is_a_refusal_and_a_lost_answer_is_none(vendor, dialler, status, error):
    vendor.faults.answers["create_phone_call"] = [status]
    with pytest.raises(error):
        await run(dialler.dial, order(CAMPAIGN))


async def test_a_lost_answer_is_looked_up_in_the_list(vendor, dialler, linked):
    made = await run(dialler.dial, order(CAMPAIGN))
    linked.clear()
    attempt = order(CAMPAIGN).attempt  # it has no conversation
    over(vendor)
    found = await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC))
    assert (found.state, found.dialled) == (DialState.OVER, made)
    assert found.ending.outcome is Outcome.HUMAN
    assert linked == [made]


async def test_what_is_not_listed_after_three_minutes_was_never_placed(dialler):
    attempt = order(CAMPAIGN).attempt
    early = await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC))
    late = await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC) + LISTED_BY)
    assert (early.state, late.state) == (DialState.GOING_ON, DialState.NOT_THERE)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("voicemail_reached", Outcome.MACHINE),
        ("ivr_reached", Outcome.IVR),
        ("user_requested_callback", Outcome.CALLBACK),
        ("agent_hangup", Outcome.HUMAN),
    ],
)
async def test_a_placed_call_is_resolved_by_its_reason(vendor, dialler, reason, outcome):
    made = await run(dialler.dial, order(CAMPAIGN))
    attempt = replace(order(CAMPAIGN).attempt, conversation_id=made.conversation_id)
    assert (await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC))).state is DialState.GOING_ON
    [call] = vendor.calls.values()
    vendor.lifecycle.begins(call)
    call.values["start_timestamp"] -= 5000
    vendor.lifecycle.ends(call, reason, [])
    assert (await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC))).ending.outcome is outcome


@pytest.mark.parametrize(("reason", "outcome"), [("dial_busy", Outcome.BUSY), ("dial_failed", Outcome.FAILED)])
async def test_a_call_that_was_not_connected_is_resolved_as_that(vendor, dialler, reason, outcome):
    made = await run(dialler.dial, order(CAMPAIGN))
    vendor.lifecycle.fails(vendor.calls[made.conversation_id], reason)
    attempt = replace(order(CAMPAIGN).attempt, conversation_id=made.conversation_id)
    assert (await run(dialler.resolve, attempt, CAMPAIGN, datetime.now(UTC))).ending.outcome is outcome


async def test_calls_are_listed_page_by_page_read_whole_and_deleted(vendor, provider, dialler):
    await run(dialler.dial, order(CAMPAIGN))
    call_id, conversations = over(vendor), provider.conversations()
    now = datetime.now(UTC)
    page = await run(conversations.page, now - timedelta(hours=1), now + timedelta(minutes=1), None)
    assert [(item.conversation_id, item.status) for item in page.conversations] == [(call_id, "done")]
    assert page.cursor is None
    status, body = await run(conversations.as_report, call_id)
    report = provider.read_report(body)
    assert (status, report.conversation_id, [turn.text for turn in report.turns]) == ("done", call_id, ["Hello."])
    assert await run(recording_of, conversations, call_id) == b"RIFF...."
    assert await run(conversations.delete, call_id) is True
    assert await run(conversations.delete, call_id) is False


def recording_of(conversations, call_id):
    with conversations.recording(call_id) as pieces:
        return b"".join(pieces)


async def test_a_call_without_a_recording_has_none(vendor, provider, dialler):
    await run(dialler.dial, order(CAMPAIGN))
    call_id = over(vendor)
    del vendor.calls[call_id].values["recording_url"]
    with pytest.raises(ProviderError, match="recording_not_there"):
        await run(recording_of, provider.conversations(), call_id)


async def test_an_agent_is_found_by_its_id_and_dialled_by_sip(provider):
    found = await run(provider.agents().agent, "agent_1")
    assert (found.is_by_sip, found.fits_a_telephone) == (True, True)
    assert await run(provider.agents().agent, "agent_9") is None
