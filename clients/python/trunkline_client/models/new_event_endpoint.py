from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.event_type import EventType
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewEventEndpoint")



@_attrs_define
class NewEventEndpoint:
    """ 
        Attributes:
            url (str):
            types (list[EventType] | Unset): Empty: every type
     """

    url: str
    types: list[EventType] | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        url = self.url

        types: list[str] | Unset = UNSET
        if not isinstance(self.types, Unset):
            types = []
            for types_item_data in self.types:
                types_item = types_item_data.value
                types.append(types_item)




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "url": url,
        })
        if types is not UNSET:
            field_dict["types"] = types

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        _types = d.pop("types", UNSET)
        types: list[EventType] | Unset = UNSET
        if _types is not UNSET:
            types = []
            for types_item_data in _types:
                types_item = EventType(types_item_data)



                types.append(types_item)


        new_event_endpoint = cls(
            url=url,
            types=types,
        )

        return new_event_endpoint

