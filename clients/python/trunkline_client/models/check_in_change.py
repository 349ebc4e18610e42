from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="CheckInChange")



@_attrs_define
class CheckInChange:
    """ A clinician's word: an excluded call is no example of what is usual for the patient's voice.

        Attributes:
            excluded (bool):
     """

    excluded: bool





    def to_dict(self) -> dict[str, Any]:
        excluded = self.excluded


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "excluded": excluded,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        excluded = d.pop("excluded")

        check_in_change = cls(
            excluded=excluded,
        )

        return check_in_change

