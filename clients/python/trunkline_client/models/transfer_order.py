from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="TransferOrder")



@_attrs_define
class TransferOrder:
    """ `whom` is a transfer target of the call's route; its forwarding number when left out. `summary` is for the
    colleague, where the route whispers.

        Attributes:
            summary (str | Unset):  Default: ''.
            whom (None | str | Unset):
     """

    summary: str | Unset = ''
    whom: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        summary = self.summary

        whom: None | str | Unset
        if isinstance(self.whom, Unset):
            whom = UNSET
        else:
            whom = self.whom


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if summary is not UNSET:
            field_dict["summary"] = summary
        if whom is not UNSET:
            field_dict["whom"] = whom

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        summary = d.pop("summary", UNSET)

        def _parse_whom(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        whom = _parse_whom(d.pop("whom", UNSET))


        transfer_order = cls(
            summary=summary,
            whom=whom,
        )

        return transfer_order

