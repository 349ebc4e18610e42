from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.entered_weight_unit import EnteredWeightUnit
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="EnteredWeight")



@_attrs_define
class EnteredWeight:
    """ `day` is a day of the patient's own clock; today if it is left out.

        Attributes:
            unit (EnteredWeightUnit):
            value (float | str):
            day (datetime.date | None | Unset):
     """

    unit: EnteredWeightUnit
    value: float | str
    day: datetime.date | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        unit = self.unit.value

        value: float | str
        value = self.value

        day: None | str | Unset
        if isinstance(self.day, Unset):
            day = UNSET
        elif isinstance(self.day, datetime.date):
            day = self.day.isoformat()
        else:
            day = self.day


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "unit": unit,
            "value": value,
        })
        if day is not UNSET:
            field_dict["day"] = day

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        unit = EnteredWeightUnit(d.pop("unit"))




        def _parse_value(data: object) -> float | str:
            return cast(float | str, data)

        value = _parse_value(d.pop("value"))


        def _parse_day(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                day_type_0 = datetime.date.fromisoformat(data)



                return day_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        day = _parse_day(d.pop("day", UNSET))


        entered_weight = cls(
            unit=unit,
            value=value,
            day=day,
        )

        return entered_weight

