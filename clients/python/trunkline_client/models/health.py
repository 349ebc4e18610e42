from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Health")



@_attrs_define
class Health:
    """ 
        Attributes:
            active_integrations (int):
            elevenlabs_configured (bool):
            status (str):
            timestamp (str):
            twilio_configured (bool):
     """

    active_integrations: int
    elevenlabs_configured: bool
    status: str
    timestamp: str
    twilio_configured: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        active_integrations = self.active_integrations

        elevenlabs_configured = self.elevenlabs_configured

        status = self.status

        timestamp = self.timestamp

        twilio_configured = self.twilio_configured


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "active_integrations": active_integrations,
            "elevenlabs_configured": elevenlabs_configured,
            "status": status,
            "timestamp": timestamp,
            "twilio_configured": twilio_configured,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        active_integrations = d.pop("active_integrations")

        elevenlabs_configured = d.pop("elevenlabs_configured")

        status = d.pop("status")

        timestamp = d.pop("timestamp")

        twilio_configured = d.pop("twilio_configured")

        health = cls(
            active_integrations=active_integrations,
            elevenlabs_configured=elevenlabs_configured,
            status=status,
            timestamp=timestamp,
            twilio_configured=twilio_configured,
        )


        health.additional_properties = d
        return health

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
