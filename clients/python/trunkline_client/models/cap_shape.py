from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="CapShape")



@_attrs_define
class CapShape:
    """ The limit of calls to one person in so many days, by all of your campaigns.

        Attributes:
            calls (int | Unset):  Default: 3.
            days (int | Unset):  Default: 7.
     """

    calls: int | Unset = 3
    days: int | Unset = 7





    def to_dict(self) -> dict[str, Any]:
        calls = self.calls

        days = self.days


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if calls is not UNSET:
            field_dict["calls"] = calls
        if days is not UNSET:
            field_dict["days"] = days

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        calls = d.pop("calls", UNSET)

        days = d.pop("days", UNSET)

        cap_shape = cls(
            calls=calls,
            days=days,
        )

        return cap_shape

