from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="ExportFileShape")



@_attrs_define
class ExportFileShape:
    """ 
        Attributes:
            bytes_ (int):
            format_ (str):
            key (str):
            rows (int):
            sha256 (str):
            url (str):
     """

    bytes_: int
    format_: str
    key: str
    rows: int
    sha256: str
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        bytes_ = self.bytes_

        format_ = self.format_

        key = self.key

        rows = self.rows

        sha256 = self.sha256

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "bytes": bytes_,
            "format": format_,
            "key": key,
            "rows": rows,
            "sha256": sha256,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bytes_ = d.pop("bytes")

        format_ = d.pop("format")

        key = d.pop("key")

        rows = d.pop("rows")

        sha256 = d.pop("sha256")

        url = d.pop("url")

        export_file_shape = cls(
            bytes_=bytes_,
            format_=format_,
            key=key,
            rows=rows,
            sha256=sha256,
            url=url,
        )


        export_file_shape.additional_properties = d
        return export_file_shape

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
