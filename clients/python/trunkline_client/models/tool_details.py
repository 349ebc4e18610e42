from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.tool_details_headers import ToolDetailsHeaders





T = TypeVar("T", bound="ToolDetails")



@_attrs_define
class ToolDetails:
    """ A tool that the relay calls for an agent; `headers` has names of secrets.

        Attributes:
            headers (ToolDetailsHeaders):
            method (str):
            timeout_s (int):
            url (str):
     """

    headers: ToolDetailsHeaders
    method: str
    timeout_s: int
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.tool_details_headers import ToolDetailsHeaders # noqa: PLC0415
        headers = self.headers.to_dict()

        method = self.method

        timeout_s = self.timeout_s

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "headers": headers,
            "method": method,
            "timeout_s": timeout_s,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tool_details_headers import ToolDetailsHeaders # noqa: PLC0415
        d = dict(src_dict)
        headers = ToolDetailsHeaders.from_dict(d.pop("headers"))




        method = d.pop("method")

        timeout_s = d.pop("timeout_s")

        url = d.pop("url")

        tool_details = cls(
            headers=headers,
            method=method,
            timeout_s=timeout_s,
            url=url,
        )


        tool_details.additional_properties = d
        return tool_details

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
