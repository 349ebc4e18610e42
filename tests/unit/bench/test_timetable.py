"""Many calls talk at once, and never in step."""

from collections import Counter

import pytest

from bench.load import timetable
from bench.load.timetable import FRAME_MS, LARGE_FRAMES, TURN_MS


@pytest.mark.parametrize("calls", [1, 19, 100, 400])
def test_every_call_sends_once_in_20_ms(calls):
    table = timetable.every_20_ms(calls)
    sent = Counter(call for ms in range(FRAME_MS) for call, _ in table.at(ms))
    assert sent == Counter(range(calls))


def test_calls_are_spread_evenly_over_the_20_ms():
    sizes = {len(timetable.every_20_ms(100).at(ms)) for ms in range(FRAME_MS)}
    assert sizes == {5}


def test_an_agent_speaks_half_a_frame_away_from_its_caller():
    assert (0, 160) in timetable.agents(100, "small").at(10)
    assert (0, 160) in timetable.every_20_ms(100).at(0)


@pytest.mark.parametrize("calls", [1, 7, 400])
def test_a_turn_of_large_frames_is_whole_and_in_order(calls):
    table = timetable.agents(calls, "large")
    said: dict[int, list[int]] = {}
    for ms in range(TURN_MS):
        for call, audio_bytes in table.at(ms):
            said.setdefault(call, []).append(audio_bytes)
    assert said == {call: list(LARGE_FRAMES) for call in range(calls)}


def test_a_timetable_begins_again_after_its_period():
    table = timetable.agents(40, "large")
    assert table.at(3) == table.at(3 + 5 * TURN_MS)
