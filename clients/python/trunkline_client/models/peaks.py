from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="Peaks")



@_attrs_define
class Peaks:
    """ The loudest sample of each window of a side, linear, 0 to 255.

        Attributes:
            agent (list[int]):
            caller (list[int]):
            per_second (int):
     """

    agent: list[int]
    caller: list[int]
    per_second: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        agent = self.agent



        caller = self.caller



        per_second = self.per_second


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent": agent,
            "caller": caller,
            "per_second": per_second,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        agent = cast(list[int], d.pop("agent"))


        caller = cast(list[int], d.pop("caller"))


        per_second = d.pop("per_second")

        peaks = cls(
            agent=agent,
            caller=caller,
            per_second=per_second,
        )


        peaks.additional_properties = d
        return peaks

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
