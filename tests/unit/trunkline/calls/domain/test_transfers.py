"""Whispers for colleagues, and redaction of private digits."""

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


def test_without_a_summary_the_whisper_has_the_callers_last_words():
    assert briefing(" ", TURNS) == "The caller said: My bill. The one of May."


def test_a_silent_caller_gives_an_empty_whisper():
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
        (DialResult("completed", was_bridged=False), False),  # a mailbox, or a person who did not press 1
        (DialResult("no-answer", was_bridged=False), False),
        (DialResult("busy"), False),
    ],
    ids=str,
)
def test_a_phone_that_answers_is_not_yet_a_person_who_takes_the_call(dialled, taken):
    assert dialled.was_taken is taken


def test_private_digits_are_redacted_everywhere():
    private, on_file = (dtmf.agent_message("4711#", is_private=private) for private in (True, False))
    assert dtmf.redacted(f"Well. {private}. Thank you 12.") == "Well. [keys pressed: 5]. Thank you 12."
    assert dtmf.redacted(on_file) == on_file
