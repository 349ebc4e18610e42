"""The vendor's own SDK as a second opinion on the fake Retell: what it sends is taken, what is answered it can read."""

import asyncio
import json
import time
from typing import get_args

import pytest
import retell
from aiohttp import web
from retell import Retell
from retell.types.phone_call_response import PhoneCallResponse

from local.agents.dialogue import ClientTool
from local.retell import Agent, CustomFunction, FakeRetell, Webhook
from local.retell.functions import CustomFunctions
from local.world.addresses import AddressBook
from trunkline.campaigns.domain.dialling import Outcome, result_ending
from trunkline.vendors.retell.disconnections import disconnection_of

KEY, OURS, ANA = "key_local", "+15005550006", "+14155550123"
ENGINE = {"type": "retell-llm", "llm_id": "llm_1"}

pytestmark = pytest.mark.enable_socket


@pytest.fixture
async def vendor():
    fake = FakeRetell({KEY}, AddressBook())
    fake.add_agent(Agent("agent_1"))
    fake.workspace.place = lambda _call: None  # the tests say what becomes of a call
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def client(vendor):
    made = Retell(api_key=KEY, base_url=vendor.base_url, max_retries=0)
    await asyncio.to_thread(
        made.phone_number.import_,
        phone_number=OURS,
        termination_uri="acme.pstn.twilio.com",
        outbound_agents=[{"agent_id": "agent_1", "weight": 1}],
    )
    yield made
    made.close()


async def ask(method, *values, **named):
    return await asyncio.to_thread(method, *values, **named)


async def place(client, **more):
    return await ask(client.call.create_phone_call, from_number=OURS, to_number=ANA, **more)


async def test_a_call_is_placed_once_for_an_idempotency_key(client, vendor):
    first = await place(client, idempotency_key="order-1", metadata={"order": "9001"})
    again = await place(client, idempotency_key="order-1", metadata={"order": "9001"})
    other = await place(client, idempotency_key="order-2")
    assert (first.call_id, len(vendor.calls)) == (again.call_id, 2)
    assert other.call_id != first.call_id
    assert (first.call_status, first.direction, first.metadata) == ("registered", "outbound", {"order": "9001"})


async def test_a_key_is_forgotten_after_an_hour(client, vendor):
    first = await place(client, idempotency_key="order-1")
    vendor.workspace.now_s = lambda: time.time() + 3601
    assert (await place(client, idempotency_key="order-1")).call_id != first.call_id


async def test_a_registered_call_is_read_listed_updated_and_deleted(client, vendor):
    made = await ask(
        client.call.register_phone_call,
        agent_id="agent_1", direction="inbound", from_number=ANA, to_number=OURS, metadata={"call_sid": "CA1"},
        retell_llm_dynamic_variables={"first_name": "Ana"},
    )  # fmt: skip
    found = await ask(client.call.retrieve, made.call_id)
    assert (found.agent_id, found.metadata, found.direction) == ("agent_1", {"call_sid": "CA1"}, "inbound")
    call = vendor.calls[made.call_id]
    vendor.lifecycle.begins(call)
    vendor.lifecycle.ends(call, "user_hangup", [{"role": "agent", "content": "Hello.", "words": []}])
    assert (await ask(client.call.retrieve, made.call_id)).transcript == "Agent: Hello.\n"
    changed = await ask(client.call.update, made.call_id, metadata={"seen": True})
    assert changed.metadata == {"seen": True}
    await ask(client.call.delete, made.call_id)
    with pytest.raises(retell.UnprocessableEntityError):
        await ask(client.call.retrieve, made.call_id)


async def test_a_page_of_the_list_has_no_transcripts_and_a_key_to_the_next(client, vendor):
    ids = [(await place(client, metadata={"attempt_id": f"a{n}"})).call_id for n in range(3)]
    for call_id in ids:
        vendor.lifecycle.ends(vendor.calls[call_id], "user_hangup", [])
    first = await ask(client.call.list, limit=2, sort_order="ascending")
    assert (len(first.items), first.has_more, hasattr(first.items[0], "transcript")) == (2, True, False)
    rest = await ask(client.call.list, limit=2, sort_order="ascending", pagination_key=first.pagination_key)
    assert (len(rest.items), rest.has_more) == (1, False)
    wanted = {"metadata": [{"type": "string", "op": "eq", "key": "attempt_id", "value": "a1"}]}
    [found] = (await ask(client.call.list, filter_criteria=wanted)).items
    assert found.call_id == ids[1]


async def test_only_a_live_call_is_changed_and_stopped(client, vendor):
    made = await place(client)
    for method, values in ((client.call.update_live, {"call_control": {}}), (client.call.stop, {})):
        with pytest.raises(retell.BadRequestError):
            await ask(method, made.call_id, **values)
    live = Live()
    vendor.lifecycle.begins(vendor.calls[made.call_id], live)
    control = {"additional_context": "The order has shipped.", "trigger_response": True}
    assert (await ask(client.call.update_live, made.call_id, call_control=control)).success
    await ask(client.call.stop, made.call_id)
    assert (live.waiting, live.stopped) == (["The order has shipped."], "manual_stopped")


