from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="CallerTaskShape")



@_attrs_define
class CallerTaskShape:
    """ The caller counts, holds a tone or speaks freely: they are not answered and not reminded for so many seconds,
    or until they have said one of the words in `until`.

        Attributes:
            seconds (float):
            until (list[str] | Unset):
     """

    seconds: float
    until: list[str] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        seconds = self.seconds

        until: list[str] | Unset = UNSET
        if not isinstance(self.until, Unset):
            until = self.until




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "seconds": seconds,
        })
        if until is not UNSET:
            field_dict["until"] = until

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        seconds = d.pop("seconds")

        until = cast(list[str], d.pop("until", UNSET))


        caller_task_shape = cls(
            seconds=seconds,
            until=until,
        )

        return caller_task_shape

