from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.voice_updated_voice_settings import VoiceUpdatedVoiceSettings





T = TypeVar("T", bound="VoiceUpdated")



@_attrs_define
class VoiceUpdated:
    """ 
        Attributes:
            call_sid (str):
            status (str):
            voice_id (str):
            voice_settings (VoiceUpdatedVoiceSettings):
     """

    call_sid: str
    status: str
    voice_id: str
    voice_settings: VoiceUpdatedVoiceSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_updated_voice_settings import VoiceUpdatedVoiceSettings # noqa: PLC0415
        call_sid = self.call_sid

        status = self.status

        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "call_sid": call_sid,
            "status": status,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_updated_voice_settings import VoiceUpdatedVoiceSettings # noqa: PLC0415
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        status = d.pop("status")

        voice_id = d.pop("voice_id")

        voice_settings = VoiceUpdatedVoiceSettings.from_dict(d.pop("voice_settings"))




        voice_updated = cls(
            call_sid=call_sid,
            status=status,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )


        voice_updated.additional_properties = d
        return voice_updated

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
