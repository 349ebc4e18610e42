"""The doctor's look at a stage's own brain."""

import pytest

from cli.doctor.brain import brain_findings

CONVERSE = {"number": "+15005550022", "mode": "converse"}
RELAY = {"number": "+15005550006", "mode": "relay"}
SECRET = {"model_api_key": "sk-1", "llm_socket_secrets": ["0123456789abcdef"]}
URL = "https://api.openai.com/v1"


def failures(routes=(CONVERSE,), answering=(), secret=SECRET, model_url=URL) -> list[str]:
    return [found.about for found in brain_findings(routes, answering, secret, model_url) if not found.ok]


def test_a_stage_without_a_line_of_the_brain_is_not_asked_for_a_model():
    assert brain_findings([RELAY], [], {}, "") == []


def test_a_stage_that_has_all_of_it_is_well_and_is_reminded_of_the_carriers_terms():
    found = brain_findings([CONVERSE, RELAY], ["agent_1"], SECRET, URL)
    assert all(finding.ok for finding in found)
    assert "HIPAA" in found[-1].says


def test_the_key_may_stand_in_a_section():
    assert failures(secret={"providers": {"model": {"api_key": "sk-1"}}}) == []


@pytest.mark.parametrize(
    ("change", "about"),
    [
        ({"model_url": ""}, "brain"),
        ({"secret": {}}, "secret model_api_key"),
        ({"answering": ["agent_1"], "secret": {"model_api_key": "sk-1"}}, "secret llm_socket_secrets"),
        ({"routes": [], "answering": ["agent_1"], "model_url": ""}, "brain"),
    ],
)
def test_each_part_can_be_missing(change, about):
    assert failures(**change) == [about]
