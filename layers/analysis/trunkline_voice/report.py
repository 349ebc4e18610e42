"""The report of a call: each measure a value or the reason why there is none, the quality of the line, the engine."""

from collections.abc import Sequence
from typing import Any

from trunkline_voice import ENGINE
from trunkline_voice.measures import UNITS, Measures, none_of
from trunkline_voice.quality_gate import Gate, Quality, quality_of
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.count_task import count_measures
from trunkline_voice.tasks.speech_task import speech_measures
from trunkline_voice.tasks.task_windows import AgentTurn, task_windows
from trunkline_voice.tasks.vowel_task import vowel_measures
from trunkline_voice.timing.levels import levels_of
from trunkline_voice.tracks import Track

DIGITS = 4  # behind the point


def voice_report(track: Track, turns: Sequence[AgentTurn], language: str = "en") -> dict[str, Any]:
    """Plain JSON. `track` is the patient's side alone; `turns` are the agent's, in seconds of the same recording."""
    quality = quality_of(track, levels_of(track))
    windows = task_windows(turns, track.seconds)
    if quality.reason:
        return _report(quality, none_of(UNITS, quality.reason), None)
    vowel, loudness = vowel_measures(track, quality.levels, windows)
    counted = count_measures(track, quality.levels, windows, language)
    return _report(quality, {**vowel, **counted, **speech_measures(track, quality.levels, windows)}, loudness)


def failed_report(reason: Reason) -> dict[str, Any]:
    """For a call whose recording cannot be measured: every measure is null for one reason."""
    nothing = {"engine": ENGINE, "quality": {"gate": Gate.FAILED.value, "vowel_dbfs": None}}
    return nothing | {"measures": {name: _item(reason, unit) for name, unit in UNITS.items()}}


def _report(quality: Quality, measures: Measures, vowel_dbfs: float | None) -> dict[str, Any]:
    loudness = None if vowel_dbfs is None else round(vowel_dbfs, 1)
    return {
        "engine": ENGINE,
        "quality": {**quality.as_dict(), "vowel_dbfs": loudness},
        "measures": {name: _item(measures[name], unit) for name, unit in UNITS.items()},
    }


def _item(value: float | Reason, unit: str) -> dict[str, float | str | None]:
    if isinstance(value, Reason):
        return {"value": None, "reason": value.value}
    return {"value": round(float(value), DIGITS), "unit": unit}
