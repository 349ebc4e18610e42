"""Custom functions of Retell's agents: signed, of a known call and its company, once, and answered in words."""

import json

import pytest

import agent_tool
from tests.fakes.agent_tools import ANA, CARRIERS, COLLEAGUE, NOW_MS, OURS, TOOL, Desk, asked, invocation, outcome
from tests.fakes.attempts import ATTEMPT
from tests.fakes.retell_webhooks import CALL_ID, signed
from tests.fakes.webhooks import http_event
from trunkline.accounts.domain.callers import Caller
from trunkline.calls.domain.client_tools import ToolResult
from trunkline.campaigns.domain.attempts import Outcome
from trunkline.campaigns.domain.campaigns import Channel
from trunkline.errors import CarrierError, NotConfigured, OutcomeUnknown
from trunkline.vendors.retell.custom_functions import LIMIT_BYTES, READ_BY_THE_MODEL

ARGS = {"order": "7"}


@pytest.fixture
def desk() -> Desk:
    known = Desk()
    known.register()
    return known


def said(answer: dict) -> tuple[int, object]:
    return answer["statusCode"], json.loads(answer["body"])


def test_a_tool_of_the_calls_route_is_called_for_the_company_and_its_answer_goes_back(desk):
    answer = desk.ask("orders", ARGS)
    assert said(answer) == (200, {"state": "sent"})
    assert answer["headers"]["content-type"] == "application/json"
    assert desk.tools.asked == [(TOOL, ARGS, CARRIERS, "acme")]


def test_words_go_back_as_words(desk):
    desk.tools.result = ToolResult("nine to four, über")
    answer = desk.ask("orders", ARGS)
    assert (answer["body"], answer["headers"]["content-type"]) == ("nine to four, über", "text/plain; charset=utf-8")


def test_no_args_are_no_arguments(desk):
    assert desk.ask("orders")["statusCode"] == 200
    assert desk.tools.asked[0][1] == {}


def test_more_than_the_model_reads_is_a_fault_in_words(desk):
    desk.tools.result = ToolResult("x" * (READ_BY_THE_MODEL + 1))
    assert said(desk.ask("orders", ARGS)) == (200, {"error": "the tool's answer is too large"})


# --- once ---------------------------------------------------------------------------------------------------------


def test_a_repeated_request_has_the_same_answer_and_no_second_effect(desk):
    answers = [desk.ask("orders", ARGS)["body"] for _ in range(3)]
    assert len(set(answers)) == len(desk.tools.asked) == 1


def test_a_repetition_after_the_caller_has_spoken_meanwhile_is_the_same_use(desk):
    waiting = invocation("orders", "tc_1", ARGS)
    desk.ask("orders", ARGS, items=[waiting])
    desk.ask("orders", ARGS, items=[waiting, {"role": "user", "content": "Hello?"}])
    assert len(desk.tools.asked) == 1


def test_a_second_use_with_the_same_arguments_is_carried_out(desk):
    """By the invocation's id; or, where it is not in the transcript yet, by how often the tool has answered."""
    first = invocation("orders", "tc_1", ARGS)
    for items in ([first], [first, outcome("tc_1"), invocation("orders", "tc_2", ARGS)]):
        desk.ask("orders", ARGS, items=items)
    assert len(desk.tools.asked) == 2
    for items in ([], [first, outcome("tc_1")]):
        desk.ask("orders", {"order": "8"}, items=items)
    assert len(desk.tools.asked) == 4


def test_other_arguments_and_another_call_are_other_uses(desk):
    desk.ask("orders", ARGS)
    desk.ask("orders", {"order": "8"})
    desk.tables.conversations["call_2"] = {"call_id": "CA2"}
    desk.tables.set("CA2", {**desk.tables.flat[CARRIERS], "call_id": "CA2"})
    desk.ask("orders", ARGS, call_id="call_2", metadata={})
    assert len(desk.tools.asked) == 3


def test_a_use_that_is_under_way_is_not_begun_again(desk):
    desk.ask("orders", ARGS)
    [key] = desk.uses.uses
    desk.uses.uses[key] = None
    assert desk.ask("orders", ARGS)["statusCode"] == 409
    assert len(desk.tools.asked) == 1


def test_a_fault_after_the_request_was_sent_is_final_and_said_to_the_agent(desk):
    desk.tools.result = ToolResult.fault("the tool answered with status 500")
    assert said(desk.ask("orders", ARGS)) == (200, {"error": "the tool answered with status 500"})
    desk.tools.result = ToolResult("fine")
    assert said(desk.ask("orders", ARGS)) == (200, {"error": "the tool answered with status 500"})


def test_a_fault_before_anything_was_sent_may_be_mended_by_a_repetition(desk):
    desk.tools.result = ToolResult.fault("the tool gave no answer: it could not be reached", is_final=False)
    assert desk.ask("orders", ARGS)["statusCode"] == 502
    desk.tools.result = ToolResult("fine")
    assert desk.ask("orders", ARGS)["body"] == "fine"


