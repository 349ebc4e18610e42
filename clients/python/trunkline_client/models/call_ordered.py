from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.call_ordered_status import CallOrderedStatus
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="CallOrdered")



@_attrs_define
class CallOrdered:
    """ A call that waits for the relay to wake, or waited for it.

        Attributes:
            created_at (str):
            order_id (str):
            status (CallOrderedStatus):
            call_sid (None | str | Unset):
            reason (None | str | Unset):
     """

    created_at: str
    order_id: str
    status: CallOrderedStatus
    call_sid: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at

        order_id = self.order_id

        status = self.status.value

        call_sid: None | str | Unset
        if isinstance(self.call_sid, Unset):
            call_sid = UNSET
        else:
            call_sid = self.call_sid

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "created_at": created_at,
            "order_id": order_id,
            "status": status,
        })
        if call_sid is not UNSET:
            field_dict["call_sid"] = call_sid
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = d.pop("created_at")

        order_id = d.pop("order_id")

        status = CallOrderedStatus(d.pop("status"))




        def _parse_call_sid(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        call_sid = _parse_call_sid(d.pop("call_sid", UNSET))


        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        call_ordered = cls(
            created_at=created_at,
            order_id=order_id,
            status=status,
            call_sid=call_sid,
            reason=reason,
        )


        call_ordered.additional_properties = d
        return call_ordered

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
