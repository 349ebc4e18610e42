"""The task of counting from one to twenty: how long it took, and how often the patient stopped to breathe."""

from collections.abc import Sequence

from trunkline_voice.measures import OF_THE_COUNT, Measures, none_of
from trunkline_voice.quality_gate import MOST_MISSING_PCT
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.counting import why_not_counted
from trunkline_voice.tasks.task_windows import Task, Window
from trunkline_voice.timing.levels import Levels
from trunkline_voice.timing.phonation import EDGE_S
from trunkline_voice.timing.spans import Span
from trunkline_voice.timing.speech_runs import pauses_between, speech_runs
from trunkline_voice.tracks import Track

BREATH_S = 0.4  # a pause that is long enough for one


def count_measures(track: Track, levels: Levels, windows: Sequence[Window], language: str) -> Measures:
    """Measures of the first count that is whole; the reason of the last one if none is."""
    found = none_of(OF_THE_COUNT, Reason.NO_TASK)
    for window in windows:
        if window.task is Task.COUNT:
            found = _of_one(track, levels, window, language)
            if not isinstance(found["count20_s"], Reason):
                return found
    return found


def _of_one(track: Track, levels: Levels, window: Window, language: str) -> Measures:
    if reason := why_not_counted(window.words, language):
        return none_of(OF_THE_COUNT, reason)
    runs = speech_runs(levels, window.span)
    if reason := _why_not_timed(track, runs, window.span):
        return none_of(OF_THE_COUNT, reason)
    breaths = [pause for pause in pauses_between(runs, track.gaps) if pause.seconds >= BREATH_S]
    return {"count20_s": runs[-1].end - runs[0].begin, "count_breaths": float(len(breaths))}


def _why_not_timed(track: Track, runs: Sequence[Span], window: Span) -> Reason | None:
    if not runs:
        return Reason.NO_VOICE
    whole = Span(runs[0].begin, runs[-1].end)
    if track.missing_pct(whole) > MOST_MISSING_PCT or track.hides_an_end_of(whole):
        return Reason.GAPS
    if whole.begin < window.begin + EDGE_S:
        return Reason.INTERRUPTED
    return Reason.CUT_OFF if whole.end > window.end - EDGE_S else None
