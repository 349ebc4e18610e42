"""`conversation_initiation_client_data`: variables, user and overrides of one conversation.

ElevenLabs documentation "Overrides", read 2026-11. Each overridden field needs the agent's permission, else the
provider closes the conversation with 1008.
"""

from collections.abc import Mapping
from typing import Any

from trunkline.calls.domain.agent_start import FIRST_MESSAGE, LANGUAGE, PROMPT, VOICE_ID, AgentStart


def client_data(variables: Mapping[str, str], start: AgentStart) -> dict[str, Any]:
    """Fields without a value are left out: the provider takes a null for a value."""
    data: dict[str, Any] = {"dynamic_variables": dict(variables)}
    if start.user_id:
        data["user_id"] = start.user_id
    if changed := config_override(start.overrides):
        data["conversation_config_override"] = changed
    return data


def config_override(overrides: Mapping[str, str]) -> dict[str, Any]:
    """The provider's tree of the overrides."""
    agent: dict[str, Any] = {name: overrides[name] for name in (FIRST_MESSAGE, LANGUAGE) if name in overrides}
    if PROMPT in overrides:
        agent["prompt"] = {"prompt": overrides[PROMPT]}
    voice = {VOICE_ID: overrides[VOICE_ID]} if VOICE_ID in overrides else {}
    return {name: tree for name, tree in (("agent", agent), ("tts", voice)) if tree}
