from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="NewErasure")



@_attrs_define
class NewErasure:
    """ `dry_run` only counts; nothing is deleted before it is false.

        Attributes:
            number (str):
            dry_run (bool | Unset):  Default: True.
     """

    number: str
    dry_run: bool | Unset = True





    def to_dict(self) -> dict[str, Any]:
        number = self.number

        dry_run = self.dry_run


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "number": number,
        })
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        dry_run = d.pop("dry_run", UNSET)

        new_erasure = cls(
            number=number,
            dry_run=dry_run,
        )

        return new_erasure

