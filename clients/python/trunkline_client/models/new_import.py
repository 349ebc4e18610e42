from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewImport")



@_attrs_define
class NewImport:
    """ `key`: a list that lies in the bucket already, below contacts/<your company>/. Without it you get an address to
    upload one to. `default_region` is the country of numbers that are written without one.

        Attributes:
            default_region (str | Unset):  Default: 'US'.
            key (None | str | Unset):
     """

    default_region: str | Unset = 'US'
    key: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        default_region = self.default_region

        key: None | str | Unset
        if isinstance(self.key, Unset):
            key = UNSET
        else:
            key = self.key


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if default_region is not UNSET:
            field_dict["default_region"] = default_region
        if key is not UNSET:
            field_dict["key"] = key

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        default_region = d.pop("default_region", UNSET)

        def _parse_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        key = _parse_key(d.pop("key", UNSET))


        new_import = cls(
            default_region=default_region,
            key=key,
        )

        return new_import

