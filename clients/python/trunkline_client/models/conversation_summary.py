from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.conversation_summary_status import ConversationSummaryStatus
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="ConversationSummary")



@_attrs_define
class ConversationSummary:
    """ A line of the list.

        Attributes:
            agent_id (None | str):
            call_duration_secs (int | None):
            call_sid (str):
            call_successful (str):
            conversation_id (str):
            direction (None | str):
            has_audio (bool):
            message_count (int | None):
            start_time_unix_secs (int | None):
            status (ConversationSummaryStatus):
            transcript_summary (None | str | Unset):
     """

    agent_id: None | str
    call_duration_secs: int | None
    call_sid: str
    call_successful: str
    conversation_id: str
    direction: None | str
    has_audio: bool
    message_count: int | None
    start_time_unix_secs: int | None
    status: ConversationSummaryStatus
    transcript_summary: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        agent_id: None | str
        agent_id = self.agent_id

        call_duration_secs: int | None
        call_duration_secs = self.call_duration_secs

        call_sid = self.call_sid

        call_successful = self.call_successful

        conversation_id = self.conversation_id

        direction: None | str
        direction = self.direction

        has_audio = self.has_audio

        message_count: int | None
        message_count = self.message_count

        start_time_unix_secs: int | None
        start_time_unix_secs = self.start_time_unix_secs

        status = self.status.value

        transcript_summary: None | str | Unset
        if isinstance(self.transcript_summary, Unset):
            transcript_summary = UNSET
        else:
            transcript_summary = self.transcript_summary


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "call_duration_secs": call_duration_secs,
            "call_sid": call_sid,
            "call_successful": call_successful,
            "conversation_id": conversation_id,
            "direction": direction,
            "has_audio": has_audio,
            "message_count": message_count,
            "start_time_unix_secs": start_time_unix_secs,
            "status": status,
        })
        if transcript_summary is not UNSET:
            field_dict["transcript_summary"] = transcript_summary

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        def _parse_call_duration_secs(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        call_duration_secs = _parse_call_duration_secs(d.pop("call_duration_secs"))


        call_sid = d.pop("call_sid")

        call_successful = d.pop("call_successful")

        conversation_id = d.pop("conversation_id")

        def _parse_direction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        direction = _parse_direction(d.pop("direction"))


        has_audio = d.pop("has_audio")

        def _parse_message_count(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        message_count = _parse_message_count(d.pop("message_count"))


        def _parse_start_time_unix_secs(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        start_time_unix_secs = _parse_start_time_unix_secs(d.pop("start_time_unix_secs"))


        status = ConversationSummaryStatus(d.pop("status"))




        def _parse_transcript_summary(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        transcript_summary = _parse_transcript_summary(d.pop("transcript_summary", UNSET))


        conversation_summary = cls(
            agent_id=agent_id,
            call_duration_secs=call_duration_secs,
            call_sid=call_sid,
            call_successful=call_successful,
            conversation_id=conversation_id,
            direction=direction,
            has_audio=has_audio,
            message_count=message_count,
            start_time_unix_secs=start_time_unix_secs,
            status=status,
            transcript_summary=transcript_summary,
        )


        conversation_summary.additional_properties = d
        return conversation_summary

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
