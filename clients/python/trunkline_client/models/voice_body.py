from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.quality_body import QualityBody
  from ..models.voice_body_measures import VoiceBodyMeasures





T = TypeVar("T", bound="VoiceBody")



@_attrs_define
class VoiceBody:
    """ A report of the voice analysis. Without a quality gate it counts as failed.

        Attributes:
            engine (str):
            measures (VoiceBodyMeasures | Unset):
            quality (QualityBody | Unset):
     """

    engine: str
    measures: VoiceBodyMeasures | Unset = UNSET
    quality: QualityBody | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.quality_body import QualityBody # noqa: PLC0415
        from ..models.voice_body_measures import VoiceBodyMeasures # noqa: PLC0415
        engine = self.engine

        measures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.measures, Unset):
            measures = self.measures.to_dict()

        quality: dict[str, Any] | Unset = UNSET
        if not isinstance(self.quality, Unset):
            quality = self.quality.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "engine": engine,
        })
        if measures is not UNSET:
            field_dict["measures"] = measures
        if quality is not UNSET:
            field_dict["quality"] = quality

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quality_body import QualityBody # noqa: PLC0415
        from ..models.voice_body_measures import VoiceBodyMeasures # noqa: PLC0415
        d = dict(src_dict)
        engine = d.pop("engine")

        _measures = d.pop("measures", UNSET)
        measures: VoiceBodyMeasures | Unset
        if isinstance(_measures,  Unset):
            measures = UNSET
        else:
            measures = VoiceBodyMeasures.from_dict(_measures)




        _quality = d.pop("quality", UNSET)
        quality: QualityBody | Unset
        if isinstance(_quality,  Unset):
            quality = UNSET
        else:
            quality = QualityBody.from_dict(_quality)




        voice_body = cls(
            engine=engine,
            measures=measures,
            quality=quality,
        )


        voice_body.additional_properties = d
        return voice_body

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
