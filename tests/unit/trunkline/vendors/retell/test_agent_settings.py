"""Settings of a Retell agent: what an update may say, by Retell's own ranges and words."""

from typing import Any

import pytest

from trunkline.errors import BadRequest
from trunkline.vendors.retell.agent_settings import checked, provider_of_model

ENGINES = [
    {"type": "retell-llm", "llm_id": "llm_1"},
    {"type": "retell-llm", "llm_id": "llm_1", "version": 3},
    {"type": "conversation-flow", "conversation_flow_id": "flow_1"},
    {"type": "custom-llm", "llm_websocket_url": "wss://voice.example.com/llm/s3cr3t"},
]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_kind_of_engine_is_taken_and_goes_out_as_it_came(engine):
    assert checked({"response_engine": engine}) == {"response_engine": engine}


def test_a_field_of_an_engine_that_is_newer_than_ours_stays():
    engine = {"type": "retell-llm", "llm_id": "llm_1", "pinned": True}
    assert checked({"response_engine": engine})["response_engine"] == engine


GOOD = [
    {"voice_id": "11labs-Adrian", "voice_model": "eleven_flash_v2_5", "voice_speed": 1.1, "voice_temperature": 0.4},
    {"voice_model": "a-model-of-next-year"},
    {"language": "es-419"},
    {"language": ["en-US", "es-ES"]},
    {"ambient_sound": "call-center", "ambient_sound_volume": 0.5},
    {"ambient_sound": None},
    {"interruption_sensitivity": 0, "responsiveness": 1, "enable_backchannel": True, "backchannel_words": ["yeah"]},
    {"reminder_trigger_ms": 15000, "reminder_max_count": 0, "end_call_after_silence_ms": 10_000},
    {"max_call_duration_ms": 60_000, "ring_duration_ms": 5000, "begin_message_delay_ms": 0},
    {"voicemail_option": {"action": {"type": "hangup"}}, "ivr_option": None, "enable_dnc_detection": True},
    {"data_storage_setting": "everything_except_pii", "data_storage_retention_days": 30},
    {"webhook_url": "https://voice.example.com/webhooks/retell", "webhook_events": ["call_ended"]},
    {"post_call_analysis_data": [{"type": "boolean", "name": "booked", "description": "Was it?"}]},
]


@pytest.mark.parametrize("wanted", GOOD)
def test_settings_in_retells_ranges_are_taken_and_nothing_is_added(wanted):
    assert checked(wanted) == wanted


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"interruption_sensitivity": 1.01}, "interruption_sensitivity"),
    ({"interruption_sensitivity": -0.1}, "interruption_sensitivity"),
    ({"interruption_sensitivity": "much"}, "interruption_sensitivity"),
    ({"voice_speed": 0.4}, "voice_speed"),
    ({"ambient_sound": "rain"}, "ambient_sound"),
    ({"ambient_sound": True}, "ambient_sound"),
    ({"ambient_sound_volume": 3}, "ambient_sound_volume"),
    ({"language": "english"}, "language"),
    ({"language": []}, "language"),
    ({"end_call_after_silence_ms": 9_999}, "end_call_after_silence_ms"),
    ({"max_call_duration_ms": 7_200_001}, "max_call_duration_ms"),
    ({"voice_id": ""}, "voice_id"),
    ({"voice_id": None}, "voice_id"),
    ({"response_engine": None}, "response_engine"),
    ({"response_engine": {"type": "llm"}}, "response_engine"),
    ({"response_engine": {"type": "retell-llm"}}, "llm_id"),
    ({"response_engine": {"type": "custom-llm", "llm_websocket_url": "example.com"}}, "llm_websocket_url"),
    ({"webhook_url": "voice.example.com"}, "webhook_url"),
    ({"stability": 0.5}, "stability: not a setting of a Retell agent"),
    ({"agent_id": "agent_2"}, "agent_id: not a setting"),
]


@pytest.mark.parametrize(("wanted", "says"), WRONG)
def test_anything_else_is_refused_with_the_name_of_the_field(wanted, says):
    with pytest.raises(BadRequest) as refusal:
        checked(wanted)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("eleven_v4_turbo", "elevenlabs"),
        ("sonic-3.6", "cartesia"),
        ("tts-1", "openai"),
        ("gpt-4o-mini-tts", "openai"),
        ("speech-2.8-turbo", "minimax"),
        ("s2.1-pro", "fish_audio"),
        ("inworld-tts-2", "inworld"),
        ("a-model-of-next-year", ""),
    ],
)
def test_a_model_is_of_one_voice_provider(model, provider):
    assert provider_of_model(model) == provider
