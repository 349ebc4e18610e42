from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="NewWatch")



@_attrs_define
class NewWatch:
    """ 
        Attributes:
            listen (bool | Unset): Whether the socket also carries the sound of both sides Default: False.
     """

    listen: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        listen = self.listen


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if listen is not UNSET:
            field_dict["listen"] = listen

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        listen = d.pop("listen", UNSET)

        new_watch = cls(
            listen=listen,
        )

        return new_watch

