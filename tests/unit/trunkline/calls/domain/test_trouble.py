"""Each sign of trouble in a record gives its reason, and an ordinary call has none."""

import pytest

from trunkline.calls.domain.call_search import CallFilter, CallSummary
from trunkline.calls.domain.calls import StreamOutcome
from trunkline.calls.domain.history.trouble import Trouble, trouble_of
from trunkline.ids import CallId

ORDINARY = {
    "mode": "relay", "answer_reason": "relay", "status": "completed", "stream_outcome": "caller-hung-up",
    "conversation_status": "done", "tools": [{"name": "book", "is_error": False}, {"name": "look"}], "resumes": 0,
    "is_one_sided": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("signs", "reason"),
    [
        ({"answer_reason": "fallback"}, Trouble.FALLBACK),
        ({"never_started_because": "sip-error"}, Trouble.NEVER_STARTED),
        ({"status": "failed"}, Trouble.CALL_FAILED),
        ({"stream_outcome": "agent-unreachable"}, Trouble.AGENT_UNREACHABLE),
        ({"stream_outcome": "agent-misconfigured"}, Trouble.AGENT_MISCONFIGURED),
        ({"stream_outcome": "agent-refused"}, Trouble.AGENT_REFUSED),
        ({"stream_outcome": "agent-lost"}, Trouble.AGENT_LOST),
        ({"stream_outcome": "relay-stopped"}, Trouble.RELAY_STOPPED),
        ({"resumes": 1}, Trouble.RESUMED),
        ({"resumes": 1, "cuts": 1}, Trouble.RESUMED),
        ({"resumes": 2, "cuts": 1, "transfer_taken": False}, Trouble.RESUMED),
        ({"reaped": "lease ran out"}, Trouble.REAPED),
        ({"conversation_status": "failed"}, Trouble.PROVIDER_FAILED),
        ({"tools": [{"name": "look"}, {"name": "book", "is_error": True}]}, Trouble.TOOL_FAILED),
        ({"is_one_sided": True}, Trouble.ONE_SIDED),
    ],
)
def test_a_sign_in_the_record_gives_its_reason(signs, reason):
    assert trouble_of(ORDINARY | signs) == [reason]


def test_an_ordinary_call_and_an_empty_record_have_no_trouble():
    assert trouble_of(ORDINARY) == trouble_of({}) == []


def test_a_call_that_went_back_to_its_agent_after_an_untaken_transfer_was_not_cut():
    assert trouble_of({"resumes": 2, "cuts": 0, "transfer_taken": True}) == []
    assert trouble_of({"resumes": 1, "transfer_taken": False}) == []  # of before `cuts` was counted


@pytest.mark.parametrize("reason", ["busy", "no-answer", "canceled"])
def test_a_person_who_does_not_pick_up_is_no_trouble(reason):
    assert trouble_of({"never_started_because": reason}) == []


def test_words_that_came_after_a_failed_start_end_that_trouble():
    assert trouble_of({"never_started_because": "sip-error", "transcript_key": "t"}) == []


def test_every_outcome_that_drops_the_caller_is_trouble():
    dropped = {outcome for outcome in StreamOutcome if outcome.is_dropped}
    assert {outcome for outcome in StreamOutcome if trouble_of({"stream_outcome": outcome.value})} == dropped


def test_a_provider_call_that_failed_to_start_has_the_status_failed_and_both_reasons():
    call = CallSummary(CallId("c"), "acme", "", {"never_started_because": "sip-error"})
    assert call.trouble == [Trouble.NEVER_STARTED, Trouble.CALL_FAILED]
    assert CallFilter(has_trouble=True).lets_through(call)
    assert not CallFilter(has_trouble=False).lets_through(call)
