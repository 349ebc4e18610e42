from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.conversation_whole_status import ConversationWholeStatus
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.conversation_whole_analysis import ConversationWholeAnalysis
  from ..models.conversation_whole_metadata import ConversationWholeMetadata
  from ..models.turn_shape import TurnShape





T = TypeVar("T", bound="ConversationWhole")



@_attrs_define
class ConversationWhole:
    """ A conversation with all its data.

        Attributes:
            agent_id (None | str):
            analysis (ConversationWholeAnalysis):
            call_duration_secs (int | None):
            call_sid (str):
            call_successful (str):
            conversation_id (str):
            direction (None | str):
            has_audio (bool):
            has_response_audio (bool):
            has_user_audio (bool):
            message_count (int | None):
            metadata (ConversationWholeMetadata):
            start_time_unix_secs (int | None):
            status (ConversationWholeStatus):
            transcript (list[TurnShape]):
            user_id (None | str):
            transcript_summary (None | str | Unset):
     """

    agent_id: None | str
    analysis: ConversationWholeAnalysis
    call_duration_secs: int | None
    call_sid: str
    call_successful: str
    conversation_id: str
    direction: None | str
    has_audio: bool
    has_response_audio: bool
    has_user_audio: bool
    message_count: int | None
    metadata: ConversationWholeMetadata
    start_time_unix_secs: int | None
    status: ConversationWholeStatus
    transcript: list[TurnShape]
    user_id: None | str
    transcript_summary: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.conversation_whole_analysis import ConversationWholeAnalysis # noqa: PLC0415
        from ..models.conversation_whole_metadata import ConversationWholeMetadata # noqa: PLC0415
        from ..models.turn_shape import TurnShape # noqa: PLC0415
        agent_id: None | str
        agent_id = self.agent_id

        analysis = self.analysis.to_dict()

        call_duration_secs: int | None
        call_duration_secs = self.call_duration_secs

        call_sid = self.call_sid

        call_successful = self.call_successful

        conversation_id = self.conversation_id

        direction: None | str
        direction = self.direction

        has_audio = self.has_audio

        has_response_audio = self.has_response_audio

        has_user_audio = self.has_user_audio

        message_count: int | None
        message_count = self.message_count

        metadata = self.metadata.to_dict()

        start_time_unix_secs: int | None
        start_time_unix_secs = self.start_time_unix_secs

        status = self.status.value

        transcript = []
        for transcript_item_data in self.transcript:
            transcript_item = transcript_item_data.to_dict()
            transcript.append(transcript_item)



        user_id: None | str
        user_id = self.user_id

        transcript_summary: None | str | Unset
        if isinstance(self.transcript_summary, Unset):
            transcript_summary = UNSET
        else:
            transcript_summary = self.transcript_summary


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "analysis": analysis,
            "call_duration_secs": call_duration_secs,
            "call_sid": call_sid,
            "call_successful": call_successful,
            "conversation_id": conversation_id,
            "direction": direction,
            "has_audio": has_audio,
            "has_response_audio": has_response_audio,
            "has_user_audio": has_user_audio,
            "message_count": message_count,
            "metadata": metadata,
            "start_time_unix_secs": start_time_unix_secs,
            "status": status,
            "transcript": transcript,
            "user_id": user_id,
        })
        if transcript_summary is not UNSET:
            field_dict["transcript_summary"] = transcript_summary

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.conversation_whole_analysis import ConversationWholeAnalysis # noqa: PLC0415
        from ..models.conversation_whole_metadata import ConversationWholeMetadata # noqa: PLC0415
        from ..models.turn_shape import TurnShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        analysis = ConversationWholeAnalysis.from_dict(d.pop("analysis"))




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

        has_response_audio = d.pop("has_response_audio")

        has_user_audio = d.pop("has_user_audio")

        def _parse_message_count(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        message_count = _parse_message_count(d.pop("message_count"))


        metadata = ConversationWholeMetadata.from_dict(d.pop("metadata"))




        def _parse_start_time_unix_secs(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        start_time_unix_secs = _parse_start_time_unix_secs(d.pop("start_time_unix_secs"))


        status = ConversationWholeStatus(d.pop("status"))




        transcript = []
        _transcript = d.pop("transcript")
        for transcript_item_data in (_transcript):
            transcript_item = TurnShape.from_dict(transcript_item_data)



            transcript.append(transcript_item)


        def _parse_user_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        user_id = _parse_user_id(d.pop("user_id"))


        def _parse_transcript_summary(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        transcript_summary = _parse_transcript_summary(d.pop("transcript_summary", UNSET))


        conversation_whole = cls(
            agent_id=agent_id,
            analysis=analysis,
            call_duration_secs=call_duration_secs,
            call_sid=call_sid,
            call_successful=call_successful,
            conversation_id=conversation_id,
            direction=direction,
            has_audio=has_audio,
            has_response_audio=has_response_audio,
            has_user_audio=has_user_audio,
            message_count=message_count,
            metadata=metadata,
            start_time_unix_secs=start_time_unix_secs,
            status=status,
            transcript=transcript,
            user_id=user_id,
            transcript_summary=transcript_summary,
        )


        conversation_whole.additional_properties = d
        return conversation_whole

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
