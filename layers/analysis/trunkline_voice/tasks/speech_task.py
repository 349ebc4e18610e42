"""Connected speech: pauses and phrases of the answers and of the count, and syllables of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from trunkline_voice.measures import OF_SPEECH, Measures, none_of
from trunkline_voice.quality_gate import GOOD_SNR_DB
from trunkline_voice.reasons import Reason
from trunkline_voice.tasks.task_windows import Task, Window
from trunkline_voice.timing.levels import Levels
from trunkline_voice.timing.phonation import EDGE_S
from trunkline_voice.timing.spans import Span
from trunkline_voice.timing.speech_runs import pauses_between, speech_runs
from trunkline_voice.timing.syllables import count_syllables
from trunkline_voice.tracks import Track

LEAST_SPEECH_S = 5.0
LEAST_PHRASES = 3
PAUSES = ("pause_ratio", "pause_count", "pause_mean_s")
RATES = ("speech_rate_sps", "articulation_rate_sps")


@dataclass(frozen=True)
class Answer:
    """What was said in one window: runs of speech, and the pauses between them that can be trusted."""

    window: Window
    runs: Sequence[Span]
    pauses: Sequence[Span]

    @property
    def phrases(self) -> list[Span]:
        """Runs between two moments that can be trusted: neither cut by the window nor beside a spoilt pause."""
        inner = Span(self.window.span.begin + EDGE_S, self.window.span.end - EDGE_S)
        begins = {self.runs[0].begin} | {pause.end for pause in self.pauses} if self.runs else set()
        ends = {self.runs[-1].end} | {pause.begin for pause in self.pauses} if self.runs else set()
        whole = (run for run in self.runs if run.begin in begins and run.end in ends)
        return [run for run in whole if run.begin > inner.begin and run.end < inner.end]


def speech_measures(track: Track, levels: Levels, windows: Sequence[Window]) -> Measures:
    """Measures of all that the patient said in words."""
    spoken = [window for window in windows if window.task is not Task.VOWEL]
    if not spoken:
        return none_of(OF_SPEECH, Reason.NO_TASK)
    heard = [_heard(track, levels, window) for window in spoken]
    free = [answer for answer in heard if answer.window.task is Task.SPEECH]
    return {**_pauses(heard), "phrase_s": _phrase(free), **_rates(track, levels, free)}


def _heard(track: Track, levels: Levels, window: Window) -> Answer:
    runs = speech_runs(levels, window.span)
    return Answer(window, runs, pauses_between(runs, track.gaps))


def _seconds(spans: Sequence[Span]) -> float:
    return sum(span.seconds for span in spans)


def _pauses(heard: Sequence[Answer]) -> Measures:
    speech = sum(_seconds(answer.runs) for answer in heard)
    pauses = [pause for answer in heard for pause in answer.pauses]
    if speech < LEAST_SPEECH_S:
        return dict.fromkeys(PAUSES, Reason.TOO_SHORT)
    silent = _seconds(pauses)
    mean = silent / len(pauses) if pauses else Reason.NO_PAUSE
    return {"pause_ratio": silent / (silent + speech), "pause_count": float(len(pauses)), "pause_mean_s": mean}


def _phrase(free: Sequence[Answer]) -> float | Reason:
    phrases = [phrase for answer in free for phrase in answer.phrases]
    if not free:
        return Reason.NO_TASK
    return _seconds(phrases) / len(phrases) if len(phrases) >= LEAST_PHRASES else Reason.TOO_SHORT


def _rates(track: Track, levels: Levels, free: Sequence[Answer]) -> Measures:
    """Syllables for each second, of all time from the first to the last sound of an answer, and of speech alone."""
    if not free:
        return dict.fromkeys(RATES, Reason.NO_TASK)
    if levels.snr < GOOD_SNR_DB:
        return dict.fromkeys(RATES, Reason.NOISY_FOR_SYLLABLES)
    runs = [run for answer in free for run in answer.runs]
    speech, pauses = _seconds(runs), _seconds([pause for answer in free for pause in answer.pauses])
    if speech < LEAST_SPEECH_S:
        return dict.fromkeys(RATES, Reason.TOO_SHORT)
    syllables = count_syllables(track, levels, runs)
    return {"speech_rate_sps": syllables / (speech + pauses), "articulation_rate_sps": syllables / speech}
