from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.prompt_shape_voice_settings import PromptShapeVoiceSettings





T = TypeVar("T", bound="PromptShape")



@_attrs_define
class PromptShape:
    """ `text` as it is spoken; `credits` what the provider counted for it.

        Attributes:
            credits_ (int | None):
            made_at (str):
            model (str):
            prompt_id (str):
            seconds (float):
            text (str):
            voice_id (str):
            voice_settings (PromptShapeVoiceSettings):
     """

    credits_: int | None
    made_at: str
    model: str
    prompt_id: str
    seconds: float
    text: str
    voice_id: str
    voice_settings: PromptShapeVoiceSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.prompt_shape_voice_settings import PromptShapeVoiceSettings # noqa: PLC0415
        credits_: int | None
        credits_ = self.credits_

        made_at = self.made_at

        model = self.model

        prompt_id = self.prompt_id

        seconds = self.seconds

        text = self.text

        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "credits": credits_,
            "made_at": made_at,
            "model": model,
            "prompt_id": prompt_id,
            "seconds": seconds,
            "text": text,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.prompt_shape_voice_settings import PromptShapeVoiceSettings # noqa: PLC0415
        d = dict(src_dict)
        def _parse_credits_(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        credits_ = _parse_credits_(d.pop("credits"))


        made_at = d.pop("made_at")

        model = d.pop("model")

        prompt_id = d.pop("prompt_id")

        seconds = d.pop("seconds")

        text = d.pop("text")

        voice_id = d.pop("voice_id")

        voice_settings = PromptShapeVoiceSettings.from_dict(d.pop("voice_settings"))




        prompt_shape = cls(
            credits_=credits_,
            made_at=made_at,
            model=model,
            prompt_id=prompt_id,
            seconds=seconds,
            text=text,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )


        prompt_shape.additional_properties = d
        return prompt_shape

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
