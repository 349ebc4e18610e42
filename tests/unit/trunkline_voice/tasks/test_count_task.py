"""A count is timed from its first sound to its last."""

import pytest

from tests.fakes.patients_voices import ONE_TO_TWENTY, CheckIn, counting, silence
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.count_task import count_measures
from trunkline_voice.tasks.task_windows import Task, task_windows
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.timing.spans import Span


def measured(call, gaps=()):
    track = call.track(gaps=gaps)
    found = count_measures(track, levels_of(track), task_windows(call.turns, track.seconds), "en")
    return found["count20_s"], found["count_breaths"]


@pytest.fixture
def call():
    found = CheckIn()
    found.answered(Task.COUNT, counting(pauses=2, pause_s=0.5), ONE_TO_TWENTY)
    return found


def test_length_and_breaths(call):
    seconds, breaths = measured(call)
    assert seconds == pytest.approx(9.0, abs=0.05)
    assert breaths == 2


def test_the_first_whole_count_is_taken():
    call = CheckIn()
    call.answered(Task.COUNT, counting(), "one two")
    call.answered(Task.COUNT, counting(pauses=1), ONE_TO_TWENTY)
    assert measured(call)[0] == pytest.approx(8.6, abs=0.05)


def test_counts_without_a_time(call):
    assert measured(call, gaps=[Span(5.0, 5.5)])[0] == Reason.GAPS
    assert measured(call, gaps=[Span(11.75, 11.85)])[0] == Reason.GAPS, "where the count ends"
    unheard, early, late = CheckIn(), CheckIn(), CheckIn()
    unheard.answered(Task.COUNT, silence(3.0), ONE_TO_TWENTY)
    unheard.answered(Task.SPEECH, counting())
    assert measured(unheard)[0] == Reason.NO_VOICE
    early.asks(task=Task.COUNT, reply=ONE_TO_TWENTY)
    early.hears(counting(), silence(1.0))
    late.asks(task=Task.COUNT, reply=ONE_TO_TWENTY)
    late.hears(silence(1.0), counting())
    late.asks()
    assert measured(early)[0] == Reason.INTERRUPTED
    assert measured(late)[0] == Reason.CUT_OFF
