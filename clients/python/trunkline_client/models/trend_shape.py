from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.trend_point import TrendPoint
  from ..models.trend_shape_bands import TrendShapeBands





T = TypeVar("T", bound="TrendShape")



@_attrs_define
class TrendShape:
    """ `bands` are null while a baseline is built. Calls answered of calls due are an outcome themselves.

        Attributes:
            bands (TrendShapeBands):
            calls_answered (int):
            calls_due (int):
            points (list[TrendPoint]):
            statement (str):
     """

    bands: TrendShapeBands
    calls_answered: int
    calls_due: int
    points: list[TrendPoint]
    statement: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.trend_point import TrendPoint # noqa: PLC0415
        from ..models.trend_shape_bands import TrendShapeBands # noqa: PLC0415
        bands = self.bands.to_dict()

        calls_answered = self.calls_answered

        calls_due = self.calls_due

        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)



        statement = self.statement


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "bands": bands,
            "calls_answered": calls_answered,
            "calls_due": calls_due,
            "points": points,
            "statement": statement,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.trend_point import TrendPoint # noqa: PLC0415
        from ..models.trend_shape_bands import TrendShapeBands # noqa: PLC0415
        d = dict(src_dict)
        bands = TrendShapeBands.from_dict(d.pop("bands"))




        calls_answered = d.pop("calls_answered")

        calls_due = d.pop("calls_due")

        points = []
        _points = d.pop("points")
        for points_item_data in (_points):
            points_item = TrendPoint.from_dict(points_item_data)



            points.append(points_item)


        statement = d.pop("statement")

        trend_shape = cls(
            bands=bands,
            calls_answered=calls_answered,
            calls_due=calls_due,
            points=points,
            statement=statement,
        )


        trend_shape.additional_properties = d
        return trend_shape

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
