from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="KeyShown")



@_attrs_define
class KeyShown:
    """ The only answer that contains the key itself.

        Attributes:
            api_key (str):
            clinical (bool):
            created_at (str):
            ends_at (None | str):
            key_id (str):
            label (str):
            scope (str):
     """

    api_key: str
    clinical: bool
    created_at: str
    ends_at: None | str
    key_id: str
    label: str
    scope: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        api_key = self.api_key

        clinical = self.clinical

        created_at = self.created_at

        ends_at: None | str
        ends_at = self.ends_at

        key_id = self.key_id

        label = self.label

        scope = self.scope


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "api_key": api_key,
            "clinical": clinical,
            "created_at": created_at,
            "ends_at": ends_at,
            "key_id": key_id,
            "label": label,
            "scope": scope,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        api_key = d.pop("api_key")

        clinical = d.pop("clinical")

        created_at = d.pop("created_at")

        def _parse_ends_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))


        key_id = d.pop("key_id")

        label = d.pop("label")

        scope = d.pop("scope")

        key_shown = cls(
            api_key=api_key,
            clinical=clinical,
            created_at=created_at,
            ends_at=ends_at,
            key_id=key_id,
            label=label,
            scope=scope,
        )


        key_shown.additional_properties = d
        return key_shown

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
