from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="WatchTicket")



@_attrs_define
class WatchTicket:
    """ Opens `socket_url` with `?ticket=`, once, within a minute.

        Attributes:
            ends_at (str):
            socket_url (str):
            ticket (str):
     """

    ends_at: str
    socket_url: str
    ticket: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        ends_at = self.ends_at

        socket_url = self.socket_url

        ticket = self.ticket


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "ends_at": ends_at,
            "socket_url": socket_url,
            "ticket": ticket,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends_at = d.pop("ends_at")

        socket_url = d.pop("socket_url")

        ticket = d.pop("ticket")

        watch_ticket = cls(
            ends_at=ends_at,
            socket_url=socket_url,
            ticket=ticket,
        )


        watch_ticket.additional_properties = d
        return watch_ticket

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
