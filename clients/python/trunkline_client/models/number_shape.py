from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="NumberShape")



@_attrs_define
class NumberShape:
    """ 
        Attributes:
            agent_id (None | str):
            label (str):
            phone_number (str):
            phone_number_id (str):
            provider (str):
            supports_inbound (bool):
     """

    agent_id: None | str
    label: str
    phone_number: str
    phone_number_id: str
    provider: str
    supports_inbound: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        agent_id: None | str
        agent_id = self.agent_id

        label = self.label

        phone_number = self.phone_number

        phone_number_id = self.phone_number_id

        provider = self.provider

        supports_inbound = self.supports_inbound


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "label": label,
            "phone_number": phone_number,
            "phone_number_id": phone_number_id,
            "provider": provider,
            "supports_inbound": supports_inbound,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        label = d.pop("label")

        phone_number = d.pop("phone_number")

        phone_number_id = d.pop("phone_number_id")

        provider = d.pop("provider")

        supports_inbound = d.pop("supports_inbound")

        number_shape = cls(
            agent_id=agent_id,
            label=label,
            phone_number=phone_number,
            phone_number_id=phone_number_id,
            provider=provider,
            supports_inbound=supports_inbound,
        )


        number_shape.additional_properties = d
        return number_shape

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
