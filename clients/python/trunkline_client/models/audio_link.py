from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="AudioLink")



@_attrs_define
class AudioLink:
    """ A link that needs no key and expires after a few minutes; of a patient's call, a path of this API, which takes a
    key or a session, and `expires_in_s` is null.

        Attributes:
            expires_in_s (int | None):
            url (str):
     """

    expires_in_s: int | None
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        expires_in_s: int | None
        expires_in_s = self.expires_in_s

        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "expires_in_s": expires_in_s,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_expires_in_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        expires_in_s = _parse_expires_in_s(d.pop("expires_in_s"))


        url = d.pop("url")

        audio_link = cls(
            expires_in_s=expires_in_s,
            url=url,
        )


        audio_link.additional_properties = d
        return audio_link

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
