from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="QualityBody")



@_attrs_define
class QualityBody:
    """ 
        Attributes:
            gate (str | Unset):  Default: ''.
            vowel_dbfs (float | None | Unset):
     """

    gate: str | Unset = ''
    vowel_dbfs: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        gate = self.gate

        vowel_dbfs: float | None | Unset
        if isinstance(self.vowel_dbfs, Unset):
            vowel_dbfs = UNSET
        else:
            vowel_dbfs = self.vowel_dbfs


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if gate is not UNSET:
            field_dict["gate"] = gate
        if vowel_dbfs is not UNSET:
            field_dict["vowel_dbfs"] = vowel_dbfs

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        gate = d.pop("gate", UNSET)

        def _parse_vowel_dbfs(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        vowel_dbfs = _parse_vowel_dbfs(d.pop("vowel_dbfs", UNSET))


        quality_body = cls(
            gate=gate,
            vowel_dbfs=vowel_dbfs,
        )


        quality_body.additional_properties = d
        return quality_body

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
