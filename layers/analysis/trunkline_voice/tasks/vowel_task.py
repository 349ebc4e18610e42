"""The task "Ahh": how long the voice lasted, and what its steady middle is like."""

from collections.abc import Sequence

from trunkline_voice.acoustics.valid_ranges import SHIMMER, validated
from trunkline_voice.acoustics.vowels import measured_vowel
from trunkline_voice.g711 import RATE
from trunkline_voice.measures import OF_THE_VOWEL, Measures, none_of
from trunkline_voice.quality_gate import MOST_CLIPPED_PCT, MOST_MISSING_PCT
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.task_windows import Task, Window
from trunkline_voice.timing.levels import Levels, level_dbfs
from trunkline_voice.timing.phonation import EDGE_S, Phonation, longest_phonation
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

BREATHY_HNR_DB, CLEAR_HNR_DB = 5.0, 25.0
BREATHY_CPPS_DB, CLEAR_CPPS_DB = 8.0, 20.0


def vowel_measures(track: Track, levels: Levels, windows: Sequence[Window]) -> tuple[Measures, float | None]:
    """Measures of the longest "Ahh" of the call, and how loud its middle was, in dB below full scale."""
    asked = [window.span for window in windows if window.task is Task.VOWEL]
    heard = [found for window in asked if (found := longest_phonation(track, levels, window))]
    if not heard:
        return none_of(OF_THE_VOWEL, Reason.NO_VOICE if asked else Reason.NO_TASK), None
    longest = max(heard, key=lambda found: found.run.seconds)
    stretch = longest.stretch
    loudness = level_dbfs(track.cut(stretch)) if stretch else None
    return {**_of_the_stretch(track, stretch), "mpt_s": _lasted(track, longest)}, loudness


def _lasted(track: Track, found: Phonation) -> float | Reason:
    if track.missing_pct(found.run) > MOST_MISSING_PCT or track.hides_an_end_of(found.run):
        return Reason.GAPS
    if found.run.begin < found.window.begin + EDGE_S:
        return Reason.INTERRUPTED
    return Reason.CUT_OFF if found.is_cut_off else found.run.seconds


def _of_the_stretch(track: Track, stretch: Span | None) -> Measures:
    if stretch is None:
        return none_of(OF_THE_VOWEL, Reason.TOO_SHORT)
    if track.missing_pct(stretch) > MOST_MISSING_PCT:
        return none_of(OF_THE_VOWEL, Reason.GAPS)
    vowel = measured_vowel(track.cut(stretch), RATE)
    if vowel is None:
        return none_of(OF_THE_VOWEL, Reason.NO_VOICE)
    found = dict(validated(vowel))
    if track.clipped_pct(stretch) > MOST_CLIPPED_PCT:
        found |= dict.fromkeys(SHIMMER, Reason.CLIPPED)
    return {**found, "breathiness": breathiness(found["hnr_db"], found["cpps_db"])}


def breathiness(hnr_db: float | Reason, cpps_db: float | Reason) -> float | Reason:
    """Index of our own, 0 clear to 100 breathy: how far HNR and CPPS are from clear, each between two fixed values."""
    if isinstance(hnr_db, Reason):
        return hnr_db
    if isinstance(cpps_db, Reason):
        return cpps_db
    parts = (
        (CLEAR_HNR_DB - hnr_db) / (CLEAR_HNR_DB - BREATHY_HNR_DB),
        (CLEAR_CPPS_DB - cpps_db) / (CLEAR_CPPS_DB - BREATHY_CPPS_DB),
    )
    return 100 * sum(min(1.0, max(0.0, part)) for part in parts) / len(parts)
