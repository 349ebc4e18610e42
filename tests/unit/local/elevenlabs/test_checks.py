"""Overrides need permission and variables need a value, field by field."""

import pytest

from local.elevenlabs.agents.agent import Agent
from local.elevenlabs.agents.checks import check, fill_in, first_message

AGENT = Agent("agent_1", first_message="Hello {{first_name}}.")
ANA = {"dynamic_variables": {"first_name": "Ana"}}


def override(**tree):
    return {**ANA, "conversation_config_override": tree}


def test_a_plain_start_is_accepted():
    assert check(AGENT, ANA) is None


@pytest.mark.parametrize(
    ("tree", "field"),
    [
        ({"agent": {"first_message": "Hi"}}, "first_message"),
        ({"agent": {"prompt": {"prompt": "Be brief"}}}, "prompt"),
        ({"tts": {"voice_id": "x"}}, "voice_id"),
        ({"agent": {"language": None}}, "language"),
    ],
)
def test_an_override_without_permission_is_refused_by_name(tree, field):
    refusal = check(AGENT, override(**tree))
    assert refusal.code == 1008
    assert refusal.message == f"Override for field '{field}' is not allowed by config."
    assert refusal.error_type == "override_error"


def test_a_permitted_override_is_accepted_and_others_stay_refused():
    agent = Agent("agent_1", override_permissions={"agent": {"first_message": True}})
    assert check(agent, override(agent={"first_message": "Hi"})) is None
    assert "language" in check(agent, override(agent={"first_message": "Hi", "language": "es"})).message


def test_an_extra_body_for_the_model_needs_permission_unless_it_is_empty():
    assert check(AGENT, {**ANA, "custom_llm_extra_body": {}}) is None
    assert "custom_llm_extra_body" in check(AGENT, {**ANA, "custom_llm_extra_body": {"a": 1}}).message


def test_a_variable_without_value_is_refused_with_its_place():
    refusal = check(AGENT, {})
    assert refusal.message == "Missing required dynamic variables in first message: {'first_name'}"
    assert refusal.error_type == "missing_dynamic_variable"


def test_a_variable_in_a_tool_is_required_too():
    agent = Agent("agent_1", tools=[{"name": "look_up", "url": "https://x.test/{{order_id}}"}])
    assert check(agent, {}).message == "Missing required dynamic variables in tools: {'order_id'}"


def test_placeholders_and_system_variables_need_no_value():
    agent = Agent("agent_1", "Hi {{first_name}} {{system__time_utc}}", placeholders={"first_name": "you"})
    assert check(agent, {}) is None


def test_an_overridden_first_message_is_spoken():
    agent = Agent("agent_1", "Hi {{first_name}}", override_permissions={"agent": {"first_message": True}})
    plain = {"conversation_config_override": {"agent": {"first_message": "Good morning."}}}
    assert check(agent, plain) is None
    assert first_message(agent, plain) == "Good morning."


def test_values_are_filled_in_and_unknown_names_stay():
    assert fill_in("Hello {{ name }}, {{other}}", {"name": "Ana"}) == "Hello Ana, {{other}}"
