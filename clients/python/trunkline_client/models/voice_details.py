from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.voice_details_voice_settings import VoiceDetailsVoiceSettings





T = TypeVar("T", bound="VoiceDetails")



@_attrs_define
class VoiceDetails:
    """ The voice of a route of mode `voice`.

        Attributes:
            model (str):
            voice_id (str):
            voice_settings (VoiceDetailsVoiceSettings):
     """

    model: str
    voice_id: str
    voice_settings: VoiceDetailsVoiceSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_details_voice_settings import VoiceDetailsVoiceSettings # noqa: PLC0415
        model = self.model

        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "model": model,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_details_voice_settings import VoiceDetailsVoiceSettings # noqa: PLC0415
        d = dict(src_dict)
        model = d.pop("model")

        voice_id = d.pop("voice_id")

        voice_settings = VoiceDetailsVoiceSettings.from_dict(d.pop("voice_settings"))




        voice_details = cls(
            model=model,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )


        voice_details.additional_properties = d
        return voice_details

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
