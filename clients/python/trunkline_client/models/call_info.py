from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.call_info_metadata import CallInfoMetadata
  from ..models.call_info_voice_settings import CallInfoVoiceSettings
  from ..models.voice_info import VoiceInfo





T = TypeVar("T", bound="CallInfo")



@_attrs_define
class CallInfo:
    """ 
        Attributes:
            audio_queue_size (int):
            call_sid (str):
            created_at (None | str):
            elevenlabs_voice_info (None | VoiceInfo):
            status (str):
            voice_id (None | str):
            voice_settings (CallInfoVoiceSettings):
            metadata (CallInfoMetadata | Unset):
     """

    audio_queue_size: int
    call_sid: str
    created_at: None | str
    elevenlabs_voice_info: None | VoiceInfo
    status: str
    voice_id: None | str
    voice_settings: CallInfoVoiceSettings
    metadata: CallInfoMetadata | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.call_info_metadata import CallInfoMetadata # noqa: PLC0415
        from ..models.call_info_voice_settings import CallInfoVoiceSettings # noqa: PLC0415
        from ..models.voice_info import VoiceInfo # noqa: PLC0415
        audio_queue_size = self.audio_queue_size

        call_sid = self.call_sid

        created_at: None | str
        created_at = self.created_at

        elevenlabs_voice_info: dict[str, Any] | None
        if isinstance(self.elevenlabs_voice_info, VoiceInfo):
            elevenlabs_voice_info = self.elevenlabs_voice_info.to_dict()
        else:
            elevenlabs_voice_info = self.elevenlabs_voice_info

        status = self.status

        voice_id: None | str
        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "audio_queue_size": audio_queue_size,
            "call_sid": call_sid,
            "created_at": created_at,
            "elevenlabs_voice_info": elevenlabs_voice_info,
            "status": status,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_info_metadata import CallInfoMetadata # noqa: PLC0415
        from ..models.call_info_voice_settings import CallInfoVoiceSettings # noqa: PLC0415
        from ..models.voice_info import VoiceInfo # noqa: PLC0415
        d = dict(src_dict)
        audio_queue_size = d.pop("audio_queue_size")

        call_sid = d.pop("call_sid")

        def _parse_created_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        created_at = _parse_created_at(d.pop("created_at"))


        def _parse_elevenlabs_voice_info(data: object) -> None | VoiceInfo:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                elevenlabs_voice_info_type_0 = VoiceInfo.from_dict(data)



                return elevenlabs_voice_info_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | VoiceInfo, data)

        elevenlabs_voice_info = _parse_elevenlabs_voice_info(d.pop("elevenlabs_voice_info"))


        status = d.pop("status")

        def _parse_voice_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        voice_id = _parse_voice_id(d.pop("voice_id"))


        voice_settings = CallInfoVoiceSettings.from_dict(d.pop("voice_settings"))




        _metadata = d.pop("metadata", UNSET)
        metadata: CallInfoMetadata | Unset
        if isinstance(_metadata,  Unset):
            metadata = UNSET
        else:
            metadata = CallInfoMetadata.from_dict(_metadata)




        call_info = cls(
            audio_queue_size=audio_queue_size,
            call_sid=call_sid,
            created_at=created_at,
            elevenlabs_voice_info=elevenlabs_voice_info,
            status=status,
            voice_id=voice_id,
            voice_settings=voice_settings,
            metadata=metadata,
        )


        call_info.additional_properties = d
        return call_info

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
