from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.event_type import EventType
from typing import cast






T = TypeVar("T", bound="EventEndpointShown")



@_attrs_define
class EventEndpointShown:
    """ With its secret, which is shown this once.

        Attributes:
            created_at (str):
            disabled_reason (str):
            endpoint_id (str):
            failing_since (None | str):
            is_enabled (bool):
            secret (str):
            types (list[EventType]):
            url (str):
     """

    created_at: str
    disabled_reason: str
    endpoint_id: str
    failing_since: None | str
    is_enabled: bool
    secret: str
    types: list[EventType]
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        disabled_reason = self.disabled_reason

        endpoint_id = self.endpoint_id

        failing_since: None | str
        failing_since = self.failing_since

        is_enabled = self.is_enabled

        secret = self.secret

        types = []
        for types_item_data in self.types:
            types_item = types_item_data.value
            types.append(types_item)



        url = self.url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "created_at": created_at,
            "disabled_reason": disabled_reason,
            "endpoint_id": endpoint_id,
            "failing_since": failing_since,
            "is_enabled": is_enabled,
            "secret": secret,
            "types": types,
            "url": url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("created_at")

        disabled_reason = d.pop("disabled_reason")

        endpoint_id = d.pop("endpoint_id")

        def _parse_failing_since(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))


        is_enabled = d.pop("is_enabled")

        secret = d.pop("secret")

        types = []
        _types = d.pop("types")
        for types_item_data in (_types):
            types_item = EventType(types_item_data)



            types.append(types_item)


        url = d.pop("url")

        event_endpoint_shown = cls(
            created_at=created_at,
            disabled_reason=disabled_reason,
            endpoint_id=endpoint_id,
            failing_since=failing_since,
            is_enabled=is_enabled,
            secret=secret,
            types=types,
            url=url,
        )


        event_endpoint_shown.additional_properties = d
        return event_endpoint_shown

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
