from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.source_body_headers import SourceBodyHeaders





T = TypeVar("T", bound="SourceBody")



@_attrs_define
class SourceBody:
    """ An https address that is asked with the provider's own words. `headers` names a secret for each header.

        Attributes:
            url (str):
            headers (SourceBodyHeaders | Unset):
     """

    url: str
    headers: SourceBodyHeaders | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.source_body_headers import SourceBodyHeaders # noqa: PLC0415
        url = self.url

        headers: dict[str, Any] | Unset = UNSET
        if not isinstance(self.headers, Unset):
            headers = self.headers.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "url": url,
        })
        if headers is not UNSET:
            field_dict["headers"] = headers

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.source_body_headers import SourceBodyHeaders # noqa: PLC0415
        d = dict(src_dict)
        url = d.pop("url")

        _headers = d.pop("headers", UNSET)
        headers: SourceBodyHeaders | Unset
        if isinstance(_headers,  Unset):
            headers = UNSET
        else:
            headers = SourceBodyHeaders.from_dict(_headers)




        source_body = cls(
            url=url,
            headers=headers,
        )

        return source_body

