"""From a filed recording and the conversation's turns to a voice report, without a network or a clock."""

from collections.abc import Mapping, Sequence
from typing import Any

from trunkline_voice.arrays import Ints
from trunkline_voice.g711 import full_scale_one
from trunkline_voice.reasons import Reason
from trunkline_voice.recordings.agent_turns import AGENT, CALLER, Turns, agent_turns
from trunkline_voice.recordings.prompts import PROMPTS, Prompts
from trunkline_voice.recordings.wav import Unreadable, read_wav
from trunkline_voice.report import failed_report, voice_report
from trunkline_voice.timing.spans import Span
from trunkline_voice.tracks import Track

ENGLISH = "en"  # where a transcript names no language


def report_of_recording(
    audio: bytes, about: Mapping[str, Any], turns: Turns, language: str | None, prompts: Prompts = PROMPTS
) -> dict[str, Any]:
    """Plain JSON, of the patient's channel alone; what cannot be read is a failed report with the reason.

    `about` is the JSON beside the recording: `channels` in order, `gaps_ms` as (begin, length). `turns` are those of
    the conversation's transcript, or of its story where there were several.
    """
    try:
        caller, agent = _sides(audio, about)
    except Unreadable as unreadable:
        return failed_report(unreadable.reason)
    heard = agent_turns(full_scale_one(agent), turns, prompts)
    track = Track(full_scale_one(caller), _gaps(about))
    return voice_report(track, heard, language or ENGLISH)


def _sides(audio: bytes, about: Mapping[str, Any]) -> tuple[Ints, Ints]:
    """Samples of the caller and of the agent. Raises Unreadable."""
    channels = read_wav(audio)
    if len(channels) == 1:
        raise Unreadable(Reason.ONE_CHANNEL)
    named: Sequence[Any] = about.get("channels") or ()
    if sorted(map(str, named)) != [AGENT, CALLER]:
        raise Unreadable(Reason.UNKNOWN_SIDES)
    return channels[list(named).index(CALLER)], channels[list(named).index(AGENT)]


def _gaps(about: Mapping[str, Any]) -> list[Span]:
    found = (Span(begin / 1000, (begin + length) / 1000) for begin, length in about.get("gaps_ms") or ())
    return [gap for gap in found if gap.seconds]
