from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.tool_of_route_method import ToolOfRouteMethod
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.tool_of_route_headers import ToolOfRouteHeaders





T = TypeVar("T", bound="ToolOfRoute")



@_attrs_define
class ToolOfRoute:
    """ `headers` names a secret of the vendors' document for each header; no value stands in a route.

        Attributes:
            url (str):
            headers (ToolOfRouteHeaders | Unset):
            method (ToolOfRouteMethod | Unset):  Default: ToolOfRouteMethod.POST.
            timeout_s (int | Unset):  Default: 10.
     """

    url: str
    headers: ToolOfRouteHeaders | Unset = UNSET
    method: ToolOfRouteMethod | Unset = ToolOfRouteMethod.POST
    timeout_s: int | Unset = 10





    def to_dict(self) -> dict[str, Any]:
        from ..models.tool_of_route_headers import ToolOfRouteHeaders # noqa: PLC0415
        url = self.url

        headers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.headers, Unset):
            headers = self.headers.to_dict()

        method: str | Unset = UNSET
        if not isinstance(self.method, Unset):
            method = self.method.value


        timeout_s = self.timeout_s


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "url": url,
        })
        if headers is not UNSET:
            field_dict["headers"] = headers
        if method is not UNSET:
            field_dict["method"] = method
        if timeout_s is not UNSET:
            field_dict["timeout_s"] = timeout_s

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tool_of_route_headers import ToolOfRouteHeaders # noqa: PLC0415
        d = dict(src_dict)
        url = d.pop("url")

        _headers = d.pop("headers", UNSET)
        headers: ToolOfRouteHeaders | Unset
        if isinstance(_headers,  Unset):
            headers = UNSET
        else:
            headers = ToolOfRouteHeaders.from_dict(_headers)




        _method = d.pop("method", UNSET)
        method: ToolOfRouteMethod | Unset
        if isinstance(_method,  Unset):
            method = UNSET
        else:
            method = ToolOfRouteMethod(_method)




        timeout_s = d.pop("timeout_s", UNSET)

        tool_of_route = cls(
            url=url,
            headers=headers,
            method=method,
            timeout_s=timeout_s,
        )

        return tool_of_route

