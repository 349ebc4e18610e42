"""When the agent spoke: the runs of sound on its channel, each given to a turn of the transcript.

A transcript has whole seconds by the voice provider's clock; the channel has what the patient heard, by the clock of
the recording. The first run is the first turn.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from trunkline_voice.arrays import Floats
from trunkline_voice.recordings.prompts import Prompts, task_of
from trunkline_voice.tasks.task_windows import AgentTurn
from trunkline_voice.timing.levels import levels_of, moment
from trunkline_voice.timing.spans import Span, bridged, runs
from trunkline_voice.tracks import Track

AUDIBLE_DBFS = -55.0  # of an agent, whose channel is silent in between
BREATH_S = 0.25
EARLY_S = 1.5  # by which a turn may begin before its second in the transcript
AGENT, CALLER = "agent", "caller"

Turns = Sequence[Mapping[str, Any]]  # `speaker`, `text` and `at_s`, as a transcript has them


def agent_turns(channel: Floats, turns: Turns, prompts: Prompts) -> list[AgentTurn]:
    """Turns of the agent in seconds of the recording. One without a sound of its own is left out."""
    sounds = runs_of_sound(channel)
    said = [(number, turn) for number, turn in enumerate(turns) if turn["speaker"] == AGENT and turn["text"].strip()]
    if not sounds or not said:
        return []
    offset = sounds[0].begin - float(said[0][1]["at_s"])
    begins = [float(turn["at_s"]) + offset for _, turn in said]
    owners = [max(0, bisect_right(begins, sound.begin + EARLY_S) - 1) for sound in sounds]
    spans = _spans(sounds, owners)
    replies = _replies(turns, [number for number, _ in said])
    return [
        AgentTurn(spans[index], task_of(turn["text"], prompts), replies[index])
        for index, (_, turn) in enumerate(said)
        if index in spans
    ]


def runs_of_sound(channel: Floats) -> list[Span]:
    """What is audible on a channel, with breaths inside."""
    levels = levels_of(Track(channel))
    loud = runs(levels.db > AUDIBLE_DBFS)
    return bridged([Span(moment(begin), moment(end - 1)) for begin, end in loud], BREATH_S)


def _spans(sounds: Sequence[Span], owners: Sequence[int]) -> dict[int, Span]:
    """From the first to the last run of each turn, by its number."""
    spans: dict[int, Span] = {}
    for sound, owner in zip(sounds, owners, strict=True):
        begin = spans[owner].begin if owner in spans else sound.begin
        spans[owner] = Span(begin, sound.end)
    return spans


def _replies(turns: Turns, agents: Sequence[int]) -> list[str]:
    """What the caller said between each of the agent's turns and the next."""
    ends = [*agents[1:], len(turns)]
    return [_words(turns[begin + 1 : end]) for begin, end in zip(agents, ends, strict=True)]


def _words(turns: Turns) -> str:
    return " ".join(str(turn["text"]) for turn in turns if turn["speaker"] == CALLER)