class Live:
    def __init__(self):
        self.waiting, self.stopped = [], ""

    def stop(self, reason):
        self.stopped = reason


async def test_an_agent_is_made_read_changed_listed_and_removed(client):
    made = await ask(client.agent.create, response_engine=ENGINE, voice_id="11labs-Adrian", ambient_sound="call-center")
    assert (await ask(client.agent.retrieve, made.agent_id)).ambient_sound == "call-center"
    changed = await ask(client.agent.update, made.agent_id, language="en-US")
    assert (changed.language, changed.voice_id) == ("en-US", "11labs-Adrian")
    await ask(client.agent.delete, made.agent_id)
    with pytest.raises(retell.UnprocessableEntityError):
        await ask(client.agent.retrieve, made.agent_id)


@pytest.mark.parametrize(
    "settings",
    [
        {"response_engine": {"type": "llm"}, "voice_id": "11labs-Adrian"},
        {"response_engine": {"type": "custom-llm"}, "voice_id": "11labs-Adrian"},
        {"response_engine": ENGINE, "voice_id": "11labs-Adrian", "ambient_sound": "rain"},
    ],
)
async def test_an_agent_of_another_form_is_refused(client, settings):
    with pytest.raises(retell.BadRequestError):
        await ask(client.agent.create, **settings)


async def test_an_agents_published_version_is_changed_by_way_of_a_draft(client, vendor):
    with pytest.raises(retell.BadRequestError):
        await ask(client.agent.update, "agent_1", language="es-ES")
    draft = await ask(client.agent.create_version, "agent_1", base_version=0)
    assert (draft.version, draft.is_published) == (1, False)
    await ask(client.agent.update, "agent_1", version=1, language="es-ES")
    assert vendor.workspace.agents["agent_1"].settings == {}
    await ask(client.agent.publish, "agent_1", version=1)
    found = await ask(client.agent.retrieve, "agent_1")
    assert (found.version, found.is_published, found.language) == (1, True, "es-ES")


async def test_voices_are_listed_and_an_unknown_one_is_422(client):
    found = await ask(client.voice.list)
    assert ("11labs-Adrian", "elevenlabs") in [(voice.voice_id, voice.provider) for voice in found]
    assert (await ask(client.voice.retrieve, "openai-Alloy")).provider == "openai"
    with pytest.raises(retell.UnprocessableEntityError):
        await ask(client.voice.retrieve, "21m00Tcm4TlvDq8ikWAM")


