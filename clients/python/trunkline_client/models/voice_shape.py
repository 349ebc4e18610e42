from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.voice_shape_labels import VoiceShapeLabels





T = TypeVar("T", bound="VoiceShape")



@_attrs_define
class VoiceShape:
    """ 
        Attributes:
            category (str):
            description (None | str):
            labels (VoiceShapeLabels):
            name (str):
            voice_id (str):
     """

    category: str
    description: None | str
    labels: VoiceShapeLabels
    name: str
    voice_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.voice_shape_labels import VoiceShapeLabels # noqa: PLC0415
        category = self.category

        description: None | str
        description = self.description

        labels = self.labels.to_dict()

        name = self.name

        voice_id = self.voice_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "category": category,
            "description": description,
            "labels": labels,
            "name": name,
            "voice_id": voice_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voice_shape_labels import VoiceShapeLabels # noqa: PLC0415
        d = dict(src_dict)
        category = d.pop("category")

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))


        labels = VoiceShapeLabels.from_dict(d.pop("labels"))




        name = d.pop("name")

        voice_id = d.pop("voice_id")

        voice_shape = cls(
            category=category,
            description=description,
            labels=labels,
            name=name,
            voice_id=voice_id,
        )


        voice_shape.additional_properties = d
        return voice_shape

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
