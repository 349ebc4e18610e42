"""Phonation: the longest unbroken run of voice in a task."""

from dataclasses import dataclass

import numpy as np

from trunkline_voice.acoustics.voicing import is_voiced
from trunkline_voice.g711 import RATE
from trunkline_voice.timing.levels import Levels
from trunkline_voice.timing.spans import Span, bridged, runs
from trunkline_voice.timing.speech_runs import speech_runs
from trunkline_voice.tracks import Track

HOP_S = 0.02
LONGEST_GAP_S = 0.25  # a voice that breaks for less goes on
EDGE_S = 0.06  # a voice that begins or ends so near to an edge of the sound does so there
LEAST_STRETCH_S, MOST_STRETCH_S, TRIMMED_S = 2.0, 5.0, 0.25


@dataclass(frozen=True)
class Phonation:
    """A run of voice, and the window of the task that it was heard in."""

    run: Span
    window: Span

    @property
    def is_cut_off(self) -> bool:
        """Whether the task ended while the voice went on: it may have lasted longer."""
        return self.run.end > self.window.end - EDGE_S

    @property
    def stretch(self) -> Span | None:
        """The steady middle, for measures of the vowel. None where the run is too short for one."""
        length = min(self.run.seconds - 2 * TRIMMED_S, MOST_STRETCH_S)
        if length < LEAST_STRETCH_S:
            return None
        middle = (self.run.begin + self.run.end) / 2
        return Span(middle - length / 2, middle + length / 2)


def longest_phonation(track: Track, levels: Levels, window: Span) -> Phonation | None:
    """The longest run of voice in a window. None where there is none."""
    sounds = speech_runs(levels, window)
    voices = bridged([voice for sound in sounds for voice in _voices(track, sound)], LONGEST_GAP_S)
    return max((Phonation(voice, window) for voice in voices), key=lambda found: found.run.seconds, default=None)


def _voices(track: Track, sound: Span) -> list[Span]:
    """Runs of voice in a run of sound."""
    moments = np.arange(sound.begin + HOP_S / 2, sound.end, HOP_S)
    voiced = is_voiced(track.samples, np.round(moments * RATE).astype(int))
    found = [Span(float(moments[begin]), float(moments[end - 1])) for begin, end in runs(voiced)]
    return [_at_the_edge(voice, sound) for voice in found]


def _at_the_edge(voice: Span, sound: Span) -> Span:
    begin, end = voice.begin - HOP_S / 2, voice.end + HOP_S / 2
    return Span(sound.begin if begin - sound.begin < EDGE_S else begin, sound.end if sound.end - end < EDGE_S else end)
