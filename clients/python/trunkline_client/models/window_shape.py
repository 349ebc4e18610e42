from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.window_shape_weekdays_item import WindowShapeWeekdaysItem
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="WindowShape")



@_attrs_define
class WindowShape:
    """ In the contact's own time. It only narrows what the law allows there.

        Attributes:
            closes (str | Unset):  Default: '20:00'.
            opens (str | Unset):  Default: '09:00'.
            weekdays (list[WindowShapeWeekdaysItem] | Unset): all when left out
     """

    closes: str | Unset = '20:00'
    opens: str | Unset = '09:00'
    weekdays: list[WindowShapeWeekdaysItem] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        closes = self.closes

        opens = self.opens

        weekdays: list[str] | Unset = UNSET
        if not isinstance(self.weekdays, Unset):
            weekdays = []
            for weekdays_item_data in self.weekdays:
                weekdays_item = weekdays_item_data.value
                weekdays.append(weekdays_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if closes is not UNSET:
            field_dict["closes"] = closes
        if opens is not UNSET:
            field_dict["opens"] = opens
        if weekdays is not UNSET:
            field_dict["weekdays"] = weekdays

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        closes = d.pop("closes", UNSET)

        opens = d.pop("opens", UNSET)

        _weekdays = d.pop("weekdays", UNSET)
        weekdays: list[WindowShapeWeekdaysItem] | Unset = UNSET
        if _weekdays is not UNSET:
            weekdays = []
            for weekdays_item_data in _weekdays:
                weekdays_item = WindowShapeWeekdaysItem(weekdays_item_data)



                weekdays.append(weekdays_item)


        window_shape = cls(
            closes=closes,
            opens=opens,
            weekdays=weekdays,
        )

        return window_shape

