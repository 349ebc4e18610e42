from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_key_request_scope import NewKeyRequestScope
from ..types import UNSET, Unset






T = TypeVar("T", bound="NewKeyRequest")



@_attrs_define
class NewKeyRequest:
    """ `label` says who holds the key: one for each person. A clinical key's is in use once (409).

        Attributes:
            label (str):
            scope (NewKeyRequestScope):
            clinical (bool | Unset): Whether it also opens what belongs to patients Default: False.
     """

    label: str
    scope: NewKeyRequestScope
    clinical: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        label = self.label

        scope = self.scope.value

        clinical = self.clinical


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "label": label,
            "scope": scope,
        })
        if clinical is not UNSET:
            field_dict["clinical"] = clinical

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        scope = NewKeyRequestScope(d.pop("scope"))




        clinical = d.pop("clinical", UNSET)

        new_key_request = cls(
            label=label,
            scope=scope,
            clinical=clinical,
        )

        return new_key_request

