"""Spans of time, by hand."""

import numpy as np

from trunkline_voice.timing.spans import Span, bridged, runs


def test_what_two_spans_share():
    assert Span(1, 3).within(Span(2, 5)) == Span(2, 3)
    assert Span(1, 3).within(Span(4, 5)).seconds == 0
    assert Span(2, 1).seconds == 0
    assert Span(0, 10).shared_with([Span(-1, 1), Span(4, 5), Span(20, 30)]) == 2


def test_spans_that_touch_do_not_meet():
    assert Span(1, 2).meets([Span(0, 1.1)])
    assert not Span(1, 2).meets([Span(0, 1), Span(2, 3)])


def test_short_gaps_are_bridged():
    assert bridged([Span(2, 3), Span(0, 1), Span(3.2, 4)], 0.25) == [Span(0, 1), Span(2, 4)]
    assert bridged([Span(0, 5), Span(1, 2)], 0.25) == [Span(0, 5)]
    assert bridged([], 0.25) == []


def test_runs_of_flags():
    assert runs(np.array([True, True, False, True])) == [(0, 2), (3, 4)]
    assert runs(np.zeros(0, bool)) == []
