"""What a colleague is told, and how keys stay private."""

import pytest

from trunkline.calls.domain import dtmf
from trunkline.calls.domain.transfers import BRIEFING_LIMIT, DialResult, briefing
from trunkline.calls.domain.turns import SpokenTurn

TURNS = [
    SpokenTurn(0, "agent", "What is it about?"),
    SpokenTurn(1, "caller", "My bill."),
    SpokenTurn(2, "agent", "Which one?"),
    SpokenTurn(3, "caller", " The one of May. "),
]


def test_the_agents_own_summary_comes_first():
    assert briefing("A  refund,\nplease.", TURNS) == "A refund, please."


def test_without_one_the_callers_last_words_are_told():
    assert briefing(" ", TURNS) == "The caller said: My bill. The one of May."


def test_of_a_caller_who_said_nothing_nothing_is_told():
    assert briefing("", TURNS[:1]) == ""


def test_a_briefing_is_short_and_ends_with_a_whole_word():
    payload = briefing("abcdefg " * 200, [])
    assert len(payload) <= BRIEFING_LIMIT + 2
    assert payload.endswith("abcdefg …")


@pytest.mark.parametrize(
    ("dialled", "taken"),
    [
        (DialResult("completed"), True),
        (DialResult("answered"), True),
        (DialResult("completed", was_bridged=False), False),  # a mailbox, or somebody who did not press 1
        (DialResult("no-answer", was_bridged=False), False),
        (DialResult("busy"), False),
    ],
    ids=str,
)
def test_a_phone_that_answers_is_not_yet_a_person_who_takes_the_call(dialled, taken):
    assert dialled.was_taken is taken


def test_keys_told_in_private_are_redacted_wherever_they_turn_up():
    private, on_file = (dtmf.agent_message("4711#", is_private=private) for private in (True, False))
    assert dtmf.redacted(f"Well. {private}. Thank you 12.") == "Well. [keys pressed: 5]. Thank you 12."
    assert dtmf.redacted(on_file) == on_file
