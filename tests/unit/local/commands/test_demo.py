"""The demo's verdict on a transcript: in order, interrupted, or not as spoken."""

from pathlib import Path
from typing import Any

import pytest

from local.commands.demo import Shown, _verdict, endings_missed, status
from local.scenarios import barge_in, support_call
from local.scenarios.catalogue import SCENARIOS

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


def test_a_line_that_should_be_cut_and_was_not_is_not_as_spoken() -> None:
    turns = [turn(line) for line in barge_in.SCENARIO.lines]
    assert _verdict({"turns": turns}, barge_in.SCENARIO).startswith("NOT as spoken, line 3: agent: We are open")


def test_a_line_that_should_be_whole_and_was_cut_is_not_as_spoken() -> None:
    first, *others = support_call.LINES
    turns = [turn(first, text="Hello Ana", interrupted=True, intended=first[1]), *map(turn, others)]
    said = _verdict({"turns": turns}, support_call.RELAYED)
    assert said.startswith("NOT as spoken, line 1: agent: Hello Ana (interrupted); meant was agent: Hello Ana, this is")


@pytest.mark.parametrize("count", [0, 4])
def test_lines_that_are_missing_are_said(count: int) -> None:
    turns = [turn(line) for line in support_call.LINES[:count]]
    assert f"line {count + 1}: nothing; meant was" in _verdict({"turns": turns}, support_call.RELAYED)


def test_a_line_too_many_is_said() -> None:
    turns = [turn(line) for line in (*support_call.LINES, ("agent", "What?"))]
    assert "line 6: agent: What?; meant was nothing" in _verdict({"turns": turns}, support_call.RELAYED)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_names_its_record(name: str) -> None:
    scenario = SCENARIOS[name]
    record = {"status": "completed", **scenario.on_file}
    assert scenario.on_file
    assert endings_missed(record, scenario) == []
    for field in record:
        assert endings_missed(record | {field: "else"}, scenario)[0].startswith(f"NO: {field} is else and not ")


def test_a_call_that_went_otherwise_is_a_failure() -> None:
    well, not_well = Shown(Path("call.wav"), True), Shown(Path("call.wav"), False)
    assert (status([well, well]), status([well, not_well])) == (0, 1)