async def test_a_custom_function_is_signed_repeated_and_shown_in_the_transcript(client, vendor):
    got = []

    async def take(request):
        got.append((await request.text(), request.headers["x-retell-signature"]))
        return web.json_response({"hours": "nine to four"}, status=500 if len(got) < 3 else 200)

    app = web.Application()
    app.router.add_post("/functions/hours", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/functions/hours"
    vendor.add_agent(Agent("agent_1", functions=(CustomFunction("hours", url, max_retry=2),)))
    vendor.webhook = Webhook("http://127.0.0.1:9/", KEY)
    made = vendor.calls[(await place(client)).call_id]
    words, went_well = await CustomFunctions(vendor.lifecycle.webhooks).call(
        made, ClientTool("hours", {"day": "Friday"})
    )
    await runner.cleanup()
    assert (json.loads(words), went_well, len(got)) == ({"hours": "nine to four"}, True, 3)
    assert all(client.verify(body, KEY, header) for body, header in got)
    assert {name: json.loads(got[0][0])[name] for name in ("name", "args")} == {
        "name": "hours",
        "args": {"day": "Friday"},
    }
    made.values["transcript_with_tool_calls"] = made.items
    invocation, result = (await ask(client.call.retrieve, made.call_id)).transcript_with_tool_calls
    assert (invocation.tool_call_id, result.successful) == (result.tool_call_id, True)


async def test_a_wrong_key_is_401_and_an_unknown_id_is_422(client, vendor):
    stranger = Retell(api_key="wrong", base_url=vendor.base_url, max_retries=0)
    with pytest.raises(retell.AuthenticationError) as refusal:
        await ask(stranger.call.retrieve, "call_1")
    assert refusal.value.body == {"status": "error", "message": "API key is missing or invalid."}
    with pytest.raises(retell.UnprocessableEntityError):
        await ask(client.call.register_phone_call, agent_id="agent_of_another")


@pytest.mark.parametrize(
    "body",
    [
        {"retell_llm_dynamic_variables": {"visits": 3}},
        {"metadata": {"long": "x" * 60_000}},
        {"to_number": "555"},
    ],
)
async def test_a_call_of_another_form_is_refused_in_both_shapes(client, vendor, body):
    vendor.faults.error_message_key = "error_message"
    with pytest.raises(retell.BadRequestError) as refusal:
        await ask(client.call.create_phone_call, **{"from_number": OURS, "to_number": ANA} | body)
    assert list(refusal.value.body) == ["error_message"]


async def test_a_full_line_is_429(client, vendor):
    vendor.workspace.concurrency_limit = 1
    await place(client)
    with pytest.raises(retell.RateLimitError):
        await place(client)


async def test_too_many_lists_are_429_with_the_limiters_headers(client):
    for _ in range(15):
        await ask(client.call.list)
    with pytest.raises(retell.RateLimitError) as refusal:
        await ask(client.call.list)
    headers = refusal.value.response.headers
    assert (headers["x-ratelimit-limiter"], headers["ratelimit-limit"]) == ("list", "15")
    assert 1 <= int(headers["ratelimit-reset"]) <= 10


async def test_the_key_has_an_owner(client):
    assert (await ask(client.identity.retrieve)).org_id == "org_local"


async def test_webhooks_are_signed_as_the_sdk_verifies_and_tried_four_times(client, vendor):
    got = []

    async def take(request):
        got.append((await request.text(), request.headers["x-retell-signature"]))
        return web.Response(status=500 if len(got) < 4 else 204)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    vendor.webhook = Webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", KEY, delay_s=0, retry_s=0)
    made = await place(client)
    vendor.lifecycle.fails(vendor.calls[made.call_id], "dial_busy")
    await vendor.settled()
    await runner.cleanup()
    assert len(got) == 5  # call_ended four times, call_analyzed once
    assert {delivery.call_id for delivery in vendor.deliveries} == {made.call_id}
    assert all(client.verify(body, KEY, header) for body, header in got)


async def test_a_registered_call_that_is_not_dialled_ends_as_an_error(client, vendor):
    vendor.workspace.registration_s = 0.05
    made = await ask(client.call.register_phone_call, agent_id="agent_1")
    await asyncio.sleep(0.2)
    found = await ask(client.call.retrieve, made.call_id)
    assert (found.call_status, found.disconnection_reason) == ("error", "registered_call_timeout")
    assert vendor.seat(made.call_id) is None


HUMAN, MACHINE, IVR, CALLBACK = Outcome.HUMAN, Outcome.MACHINE, Outcome.IVR, Outcome.CALLBACK
BUSY, NO_ANSWER, FAILED = Outcome.BUSY, Outcome.NO_ANSWER, Outcome.FAILED
# Of a call without and with words: None where Retell has such a call in one of the two forms only.
MEANS: dict[str, tuple[Outcome | None, Outcome | None]] = {
    **dict.fromkeys(("user_hangup", "agent_hangup", "call_transfer", "inactivity"), (HUMAN, HUMAN)),
    **dict.fromkeys(("max_duration_reached", "manual_stopped", "call_take_over", "user_requested_dnc"), (HUMAN, HUMAN)),
    **dict.fromkeys(("transfer_bridged", "transfer_cancelled"), (HUMAN, HUMAN)),
    "user_requested_callback": (CALLBACK, CALLBACK),
    "voicemail_reached": (MACHINE, MACHINE),
    "ivr_reached": (IVR, IVR),
    "dial_busy": (BUSY, None),
    **dict.fromkeys(("dial_no_answer", "user_declined", "marked_as_spam"), (NO_ANSWER, None)),
    **dict.fromkeys(("dial_failed", "invalid_destination", "network_blocked", "sip_routing_error"), (FAILED, None)),
    **dict.fromkeys(
        ("telephony_provider_permission_denied", "telephony_provider_unavailable", "registered_call_timeout"),
        (FAILED, None),
    ),
    **dict.fromkeys(("concurrency_limit_reached", "no_concurrency_fallback", "error_user_not_joined"), (FAILED, None)),
    **dict.fromkeys(("no_valid_payment", "credit_exhausted", "budget_reached", "scam_detected"), (FAILED, HUMAN)),
    **dict.fromkeys(("error_llm_websocket_open", "error_llm_websocket_lost_connection"), (FAILED, HUMAN)),
    **dict.fromkeys(("error_llm_websocket_runtime", "error_llm_websocket_corrupt_payload"), (FAILED, HUMAN)),
    **dict.fromkeys(("error_no_audio_received", "error_asr", "error_retell", "error_unknown"), (FAILED, HUMAN)),
}


def documented_reasons() -> set[str]:
    annotation = PhoneCallResponse.model_fields["disconnection_reason"].annotation
    return {value for kind in get_args(annotation) for value in get_args(kind)}


def test_each_reason_of_the_sdk_has_its_meaning_here():
    assert documented_reasons() == set(MEANS)


@pytest.mark.parametrize("reason", sorted(MEANS))
def test_each_reason_is_the_outcome_that_the_retry_rules_count(reason):
    """A call that failed is an error to Retell; so is one that ran into an error in mid-call."""
    for has_words, outcome in zip((False, True), MEANS[reason], strict=True):
        status = "error" if outcome is FAILED or MEANS[reason][0] is FAILED else "ended"
        found = disconnection_of(reason, status, has_words=has_words)
        assert outcome is None or result_ending(found.result, 30).outcome is outcome
        assert found.wants_no_calls == (reason == "user_requested_dnc")
