from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="PatienceShape")



@_attrs_define
class PatienceShape:
    """ Seconds a caller waits: for a first filler, and for a model until the apology.

        Attributes:
            filler_after_s (float | Unset):  Default: 1.5.
            give_up_after_s (float | Unset):  Default: 8.0.
     """

    filler_after_s: float | Unset = 1.5
    give_up_after_s: float | Unset = 8.0





    def to_dict(self) -> dict[str, Any]:
        filler_after_s = self.filler_after_s

        give_up_after_s = self.give_up_after_s


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if filler_after_s is not UNSET:
            field_dict["filler_after_s"] = filler_after_s
        if give_up_after_s is not UNSET:
            field_dict["give_up_after_s"] = give_up_after_s

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        filler_after_s = d.pop("filler_after_s", UNSET)

        give_up_after_s = d.pop("give_up_after_s", UNSET)

        patience_shape = cls(
            filler_after_s=filler_after_s,
            give_up_after_s=give_up_after_s,
        )

        return patience_shape

