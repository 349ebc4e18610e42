"""Requests to Retell as plain data: what a registered call carries along."""

from trunkline.calls.domain.agent_start import AgentStart
from trunkline.calls.domain.calls import RingingCall
from trunkline.ids import CallId
from trunkline.vendors.retell.calls_api import agent_override, as_webhook, register_call, texts

CALL = RingingCall(CallId("CA1"), "+14155550123", "+15005550006")


def test_a_registered_call_carries_the_carriers_call_and_its_variables_as_texts():
    request = register_call(CALL, "agent_1", {"first_name": "Ana"})
    assert (request.method, request.path) == ("POST", "/v2/register-phone-call")
    assert request.json == {
        "agent_id": "agent_1", "from_number": "+14155550123", "to_number": "+15005550006", "direction": "inbound",
        "metadata": {"call_sid": "CA1"},
        "retell_llm_dynamic_variables": {"first_name": "Ana", "call_sid": "CA1"},
    }  # fmt: skip


def test_user_and_overrides_of_a_single_call_go_along():
    start = AgentStart(
        "u1", {"prompt": "Be brief.", "first_message": "Hi.", "voice_id": "11labs-Adrian", "language": "de-DE"}
    )
    body = register_call(CALL, "agent_1", {}, start).json
    assert body["metadata"] == {"call_sid": "CA1", "user_id": "u1"}
    assert body["agent_override"] == {
        "agent": {"voice_id": "11labs-Adrian", "language": "de-DE"},
        "retell_llm": {"general_prompt": "Be brief.", "begin_message": "Hi."},
    }


def test_nothing_overridden_is_nothing_sent():
    assert agent_override({}) == {}
    assert agent_override({"voice_id": "v"}) == {"agent": {"voice_id": "v"}}


def test_variables_of_other_types_become_texts():
    assert texts({"name": "Ana", "count": 3, "vip": True}) == {"name": "Ana", "count": "3", "vip": "true"}


def test_a_call_with_an_analysis_is_the_analyzed_event():
    assert as_webhook({"call_id": "c"})["event"] == "call_ended"
    assert as_webhook({"call_id": "c", "call_analysis": {"call_summary": "x"}})["event"] == "call_analyzed"
