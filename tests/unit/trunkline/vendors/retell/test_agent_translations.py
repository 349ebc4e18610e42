"""Agent configurations in older words: what becomes a setting of Retell's, and what is remarked on."""

import pytest

from trunkline.vendors.retell.agent_settings import checked
from trunkline.vendors.retell.agent_translations import translated

OLD = {
    "agent_name": "Front desk",
    "voice_id": "elevenlabs_voice_id",
    "language": "en-US",
    "response_engine": {"type": "llm", "llm_websocket_url": "wss://your-server.com/llm-websocket"},
    "voice_settings": {
        "provider": "elevenlabs",
        "voice_id": "11labs-Adrian",
        "model": "eleven_flash_v2_5",
        "stability": 0.5,
        "similarity_boost": 0.8,
        "optimize_streaming_latency": True,
    },
    "conversation_config": {"agent": {"prompt": {"llm": "gpt-4.1"}}, "turn_detection": {"type": "server_vad"}},
    "background_sound": True,
    "retell_llm_dynamic_variables": {"user_name": "{{user_name}}"},
}


def test_an_agent_with_a_nested_voice_becomes_flat_settings():
    settings, remarks = translated(OLD)
    assert checked(settings) == {
        "agent_name": "Front desk",
        "voice_id": "11labs-Adrian",
        "voice_model": "eleven_flash_v2_5",
        "language": "en-US",
        "response_engine": {"type": "custom-llm", "llm_websocket_url": "wss://your-server.com/llm-websocket"},
        "ambient_sound": "call-center",
    }
    assert [remark.split(":")[0] for remark in remarks] == [
        "conversation_config",
        "retell_llm_dynamic_variables",
        "voice_settings.stability",
        "voice_settings.similarity_boost",
        "voice_settings.optimize_streaming_latency",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"background_sound": False}, {"ambient_sound": None}),
        ({"background_sound": "coffee-shop"}, {"ambient_sound": "coffee-shop"}),
        ({"opt_out_sensitive_data_storage": True}, {"data_storage_setting": "basic_attributes_only"}),
        ({"opt_out_sensitive_data_storage": False}, {"data_storage_setting": "everything"}),
        ({"voice_settings": {"model_id": "sonic-3", "speed": 1.2}}, {"voice_model": "sonic-3", "voice_speed": 1.2}),
    ],
)
def test_a_renamed_setting_has_its_new_name(old, new):
    assert translated(old) == (new, [])


def test_settings_of_today_are_left_as_they_are():
    today = {"voice_id": "11labs-Adrian", "response_engine": {"type": "retell-llm", "llm_id": "llm_1"}}
    assert translated(today) == (today, [])


@pytest.mark.parametrize("name", ["enable_voicemail_detection", "voicemail_message", "voice_emotion"])
def test_a_setting_that_is_gone_is_remarked_on(name):
    settings, [remark] = translated({name: "x"})
    assert (settings, remark.startswith(name)) == ({}, True)


@pytest.mark.parametrize("odd", [{"voice_settings": "loud"}, {"response_engine": "llm"}, {"stability": 1}])
def test_what_is_unknown_or_of_another_form_is_left_for_the_check_to_refuse(odd):
    assert translated(odd) == (odd, [])
