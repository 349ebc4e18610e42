"""Agent configurations in older or foreign words, as Retell's own settings: names that were renamed, nested voices, and
remarks on what belongs elsewhere.

Retell documentation "Deprecation Overview", read 2026-11.
"""

from collections.abc import Mapping
from typing import Any

RENAMED = {"responseEngine": "response_engine", "background_sound_volume": "ambient_sound_volume"}
BACKGROUND = "call-center"  # what a mere `true` plays
STORAGE = {True: "basic_attributes_only", False: "everything"}
ELSEWHERE = {
    "retell_llm_dynamic_variables": "variables belong to a call: set them on the route, or on the order of a call",
    "conversation_config": "prompt and model are the Retell LLM's; for turns there are responsiveness, "
    "interruption_sensitivity and stt_mode",
    "enable_voicemail_detection": "is voicemail_option now",
    "voicemail_message": "is voicemail_option now",
    "voicemail_detection_timeout_ms": "is gone: detection runs for three minutes",
    "normalize_for_speech": "is gone",
    "voice_emotion": "is gone",
}
NOT_PASSED_ON = "Retell does not pass it on; there are voice_temperature, voice_speed and volume"
OF_A_VOICE = {"voice_id": "voice_id", "model": "voice_model", "model_id": "voice_model", "speed": "voice_speed"}


def translated(wanted: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Settings in Retell's words, and a remark for each that is none. What is unknown is left as it is, and refused."""
    settings, remarks = dict[str, Any](), list[str]()
    voice = wanted.get("voice_settings")
    for name, value in wanted.items():
        if name in ELSEWHERE:
            remarks.append(f"{name}: {ELSEWHERE[name]}")
        elif name == "background_sound":
            settings["ambient_sound"] = (BACKGROUND if value else None) if isinstance(value, bool) else value
        elif name == "opt_out_sensitive_data_storage":
            settings["data_storage_setting"] = STORAGE.get(value, value)
        elif name != "voice_settings" or not isinstance(voice, Mapping):
            settings[RENAMED.get(name, name)] = value
    if isinstance(voice, Mapping):
        _voice(voice, settings, remarks)
    _engine(settings)
    return settings, remarks


def _voice(voice: Mapping[str, Any], settings: dict[str, Any], remarks: list[str]) -> None:
    """The nested voice is the one that speaks, and stands over an id beside it."""
    for name, value in voice.items():
        if name in OF_A_VOICE:
            settings[OF_A_VOICE[name]] = value
        elif name != "provider":
            remarks.append(f"voice_settings.{name}: {NOT_PASSED_ON}")


def _engine(settings: dict[str, Any]) -> None:
    engine = settings.get("response_engine")
    if isinstance(engine, Mapping) and engine.get("type") in {"llm", "custom_llm"} and "llm_websocket_url" in engine:
        settings["response_engine"] = {**engine, "type": "custom-llm"}
