from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast






T = TypeVar("T", bound="Streaming")



@_attrs_define
class Streaming:
    """ 
        Attributes:
            call_sid (str):
            status (str):
            text_length (int):
            compliance_status (Literal['pii_removed'] | None | Unset):
     """

    call_sid: str
    status: str
    text_length: int
    compliance_status: Literal['pii_removed'] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        call_sid = self.call_sid

        status = self.status

        text_length = self.text_length

        compliance_status: Literal['pii_removed'] | None | Unset
        if isinstance(self.compliance_status, Unset):
            compliance_status = UNSET
        else:
            compliance_status = self.compliance_status


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "call_sid": call_sid,
            "status": status,
            "text_length": text_length,
        })
        if compliance_status is not UNSET:
            field_dict["compliance_status"] = compliance_status

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        status = d.pop("status")

        text_length = d.pop("text_length")

        def _parse_compliance_status(data: object) -> Literal['pii_removed'] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            compliance_status_type_0 = cast(Literal['pii_removed'] , data)
            if compliance_status_type_0 != 'pii_removed':
                raise ValueError(f"compliance_status_type_0 must match const 'pii_removed', got '{compliance_status_type_0}'")
            return compliance_status_type_0
            return cast(Literal['pii_removed'] | None | Unset, data)

        compliance_status = _parse_compliance_status(d.pop("compliance_status", UNSET))


        streaming = cls(
            call_sid=call_sid,
            status=status,
            text_length=text_length,
            compliance_status=compliance_status,
        )


        streaming.additional_properties = d
        return streaming

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
