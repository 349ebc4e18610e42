from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.call_turn_role import CallTurnRole
from typing import cast






T = TypeVar("T", bound="CallTurn")



@_attrs_define
class CallTurn:
    """ A turn by its number in the call, from 1.

        Attributes:
            message (None | str):
            number (int):
            role (CallTurnRole):
            time_in_call_secs (float):
     """

    message: None | str
    number: int
    role: CallTurnRole
    time_in_call_secs: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        message: None | str
        message = self.message

        number = self.number

        role = self.role.value

        time_in_call_secs = self.time_in_call_secs


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "message": message,
            "number": number,
            "role": role,
            "time_in_call_secs": time_in_call_secs,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message = _parse_message(d.pop("message"))


        number = d.pop("number")

        role = CallTurnRole(d.pop("role"))




        time_in_call_secs = d.pop("time_in_call_secs")

        call_turn = cls(
            message=message,
            number=number,
            role=role,
            time_in_call_secs=time_in_call_secs,
        )


        call_turn.additional_properties = d
        return call_turn

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
