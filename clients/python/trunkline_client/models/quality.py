from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="Quality")



@_attrs_define
class Quality:
    """ Measures of the call's last stream. Null: not measured, as for a call that does not pass through the relay.

        Attributes:
            agent_latency_s (float | None): The voice provider's own figure
            agent_level_dbfs (int | None):
            agent_silence_pct (int | None):
            agent_turns_heard (int | None):
            agent_underrun_ms (int | None):
            agent_underruns (int | None): The agent's audio ran dry in the middle of a turn
            barge_in_ms (int | None): From the caller's first sound to the agent's silence: the median
            caller_gap_ms (int | None):
            caller_gaps (int | None): Stretches for which no audio of the caller arrived
            caller_level_dbfs (int | None):
            caller_silence_pct (int | None):
            first_audio_ms (int | None): From a program's text to its first sound: the median
            first_audio_p95_ms (int | None):
            hop_p99_us (int | None): What the relay adds to a frame
            interruptions (int | None):
            is_one_sided (bool | None): One side spoke, and the other was never heard
            reconnects (int | None):
            synthesis_ms (int | None): The newest text that `synthesize` had made, at the voice provider
            turn_latency_ms (int | None): From the caller's last word to the agent's first sound: the median
            turn_latency_p95_ms (int | None): The same: 95 of 100 turns were as quick
            voice_score_pct (int | None): The mean of the provider's scores for the caller's voice
     """

    agent_latency_s: float | None
    agent_level_dbfs: int | None
    agent_silence_pct: int | None
    agent_turns_heard: int | None
    agent_underrun_ms: int | None
    agent_underruns: int | None
    barge_in_ms: int | None
    caller_gap_ms: int | None
    caller_gaps: int | None
    caller_level_dbfs: int | None
    caller_silence_pct: int | None
    first_audio_ms: int | None
    first_audio_p95_ms: int | None
    hop_p99_us: int | None
    interruptions: int | None
    is_one_sided: bool | None
    reconnects: int | None
    synthesis_ms: int | None
    turn_latency_ms: int | None
    turn_latency_p95_ms: int | None
    voice_score_pct: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        agent_latency_s: float | None
        agent_latency_s = self.agent_latency_s

        agent_level_dbfs: int | None
        agent_level_dbfs = self.agent_level_dbfs

        agent_silence_pct: int | None
        agent_silence_pct = self.agent_silence_pct

        agent_turns_heard: int | None
        agent_turns_heard = self.agent_turns_heard

        agent_underrun_ms: int | None
        agent_underrun_ms = self.agent_underrun_ms

        agent_underruns: int | None
        agent_underruns = self.agent_underruns

        barge_in_ms: int | None
        barge_in_ms = self.barge_in_ms

        caller_gap_ms: int | None
        caller_gap_ms = self.caller_gap_ms

        caller_gaps: int | None
        caller_gaps = self.caller_gaps

        caller_level_dbfs: int | None
        caller_level_dbfs = self.caller_level_dbfs

        caller_silence_pct: int | None
        caller_silence_pct = self.caller_silence_pct

        first_audio_ms: int | None
        first_audio_ms = self.first_audio_ms

        first_audio_p95_ms: int | None
        first_audio_p95_ms = self.first_audio_p95_ms

        hop_p99_us: int | None
        hop_p99_us = self.hop_p99_us

        interruptions: int | None
        interruptions = self.interruptions

        is_one_sided: bool | None
        is_one_sided = self.is_one_sided

        reconnects: int | None
        reconnects = self.reconnects

        synthesis_ms: int | None
        synthesis_ms = self.synthesis_ms

        turn_latency_ms: int | None
        turn_latency_ms = self.turn_latency_ms

        turn_latency_p95_ms: int | None
        turn_latency_p95_ms = self.turn_latency_p95_ms

        voice_score_pct: int | None
        voice_score_pct = self.voice_score_pct


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_latency_s": agent_latency_s,
            "agent_level_dbfs": agent_level_dbfs,
            "agent_silence_pct": agent_silence_pct,
            "agent_turns_heard": agent_turns_heard,
            "agent_underrun_ms": agent_underrun_ms,
            "agent_underruns": agent_underruns,
            "barge_in_ms": barge_in_ms,
            "caller_gap_ms": caller_gap_ms,
            "caller_gaps": caller_gaps,
            "caller_level_dbfs": caller_level_dbfs,
            "caller_silence_pct": caller_silence_pct,
            "first_audio_ms": first_audio_ms,
            "first_audio_p95_ms": first_audio_p95_ms,
            "hop_p99_us": hop_p99_us,
            "interruptions": interruptions,
            "is_one_sided": is_one_sided,
            "reconnects": reconnects,
            "synthesis_ms": synthesis_ms,
            "turn_latency_ms": turn_latency_ms,
            "turn_latency_p95_ms": turn_latency_p95_ms,
            "voice_score_pct": voice_score_pct,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_agent_latency_s(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        agent_latency_s = _parse_agent_latency_s(d.pop("agent_latency_s"))


        def _parse_agent_level_dbfs(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        agent_level_dbfs = _parse_agent_level_dbfs(d.pop("agent_level_dbfs"))


        def _parse_agent_silence_pct(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        agent_silence_pct = _parse_agent_silence_pct(d.pop("agent_silence_pct"))


        def _parse_agent_turns_heard(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        agent_turns_heard = _parse_agent_turns_heard(d.pop("agent_turns_heard"))


        def _parse_agent_underrun_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        agent_underrun_ms = _parse_agent_underrun_ms(d.pop("agent_underrun_ms"))


        def _parse_agent_underruns(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        agent_underruns = _parse_agent_underruns(d.pop("agent_underruns"))


        def _parse_barge_in_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        barge_in_ms = _parse_barge_in_ms(d.pop("barge_in_ms"))


        def _parse_caller_gap_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        caller_gap_ms = _parse_caller_gap_ms(d.pop("caller_gap_ms"))


        def _parse_caller_gaps(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        caller_gaps = _parse_caller_gaps(d.pop("caller_gaps"))


        def _parse_caller_level_dbfs(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        caller_level_dbfs = _parse_caller_level_dbfs(d.pop("caller_level_dbfs"))


        def _parse_caller_silence_pct(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        caller_silence_pct = _parse_caller_silence_pct(d.pop("caller_silence_pct"))


        def _parse_first_audio_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        first_audio_ms = _parse_first_audio_ms(d.pop("first_audio_ms"))


        def _parse_first_audio_p95_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        first_audio_p95_ms = _parse_first_audio_p95_ms(d.pop("first_audio_p95_ms"))


        def _parse_hop_p99_us(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        hop_p99_us = _parse_hop_p99_us(d.pop("hop_p99_us"))


        def _parse_interruptions(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        interruptions = _parse_interruptions(d.pop("interruptions"))


        def _parse_is_one_sided(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        is_one_sided = _parse_is_one_sided(d.pop("is_one_sided"))


        def _parse_reconnects(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        reconnects = _parse_reconnects(d.pop("reconnects"))


        def _parse_synthesis_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        synthesis_ms = _parse_synthesis_ms(d.pop("synthesis_ms"))


        def _parse_turn_latency_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        turn_latency_ms = _parse_turn_latency_ms(d.pop("turn_latency_ms"))


        def _parse_turn_latency_p95_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        turn_latency_p95_ms = _parse_turn_latency_p95_ms(d.pop("turn_latency_p95_ms"))


        def _parse_voice_score_pct(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        voice_score_pct = _parse_voice_score_pct(d.pop("voice_score_pct"))


        quality = cls(
            agent_latency_s=agent_latency_s,
            agent_level_dbfs=agent_level_dbfs,
            agent_silence_pct=agent_silence_pct,
            agent_turns_heard=agent_turns_heard,
            agent_underrun_ms=agent_underrun_ms,
            agent_underruns=agent_underruns,
            barge_in_ms=barge_in_ms,
            caller_gap_ms=caller_gap_ms,
            caller_gaps=caller_gaps,
            caller_level_dbfs=caller_level_dbfs,
            caller_silence_pct=caller_silence_pct,
            first_audio_ms=first_audio_ms,
            first_audio_p95_ms=first_audio_p95_ms,
            hop_p99_us=hop_p99_us,
            interruptions=interruptions,
            is_one_sided=is_one_sided,
            reconnects=reconnects,
            synthesis_ms=synthesis_ms,
            turn_latency_ms=turn_latency_ms,
            turn_latency_p95_ms=turn_latency_p95_ms,
            voice_score_pct=voice_score_pct,
        )


        quality.additional_properties = d
        return quality

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
