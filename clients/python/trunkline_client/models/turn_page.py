from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.turns_available import TurnsAvailable
from typing import cast

if TYPE_CHECKING:
  from ..models.call_turn import CallTurn





T = TypeVar("T", bound="TurnPage")



@_attrs_define
class TurnPage:
    """ `next_after` is for the next request. `is_complete`: after these and those behind them, no turns will come.

        Attributes:
            call_sid (str):
            has_more (bool):
            is_complete (bool):
            is_over (bool):
            next_after (int):
            turns (list[CallTurn]):
            turns_available (TurnsAvailable): When the turns of a call can be read.
     """

    call_sid: str
    has_more: bool
    is_complete: bool
    is_over: bool
    next_after: int
    turns: list[CallTurn]
    turns_available: TurnsAvailable
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.call_turn import CallTurn # noqa: PLC0415
        call_sid = self.call_sid

        has_more = self.has_more

        is_complete = self.is_complete

        is_over = self.is_over

        next_after = self.next_after

        turns = []
        for turns_item_data in self.turns:
            turns_item = turns_item_data.to_dict()
            turns.append(turns_item)



        turns_available = self.turns_available.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "call_sid": call_sid,
            "has_more": has_more,
            "is_complete": is_complete,
            "is_over": is_over,
            "next_after": next_after,
            "turns": turns,
            "turns_available": turns_available,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_turn import CallTurn # noqa: PLC0415
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        has_more = d.pop("has_more")

        is_complete = d.pop("is_complete")

        is_over = d.pop("is_over")

        next_after = d.pop("next_after")

        turns = []
        _turns = d.pop("turns")
        for turns_item_data in (_turns):
            turns_item = CallTurn.from_dict(turns_item_data)



            turns.append(turns_item)


        turns_available = TurnsAvailable(d.pop("turns_available"))




        turn_page = cls(
            call_sid=call_sid,
            has_more=has_more,
            is_complete=is_complete,
            is_over=is_over,
            next_after=next_after,
            turns=turns,
            turns_available=turns_available,
        )


        turn_page.additional_properties = d
        return turn_page

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
