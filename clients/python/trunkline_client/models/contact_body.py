from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="ContactBody")



@_attrs_define
class ContactBody:
    """ Another way to reach the patient, tried in order when a call fails.

        Attributes:
            name (str):
            number (str):
            relation (str | Unset):  Default: ''.
     """

    name: str
    number: str
    relation: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        number = self.number

        relation = self.relation


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "number": number,
        })
        if relation is not UNSET:
            field_dict["relation"] = relation

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        number = d.pop("number")

        relation = d.pop("relation", UNSET)

        contact_body = cls(
            name=name,
            number=number,
            relation=relation,
        )

        return contact_body

