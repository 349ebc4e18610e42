from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="PacingShape")



@_attrs_define
class PacingShape:
    """ `calls_per_second` may be below one.

        Attributes:
            calls_per_second (float | str | Unset):  Default: 1.0.
            live_calls (int | Unset):  Default: 10.
     """

    calls_per_second: float | str | Unset = 1.0
    live_calls: int | Unset = 10





    def to_dict(self) -> dict[str, Any]:
        calls_per_second: float | str | Unset
        if isinstance(self.calls_per_second, Unset):
            calls_per_second = UNSET
        else:
            calls_per_second = self.calls_per_second

        live_calls = self.live_calls


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if calls_per_second is not UNSET:
            field_dict["calls_per_second"] = calls_per_second
        if live_calls is not UNSET:
            field_dict["live_calls"] = live_calls

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_calls_per_second(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        calls_per_second = _parse_calls_per_second(d.pop("calls_per_second", UNSET))


        live_calls = d.pop("live_calls", UNSET)

        pacing_shape = cls(
            calls_per_second=calls_per_second,
            live_calls=live_calls,
        )

        return pacing_shape

