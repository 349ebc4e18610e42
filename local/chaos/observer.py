"""One call as both ends of the wire and the files saw it."""

import json
from dataclasses import dataclass, field
from typing import Any

from local.chaos.environment import Environment
from local.twilio import CallState
from local.twilio.media.line import RATE_HZ

BYTES_PER_MS = 8


@dataclass
class Observation:
    """A call after its end."""

    call: CallState
    record: dict[str, Any]
    spoken: list[str]  # what the provider knows was said, conversation after conversation
    story: list[str] = field(default_factory=list)  # what we have on file

    @property
    def outcome(self) -> str:
        return str(self.record.get("stream_outcome", "none on file"))

    @property
    def ended_well(self) -> bool:
        return self.outcome == "agent-ended"

    @property
    def is_whole(self) -> bool:
        return self.story == self.spoken


async def observe(environment: Environment, call: CallState) -> Observation:
    record = await environment.world.call_record(call.sid)
    spoken = [
        turn.message
        for conversation in environment.conversations(call)
        for turn in conversation.transcript
        if turn.message
    ]
    return Observation(call, record, spoken, await _story(environment, record))


async def _story(environment: Environment, record: dict[str, Any]) -> list[str]:
    """From the transcript of one conversation, or from the history of several."""
    key = record.get("story_key") or record.get("transcript_key")
    if not key:
        return []
    return [turn["text"] for turn in json.loads(await environment.world.stored(key))["turns"] if turn["text"]]


def silence_ms(environment: Environment, call: CallState, struck_s: float) -> float | None:
    """From the blow to the first sound of the next agent that the caller hears; None when there was none.

    What the dead one had queued may have played on for a while: the caller waited at most this long.
    """
    began_s = next_agent_s(environment, call, struck_s)
    if began_s is None:
        return None
    line = call.line
    heard_from_ms = line.ms_at(_ours_ended_s(call, began_s))
    heard_ms = call.heard.first_voiced_ms(heard_from_ms, len(call.heard.tape) / BYTES_PER_MS)
    return None if heard_ms is None else heard_ms - line.ms_at(struck_s)


def spoken_over_ms(call: CallState, struck_s: float, silence: float) -> float:
    """The part of that silence in which the caller spoke: an agent waits for the end of it."""
    until_s = struck_s + silence / 1000
    spans = [(said.first_sample / RATE_HZ, said.end_sample / RATE_HZ) for said in call.line.output.utterances]
    return 1000 * sum(max(0.0, min(end_s, until_s) - max(begin_s, struck_s)) for begin_s, end_s in spans)


def next_agent_s(environment: Environment, call: CallState, struck_s: float) -> float | None:
    began = [
        environment.began_s.get(conversation.conversation_id, 0.0) for conversation in environment.conversations(call)
    ]
    return min((at_s for at_s in began if at_s > struck_s), default=None)


def steps_ms(call: CallState, struck_s: float, agent_s: float | None) -> dict[str, float]:
    """Seconds from the fault to each step of recovery. Steps that were not taken are left out."""
    marks = [(call.began_s + at_s - struck_s, kind, detail) for at_s, kind, detail in call.events]
    later = [(at_s * 1000, kind, detail) for at_s, kind, detail in marks if at_s > 0]
    steps = {
        "carrier noticed": _first(later, "stream-ended"),
        "after-stream asked": _first(later, "webhook"),
        "document answered": _first(later, "twiml"),
        "new stream open": _first(later, "stream-connected"),
        "agent reached": None if agent_s is None else (agent_s - struck_s) * 1000,
    }
    return {step: at_ms for step, at_ms in steps.items() if at_ms is not None}


def _first(events: list[tuple[float, str, Any]], wanted: str) -> float | None:
    return next((at_ms for at_ms, kind, _ in events if kind == wanted), None)


def _ours_ended_s(call: CallState, agent_began_s: float) -> float:
    """A relay that reconnects plays comfort audio, and clears it when the agent is there: that is not the agent yet."""
    stream = call.streams[-1]
    clears = [at_s for kind, at_s in stream.received if kind == "clear" and at_s >= agent_began_s - 0.05]
    is_same_stream = stream.started_s < agent_began_s and len(call.streams) == 1
    return clears[0] if is_same_stream and clears else agent_began_s