# --- built-in tools -----------------------------------------------------------------------------------------------


def test_stop_calling_suppresses_the_person_at_once_and_may_be_repeated(desk):
    for _ in range(2):
        assert desk.ask("stop_calling")["statusCode"] == 200
    assert desk.attempt.stopped == {ANA}
    assert desk.tables.records[CARRIERS]["opted_out"] is True


def test_stop_calling_settles_the_attempt_of_a_campaign(desk):
    desk.attempt.begin(Channel.REGISTER)
    desk.register(attempt_id=ATTEMPT, direction="outbound", from_number=OURS, to_number=ANA)
    desk.ask("stop_calling", direction="outbound", from_number=OURS, to_number=ANA)
    assert desk.attempt.now.outcome is Outcome.OPTED_OUT


def test_the_number_of_a_withheld_caller_cannot_be_put_on_the_list(desk):
    desk.register(from_number="anonymous")
    status, answer = said(desk.ask("stop_calling", from_number="anonymous"))
    assert (status, "withheld" in answer["error"], desk.attempt.stopped) == (200, True, set())


def test_the_carriers_number_of_the_person_counts_and_not_the_declared_one(desk):
    desk.ask("stop_calling", from_number="+14155550000")
    assert desk.attempt.stopped == {ANA}


def test_a_transfer_takes_the_carriers_call_to_the_colleague_once(desk):
    for _ in range(2):
        assert (
            desk.ask("transfer_to_human", {"whom": "sales", "summary": "A refund."})["body"] == "transferring the call"
        )
    record = desk.tables.flat[CARRIERS]
    assert desk.line.taken_to == ["https://voice.example.com/after"]
    assert (record["transfer_to"], record["transfer_summary"]) == ("sales", "A refund.")


@pytest.mark.parametrize("whom", ["billing", COLLEAGUE, "", None, 7])
def test_a_transfer_to_no_target_of_the_route_is_refused_in_words(desk, whom):
    assert said(desk.ask("transfer_to_human", {"whom": whom})) == (
        200,
        {"error": "there is no such person to transfer to"},
    )
    assert desk.line.taken_to == []


def test_a_transfer_of_a_call_that_is_over_or_not_answered_is_refused_in_words(desk):
    desk.line.status = "ringing"
    assert said(desk.ask("transfer_to_human", {"whom": "sales"})) == (200, {"error": "Call is not in progress"})
    desk.register(progress=4)
    assert said(desk.ask("transfer_to_human", {"whom": "sales", "n": 2})) == (200, {"error": "Call has ended"})


@pytest.mark.parametrize("refusal", [CarrierError("20003", "no"), NotConfigured("no credentials")])
def test_a_transfer_that_the_carrier_refuses_may_be_asked_for_again(desk, monkeypatch, refusal):
    def refuses(*_):
        raise refusal

    monkeypatch.setattr(desk.line, "continue_with", refuses)
    assert desk.ask("transfer_to_human", {"whom": "sales"})["statusCode"] == 502
    record = desk.tables.flat[CARRIERS]
    assert (record["stream_outcome"], record["transfer_to"]) == ("", "")  # it was not transferred
    monkeypatch.undo()
    assert desk.ask("transfer_to_human", {"whom": "sales"})["statusCode"] == 200


def test_a_transfer_that_may_be_under_way_is_not_ordered_again(desk, monkeypatch):
    def is_lost(*_):
        raise OutcomeUnknown("no_answer", "the carrier did not answer")

    monkeypatch.setattr(desk.line, "continue_with", is_lost)
    unknown = (200, {"error": "the carrier did not say whether it transfers the call"})
    assert said(desk.ask("transfer_to_human", {"whom": "sales"})) == unknown
    monkeypatch.undo()
    assert said(desk.ask("transfer_to_human", {"whom": "sales"})) == unknown
    assert desk.line.taken_to == []


def test_a_call_that_retell_placed_itself_is_transferred_with_its_own_tool():
    desk = Desk()
    status, answer = said(desk.ask("transfer_to_human", {"whom": "sales"}, metadata=None))
    assert (status, "provider's own transfer" in answer["error"]) == (200, True)


def test_the_caller_context_has_no_secrets():
    desk = Desk(Caller("acme", ANA, {"first_name": "Ana", "secret__code": "9"}))
    desk.register()
    assert said(desk.ask("caller_context")) == (200, {"plan": "basic", "first_name": "Ana"})


def test_a_number_of_another_company_says_nothing_of_its_callers():
    desk = Desk(Caller("other", ANA, {"first_name": "Ana"}), routed=False)
    desk.register()
    desk.callers.numbers[OURS] = "other"
    assert said(desk.ask("caller_context")) == (200, {})


# --- whose call it is ---------------------------------------------------------------------------------------------


