from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="SessionShape")



@_attrs_define
class SessionShape:
    """ Who asks. The times are null where a key asks, which has no session.

        Attributes:
            began_at (None | str):
            clinical (bool):
            company_id (str):
            ends_at (None | str):
            key_id (str):
            label (str):
            scope (str):
     """

    began_at: None | str
    clinical: bool
    company_id: str
    ends_at: None | str
    key_id: str
    label: str
    scope: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        began_at: None | str
        began_at = self.began_at

        clinical = self.clinical

        company_id = self.company_id

        ends_at: None | str
        ends_at = self.ends_at

        key_id = self.key_id

        label = self.label

        scope = self.scope


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "began_at": began_at,
            "clinical": clinical,
            "company_id": company_id,
            "ends_at": ends_at,
            "key_id": key_id,
            "label": label,
            "scope": scope,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_began_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        began_at = _parse_began_at(d.pop("began_at"))


        clinical = d.pop("clinical")

        company_id = d.pop("company_id")

        def _parse_ends_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))


        key_id = d.pop("key_id")

        label = d.pop("label")

        scope = d.pop("scope")

        session_shape = cls(
            began_at=began_at,
            clinical=clinical,
            company_id=company_id,
            ends_at=ends_at,
            key_id=key_id,
            label=label,
            scope=scope,
        )


        session_shape.additional_properties = d
        return session_shape

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
