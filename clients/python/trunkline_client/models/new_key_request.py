from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_key_request_scope import NewKeyRequestScope






T = TypeVar("T", bound="NewKeyRequest")



@_attrs_define
class NewKeyRequest:
    """ 
        Attributes:
            label (str):
            scope (NewKeyRequestScope):
     """

    label: str
    scope: NewKeyRequestScope





    def to_dict(self) -> dict[str, Any]:
        label = self.label

        scope = self.scope.value


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "label": label,
            "scope": scope,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        scope = NewKeyRequestScope(d.pop("scope"))




        new_key_request = cls(
            label=label,
            scope=scope,
        )

        return new_key_request

