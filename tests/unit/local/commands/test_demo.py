"""What the demo says of a transcript: in order, interrupted, or not as spoken."""

from typing import Any

import pytest

from local.commands.demo import _verdict
from local.scenarios import barge_in

GREETING, QUESTION, LONG, INTERRUPTION, SHORT = barge_in.SCENARIO.lines


def turn(line: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"speaker": line[0], "text": line[1], "interrupted": False, "intended": None} | more


@pytest.mark.parametrize("heard", ["We are open from eight...", "We are open from eight", "We are open from eight…"])
def test_an_answer_that_was_cut_as_it_should_be_is_as_spoken(heard: str) -> None:
    cut = turn(LONG, text=heard, interrupted=True, intended=LONG[1])
    turns = [turn(GREETING), turn(QUESTION), cut, turn(INTERRUPTION), turn(SHORT)]
    assert _verdict({"turns": turns}, barge_in.SCENARIO) == "5, all in order, 1 of them interrupted"


@pytest.mark.parametrize(
    "more", [{"text": "We were shut"}, {"interrupted": False, "text": "We are open"}, {"intended": "?"}]
)
def test_words_that_were_never_to_be_said_are_not_as_spoken(more: dict[str, Any]) -> None:
    cut = turn(LONG, **({"text": "We are open", "interrupted": True, "intended": LONG[1]} | more))
    turns = [turn(GREETING), turn(QUESTION), cut, turn(INTERRUPTION), turn(SHORT)]
    assert _verdict({"turns": turns}, barge_in.SCENARIO).startswith("NOT as spoken")
