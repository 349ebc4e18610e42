from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.voice_info_voice_settings import VoiceInfoVoiceSettings





T = TypeVar("T", bound="VoiceInfo")



@_attrs_define
class VoiceInfo:
    """ 
        Attributes:
            has_initial_message (bool):
            is_connected (bool):
            voice_id (str):
            voice_settings (VoiceInfoVoiceSettings):
     """

    has_initial_message: bool
    is_connected: bool
    voice_id: str
    voice_settings: VoiceInfoVoiceSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_info_voice_settings import VoiceInfoVoiceSettings # noqa: PLC0415
        has_initial_message = self.has_initial_message

        is_connected = self.is_connected

        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "has_initial_message": has_initial_message,
            "is_connected": is_connected,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_info_voice_settings import VoiceInfoVoiceSettings # noqa: PLC0415
        d = dict(src_dict)
        has_initial_message = d.pop("has_initial_message")

        is_connected = d.pop("is_connected")

        voice_id = d.pop("voice_id")

        voice_settings = VoiceInfoVoiceSettings.from_dict(d.pop("voice_settings"))




        voice_info = cls(
            has_initial_message=has_initial_message,
            is_connected=is_connected,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )


        voice_info.additional_properties = d
        return voice_info

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
