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





T = TypeVar("T", bound="NewPrompts")



@_attrs_define
class NewPrompts:
    """ The voice is `voice_id`, else the company's for the `inquiry_type`, else its usual one.

        Attributes:
            texts (list[str]):
            inquiry_type (None | str | Unset):
            voice_id (None | str | Unset):
            voice_settings (VoiceSettingsShape | Unset): Voice settings. An omitted setting keeps the voice's stored value.
     """

    texts: list[str]
    inquiry_type: None | str | Unset = UNSET
    voice_id: None | str | Unset = UNSET
    voice_settings: VoiceSettingsShape | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        texts = self.texts



        inquiry_type: None | str | Unset
        if isinstance(self.inquiry_type, Unset):
            inquiry_type = UNSET
        else:
            inquiry_type = self.inquiry_type

        voice_id: None | str | Unset
        if isinstance(self.voice_id, Unset):
            voice_id = UNSET
        else:
            voice_id = self.voice_id

        voice_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.voice_settings, Unset):
            voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "texts": texts,
        })
        if inquiry_type is not UNSET:
            field_dict["inquiry_type"] = inquiry_type
        if voice_id is not UNSET:
            field_dict["voice_id"] = voice_id
        if voice_settings is not UNSET:
            field_dict["voice_settings"] = voice_settings

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        d = dict(src_dict)
        texts = cast(list[str], d.pop("texts"))


        def _parse_inquiry_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        inquiry_type = _parse_inquiry_type(d.pop("inquiry_type", UNSET))


        def _parse_voice_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voice_id = _parse_voice_id(d.pop("voice_id", UNSET))


        _voice_settings = d.pop("voice_settings", UNSET)
        voice_settings: VoiceSettingsShape | Unset
        if isinstance(_voice_settings,  Unset):
            voice_settings = UNSET
        else:
            voice_settings = VoiceSettingsShape.from_dict(_voice_settings)




        new_prompts = cls(
            texts=texts,
            inquiry_type=inquiry_type,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )

        return new_prompts

