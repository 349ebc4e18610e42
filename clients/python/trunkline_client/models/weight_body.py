from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.weight_body_unit import WeightBodyUnit
from typing import cast






T = TypeVar("T", bound="WeightBody")



@_attrs_define
class WeightBody:
    """ 
        Attributes:
            unit (WeightBodyUnit):
            value (float | str):
     """

    unit: WeightBodyUnit
    value: float | str





    def to_dict(self) -> dict[str, Any]:
        unit = self.unit.value

        value: float | str
        value = self.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "unit": unit,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unit = WeightBodyUnit(d.pop("unit"))




        def _parse_value(data: object) -> float | str:
            return cast(float | str, data)

        value = _parse_value(d.pop("value"))


        weight_body = cls(
            unit=unit,
            value=value,
        )

        return weight_body

