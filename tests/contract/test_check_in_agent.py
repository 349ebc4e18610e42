"""The agent of a check-in asks what HeartVoice Monitor asks, and collects what patients' answers are made of."""

import json
from pathlib import Path

import pytest
from elevenlabs.types import AgentPlatformSettingsRequestModel, ConversationalConfig

from cli.agents.agent_files import read_agent_file
from trunkline.patients.domain.answers import VALUES, RedFlag
from trunkline.patients.domain.collected_answers import collected_answers, is_check_in
from trunkline.patients.domain.weights import WeightUnit

PROMPTS = (
    "Hello, this is your automated heart health check.",
    "How are you feeling today?",
    "Can you tell me about any shortness of breath you've experienced?",
    "Have you noticed any swelling in your legs, ankles, or feet?",
    "Please count from 1 to 20 at a normal pace for our voice analysis.",
    "Can you take a deep breath and say 'Ahhhh' for as long as comfortable?",
    "Has your weight changed significantly in the past few days?",
    "Are you taking your heart medications as prescribed?",
)
AGENTS = Path(__file__).parents[2] / "agents"
AGENT = read_agent_file(AGENTS / "check-in.yaml").agent("model")
[ANSWERS] = AGENT.tools
COLLECTED = ANSWERS.parameters["properties"]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_its_prompts_are_those_of_heartvoice_monitor_word_for_word(prompt):
    assert any(prompt in text for text in (AGENT.greeting, *AGENT.protected.values()))


def test_its_values_are_those_of_the_questions():
    values = {name: set(COLLECTED[name]["enum"]) for name in VALUES}
    expected = {name: {str(value) for value in kind if not value.endswith("_new")} for name, kind in VALUES.items()}
    assert values == expected
    assert set(COLLECTED["red_flags"]["items"]["enum"]) == {"none", *RedFlag}
    assert set(COLLECTED["weight_unit"]["enum"]) == set(WeightUnit)


def test_each_value_has_words_and_all_of_it_is_read():
    questions = {*VALUES, "red_flags", "weight"}
    others = {f"{name}_words" for name in questions} | {"edema_is_new", "weight_unit"}
    assert set(AGENT.collected) == questions | others
    assert is_check_in(dict.fromkeys(AGENT.collected))
    assert set(collected_answers(dict.fromkeys(AGENT.collected), ()).answers) == questions - {"weight"}


def test_the_voice_tasks_leave_the_patient_alone():
    assert set(AGENT.tasks) == {"tone", "tone_again", "count", "story"}
    assert AGENT.is_greeting_protected


def test_consent_and_the_notice_of_recording_come_with_the_greeting():
    assert all(text in AGENT.greeting for text in ("I am not a person", "recorded", "do you agree"))


AT_ELEVENLABS = json.loads((AGENTS / "check-in.elevenlabs.json").read_text())
TURNS, PROMPT = AT_ELEVENLABS["conversation_config"]["turn"], AT_ELEVENLABS["conversation_config"]["agent"]["prompt"]


def test_the_agent_at_elevenlabs_is_one_that_its_api_takes():
    ConversationalConfig.model_validate(AT_ELEVENLABS["conversation_config"])
    AgentPlatformSettingsRequestModel.model_validate(AT_ELEVENLABS["platform_settings"])


def test_the_agent_at_elevenlabs_says_the_same_sentences_and_collects_the_same_answers():
    assert AT_ELEVENLABS["conversation_config"]["agent"]["first_message"] == AGENT.greeting
    assert [name for name, words in AGENT.protected.items() if words not in PROMPT["prompt"]] == []
    collected = AT_ELEVENLABS["platform_settings"]["data_collection"]
    assert tuple(collected) == AGENT.collected
    assert {name: item["enum"] for name, item in collected.items() if "enum" in item} == {
        name: item["enum"] for name, item in COLLECTED.items() if "enum" in item
    }
    assert all(flag in collected["red_flags"]["description"] for flag in ("none", *RedFlag))


def test_the_agent_at_elevenlabs_waits_for_a_patient_who_counts():
    assert (TURNS["turn_eagerness"], TURNS["turn_timeout"] >= 15) == ("patient", True)
    assert {"skip_turn", "end_call"} <= set(PROMPT["built_in_tools"])
