from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.voice_settings_shape import VoiceSettingsShape





T = TypeVar("T", bound="VoiceOfRoute")



@_attrs_define
class VoiceOfRoute:
    """ 
        Attributes:
            voice_id (str):
            model (str | Unset):  Default: 'eleven_flash_v2_5'.
            voice_settings (VoiceSettingsShape | Unset): Voice settings. An omitted setting keeps the voice's stored value.
     """

    voice_id: str
    model: str | Unset = 'eleven_flash_v2_5'
    voice_settings: VoiceSettingsShape | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        voice_id = self.voice_id

        model = self.model

        voice_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.voice_settings, Unset):
            voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "voice_id": voice_id,
        })
        if model is not UNSET:
            field_dict["model"] = model
        if voice_settings is not UNSET:
            field_dict["voice_settings"] = voice_settings

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        d = dict(src_dict)
        voice_id = d.pop("voice_id")

        model = d.pop("model", UNSET)

        _voice_settings = d.pop("voice_settings", UNSET)
        voice_settings: VoiceSettingsShape | Unset
        if isinstance(_voice_settings,  Unset):
            voice_settings = UNSET
        else:
            voice_settings = VoiceSettingsShape.from_dict(_voice_settings)




        voice_of_route = cls(
            voice_id=voice_id,
            model=model,
            voice_settings=voice_settings,
        )

        return voice_of_route

