"""Measures of a call's audio and of its delays, as the relay and the voice provider filed them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field


class Quality(BaseModel):
    """Measures of the call's last stream. Null: not measured, as for a call that does not pass through the relay."""

    turn_latency_ms: int | None = Field(
        description="From the caller's last word to the agent's first sound: the median"
    )
    turn_latency_p95_ms: int | None = Field(description="The same: 95 of 100 turns were as quick")
    agent_turns_heard: int | None
    agent_latency_s: float | None = Field(description="The voice provider's own figure")
    first_audio_ms: int | None = Field(description="From a program's text to its first sound: the median")
    first_audio_p95_ms: int | None
    synthesis_ms: int | None = Field(description="The newest text that `synthesize` had made, at the voice provider")
    interruptions: int | None
    barge_in_ms: int | None = Field(description="From the caller's first sound to the agent's silence: the median")
    reconnects: int | None
    caller_gaps: int | None = Field(description="Stretches for which no audio of the caller arrived")
    caller_gap_ms: int | None
    agent_underruns: int | None = Field(description="The agent's audio ran dry in the middle of a turn")
    agent_underrun_ms: int | None
    caller_silence_pct: int | None
    agent_silence_pct: int | None
    caller_level_dbfs: int | None
    agent_level_dbfs: int | None
    voice_score_pct: int | None = Field(description="The mean of the provider's scores for the caller's voice")
    is_one_sided: bool | None = Field(description="One side spoke, and the other was never heard")
    hop_p99_us: int | None = Field(description="What the relay adds to a frame")


def quality_of(facts: Mapping[str, Any]) -> Quality:
    return Quality(**{name: _whole(name, facts.get(name)) for name in Quality.model_fields})


def _whole(name: str, value: Any) -> Any:
    """Older records have fractions of a millisecond."""
    return value if value is None or isinstance(value, bool) or name == "agent_latency_s" else round(value)
