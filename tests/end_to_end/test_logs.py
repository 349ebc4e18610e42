"""Logs of functions and relay while every scenario was played: no personal data of a caller."""

import json

import pytest

from local.scenarios.catalogue import SCENARIOS

pytestmark = pytest.mark.asyncio(loop_scope="session")
COLLEAGUE = "+14155550199"


async def test_no_number_and_no_spoken_word_is_in_any_log(season):
    lines = [json.dumps(line, ensure_ascii=False) for _, line in season.world.logs]
    sources = {source for source, _ in season.world.logs}
    assert {"AnswerCallFunction", "CallProgressFunction", "FileReportFunction", "relay"} <= sources, sources
    numbers = {SCENARIOS[name].caller_number for name in season.calls} | {COLLEAGUE}
    words = {text for played in season.calls.values() if played.transcript for _, text in played.said}
    assert len(words) > 10
    found = [line for line in lines if any(number.lstrip("+") in line for number in numbers)]
    assert not found, found[:3]
    found = [line for line in lines if any(text in line for text in words)]
    assert not found, found[:3]
