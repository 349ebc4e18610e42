from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.trend_point_level import TrendPointLevel
from typing import cast

if TYPE_CHECKING:
  from ..models.trend_point_measures import TrendPointMeasures





T = TypeVar("T", bound="TrendPoint")



@_attrs_define
class TrendPoint:
    """ 
        Attributes:
            at (str):
            call_id (str):
            level (TrendPointLevel):
            measures (TrendPointMeasures):
            overall_risk (int):
            recheck (bool):
            voice_points (float):
            voice_status (str):
     """

    at: str
    call_id: str
    level: TrendPointLevel
    measures: TrendPointMeasures
    overall_risk: int
    recheck: bool
    voice_points: float
    voice_status: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.trend_point_measures import TrendPointMeasures # noqa: PLC0415
        at = self.at

        call_id = self.call_id

        level = self.level.value

        measures = self.measures.to_dict()

        overall_risk = self.overall_risk

        recheck = self.recheck

        voice_points = self.voice_points

        voice_status = self.voice_status


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "at": at,
            "call_id": call_id,
            "level": level,
            "measures": measures,
            "overall_risk": overall_risk,
            "recheck": recheck,
            "voice_points": voice_points,
            "voice_status": voice_status,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.trend_point_measures import TrendPointMeasures # noqa: PLC0415
        d = dict(src_dict)
        at = d.pop("at")

        call_id = d.pop("call_id")

        level = TrendPointLevel(d.pop("level"))




        measures = TrendPointMeasures.from_dict(d.pop("measures"))




        overall_risk = d.pop("overall_risk")

        recheck = d.pop("recheck")

        voice_points = d.pop("voice_points")

        voice_status = d.pop("voice_status")

        trend_point = cls(
            at=at,
            call_id=call_id,
            level=level,
            measures=measures,
            overall_risk=overall_risk,
            recheck=recheck,
            voice_points=voice_points,
            voice_status=voice_status,
        )


        trend_point.additional_properties = d
        return trend_point

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
