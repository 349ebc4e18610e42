"""The vendor's own SDK against the fake: its voices, its models, what they say, and calls over a SIP trunk."""

import asyncio

import pytest
from elevenlabs import ElevenLabs
from elevenlabs.core.api_error import ApiError

from local.audio.speech import speech
from local.elevenlabs import Agent, FakeElevenLabs
from local.elevenlabs.speech.library import MODELS
from local.world.addresses import AddressBook

VOICE = "IKne3meq5aSn9XLyUdCD"
TEXT = "Hello, how can I help you today?"
SCOPES = {"convai_read", "convai_write", "models_read", "text_to_speech", "voices_read"}
TRUNK = {"address": "sip.carrier.example", "transport": "tls"}
SIP = {"provider": "sip_trunk", "phone_number": "+14155550100", "label": "trunk"}


@pytest.fixture
async def vendor():
    fake = FakeElevenLabs({"key": SCOPES, "reader": {"convai_read"}}, AddressBook())
    fake.add_agent(Agent("agent_phone", "Hello."))
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def client(vendor):
    return ElevenLabs(api_key="key", base_url=vendor.base_url)


def streamed(client, voice_id=VOICE, text=TEXT, **more):
    return list(client.text_to_speech.stream(voice_id, text=text, **more))


def whole(client, **more):
    return b"".join(client.text_to_speech.convert(VOICE, text=TEXT, **more))


async def test_all_voices_come_without_pages(client, vendor):
    listed = await asyncio.to_thread(client.voices.get_all)
    assert [voice.voice_id for voice in listed.voices] == list(vendor.voices)
    assert [voice.name for voice in listed.voices] == [voice.name for voice in vendor.voices.values()]


async def test_the_models_are_listed_with_the_longest_text_and_the_price_they_are_held_to(client):
    models = await asyncio.to_thread(client.models.list)
    listed = {model.model_id: (model.maximum_text_length_per_request, model.token_cost_factor) for model in models}
    assert listed == MODELS
    assert all(model.can_do_text_to_speech for model in models)


@pytest.mark.parametrize("output_format", ["ulaw_8000", "mp3_44100_128"])
async def test_a_streamed_text_has_the_same_bytes_in_chunks(client, vendor, output_format):
    chunks = await asyncio.to_thread(streamed, client, output_format=output_format)
    assert b"".join(chunks) == await asyncio.to_thread(whole, client, output_format=output_format)
    assert vendor.spoken == [TEXT, TEXT]


async def test_a_telephone_stream_has_the_speech_and_its_cost(client):
    def raw():
        with client.text_to_speech.with_raw_response.stream(VOICE, text=TEXT, output_format="ulaw_8000") as answer:
            return answer.headers, list(answer.data)

    headers, chunks = await asyncio.to_thread(raw)
    assert b"".join(chunks) == speech(TEXT, "en-us")
    assert (headers["transfer-encoding"], headers["content-type"]) == ("chunked", "audio/basic")
    assert headers["character-cost"] == str(len(TEXT))
    assert headers["request-id"]


async def test_a_stream_with_logging_off_stays_out_of_the_history(client, vendor):
    await asyncio.to_thread(streamed, client, enable_logging=False)
    assert (vendor.spoken, vendor.history) == ([TEXT], [])


async def test_a_stream_of_an_unknown_voice_or_of_nothing_is_refused_before_it_begins(client, vendor):
    with pytest.raises(ApiError) as unknown:
        await asyncio.to_thread(streamed, client, "no-such-voice")
    assert (unknown.value.status_code, unknown.value.body["detail"]["code"]) == (404, "voice_not_found")
    with pytest.raises(ApiError) as empty:
        await asyncio.to_thread(streamed, client, text=" ")
    assert (empty.value.status_code, empty.value.body["detail"]["code"]) == (400, "empty_text")
    assert vendor.spoken == []


async def test_each_of_them_needs_its_scope(vendor):
    reader = ElevenLabs(api_key="reader", base_url=vendor.base_url)
    for ask in (reader.voices.get_all, reader.models.list, lambda: streamed(reader)):
        with pytest.raises(ApiError) as refusal:
            await asyncio.to_thread(ask)
        assert (refusal.value.status_code, refusal.value.body["detail"]["status"]) == (401, "missing_permissions")


async def imported(client, **more):
    def ask():
        return client.conversational_ai.phone_numbers.create(request=SIP | more)

    return (await asyncio.to_thread(ask)).phone_number_id


async def dialled(ask, number_id, **more):
    return await asyncio.to_thread(
        ask, agent_id="agent_phone", agent_phone_number_id=number_id, to_number="+14155550199", **more
    )


async def test_a_call_over_a_trunk_has_a_conversation_that_waits_for_its_answer(client, vendor):
    number_id = await imported(client, outbound_trunk_config=TRUNK)
    data = {"user_id": "cust-77", "dynamic_variables": {"call_ref": "c-9f2"}}
    ask = client.conversational_ai.sip_trunk.outbound_call
    placed = await dialled(ask, number_id, conversation_initiation_client_data=data)
    assert placed.success
    assert placed.sip_call_id
    found = await asyncio.to_thread(client.conversational_ai.conversations.get, placed.conversation_id)
    assert (found.status, found.user_id) == ("initiated", "cust-77")
    assert found.metadata.conversation_initiation_source == "sip_trunk"
    call = vendor.conversations[placed.conversation_id].phone_call
    assert (call.direction, call.from_number, call.to_number) == ("outbound", SIP["phone_number"], "+14155550199")


async def test_a_number_places_no_call_before_it_has_an_outbound_trunk(client, vendor):
    number_id, ask = await imported(client), client.conversational_ai.sip_trunk.outbound_call
    refused = await dialled(ask, number_id)
    assert (refused.success, refused.conversation_id, refused.sip_call_id) == (False, None, None)
    assert vendor.conversations == {}
    change = client.conversational_ai.phone_numbers.update
    await asyncio.to_thread(change, number_id, outbound_trunk_config=TRUNK)
    assert (await dialled(ask, number_id)).success


async def test_each_kind_of_number_has_its_own_route(client):
    trunk_id = await imported(client, outbound_trunk_config=TRUNK)
    twilio = {"provider": "twilio", "phone_number": "+14155550101", "label": "t", "sid": "AC1", "token": "t"}
    ask = client.conversational_ai.phone_numbers.create
    twilio_id = (await asyncio.to_thread(ask, request=twilio)).phone_number_id
    api = client.conversational_ai
    for route, number_id in ((api.twilio.outbound_call, trunk_id), (api.sip_trunk.outbound_call, twilio_id)):
        with pytest.raises(ApiError) as refusal:
            await dialled(route, number_id)
        assert (refusal.value.status_code, refusal.value.body["detail"]["code"]) == (400, "invalid_provider_config")