def test_a_call_on_a_trunk_has_the_route_of_its_number_before_its_first_report_is_filed():
    desk = Desk()
    assert desk.ask("orders", ARGS, metadata=None)["statusCode"] == 200
    assert desk.tools.asked == [(TOOL, ARGS, CALL_ID, "acme")]


def test_a_call_on_a_trunk_whose_number_has_no_route_has_the_built_in_tools():
    desk = Desk(routed=False)
    assert desk.ask("orders", ARGS, metadata=None)["statusCode"] == 404
    assert desk.ask("stop_calling", metadata=None)["statusCode"] == 200
    assert desk.attempt.stopped == {ANA}


def test_an_unknown_call_is_404():
    desk = Desk(routed=False)
    desk.tables.claims.clear()
    for tool in ("orders", "stop_calling", "caller_context"):
        assert said(desk.ask(tool, ARGS)) == (404, {"detail": "no such call"})


@pytest.mark.parametrize("tool", ["orders", "stop_calling", "caller_context", "transfer_to_human"])
def test_an_agent_of_another_company_asks_in_vain_for_this_call(desk, tool):
    desk.tables.claims["agent", "agent_of_other"] = "other"
    assert said(desk.ask(tool, ARGS, agent_id="agent_of_other")) == (404, {"detail": "no such call"})
    assert (desk.tools.asked, desk.attempt.stopped, desk.line.taken_to) == ([], set(), [])


def test_a_call_of_another_company_that_names_ours_in_its_metadata_is_not_ours(desk):
    """Any company may write any id into the metadata of its own call."""
    desk.tables.claims["agent", "agent_of_other"] = "other"
    desk.ask("stop_calling", call_id="call_9", agent_id="agent_of_other", to_number="+15005550099")
    assert "opted_out" not in desk.tables.records[CARRIERS]


def test_an_unclaimed_agent_asks_for_the_call_it_was_registered_for(desk):
    desk.tables.claims.clear()
    desk.tables.routes.clear()
    assert desk.ask("orders", ARGS)["statusCode"] == 200
    assert desk.ask("orders", ARGS, agent_id="agent_2")["statusCode"] == 404


@pytest.mark.parametrize("tool", ["billing", "orders%2F..", "or ders", "x" * 200])
def test_an_unknown_tool_is_404(desk, tool):
    assert desk.ask(tool, ARGS)["statusCode"] == 404


# --- the webhook --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-retell-signature": ""},
        {"x-retell-signature": "v=1,d=00"},
        signed(asked("orders", ARGS), NOW_MS, "key_of_another"),
        signed(asked("orders", ARGS), NOW_MS - 300_001),
        signed(asked("orders", ARGS), NOW_MS + 300_001),
        signed(asked("orders", {"order": "8"}), NOW_MS),
    ],
    ids=["missing", "empty", "garbage", "another key", "stale", "future", "of another body"],
)
def test_a_request_that_is_not_signed_is_401_and_nothing_is_done(desk, headers):
    assert desk.ask("orders", ARGS, headers)["statusCode"] == 401
    assert (desk.tools.asked, desk.uses.uses) == ([], {})


@pytest.mark.parametrize("key", ["key_old", "key_badge_0000000000000000000000000001"])
def test_both_keys_of_a_rotation_are_taken(desk, key):
    assert desk.ask("orders", ARGS, signed(asked("orders", ARGS), NOW_MS - 300_000, key))["statusCode"] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"order": "7"}',
        b'{"name": "orders", "call": [], "args": {}}',
        b'{"name": "orders", "call": {"call_id": 7}, "args": {}}',
        asked("orders", ["7"]),
        asked("orders", "7"),
    ],
    ids=["empty", "text", "list", "string", "deep", "args only", "no call", "no id", "args list", "args text"],
)
def test_garbage_with_a_good_signature_is_400(desk, body):
    assert desk.send("orders", body)["statusCode"] == 400


def test_args_at_the_root_are_refused_with_the_setting_to_change(desk):
    assert "args only" in desk.send("orders", b'{"order": "7"}')["body"]


def test_a_call_object_with_fields_of_other_forms_is_read_as_far_as_it_can_be(desk):
    body = asked("orders", ARGS, transcript_with_tool_calls="gone", metadata=[], direction=7, from_number=None)
    assert desk.send("orders", body)["statusCode"] == 200


def test_a_request_that_is_too_large_is_413(desk):
    assert desk.send("orders", b"x" * (LIMIT_BYTES + 1))["statusCode"] == 413


def test_a_body_is_proved_as_it_came_whether_the_gateway_encodes_it_or_not(desk):
    body = asked("orders", {"order": "Größe 70"})
    for is_encoded in (True, False):
        event = http_event("/webhooks/retell/functions/orders", body, signed(body, NOW_MS), base64_body=is_encoded)
        assert agent_tool.respond(event, desk.services)["statusCode"] == 200


def test_another_provider_has_no_custom_functions(desk):
    event = http_event("/webhooks/elevenlabs/functions/orders", b"{}", {})
    assert agent_tool.respond(event, desk.services)["statusCode"] == 404
