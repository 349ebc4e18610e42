from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.cost_line_shape import CostLineShape





T = TypeVar("T", bound="CallCost")



@_attrs_define
class CallCost:
    """ `usd` is null while any part is unknown.

        Attributes:
            call_sid (str):
            known_usd (float):
            lines (list[CostLineShape]):
            usd (float | None):
     """

    call_sid: str
    known_usd: float
    lines: list[CostLineShape]
    usd: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.cost_line_shape import CostLineShape # noqa: PLC0415
        call_sid = self.call_sid

        known_usd = self.known_usd

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)



        usd: float | None
        usd = self.usd


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "call_sid": call_sid,
            "known_usd": known_usd,
            "lines": lines,
            "usd": usd,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cost_line_shape import CostLineShape # noqa: PLC0415
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        known_usd = d.pop("known_usd")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in (_lines):
            lines_item = CostLineShape.from_dict(lines_item_data)



            lines.append(lines_item)


        def _parse_usd(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        usd = _parse_usd(d.pop("usd"))


        call_cost = cls(
            call_sid=call_sid,
            known_usd=known_usd,
            lines=lines,
            usd=usd,
        )


        call_cost.additional_properties = d
        return call_cost

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
