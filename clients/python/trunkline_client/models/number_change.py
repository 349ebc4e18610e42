from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="NumberChange")



@_attrs_define
class NumberChange:
    """ 
        Attributes:
            agent_id (None | str): None takes the agent away
     """

    agent_id: None | str





    def to_dict(self) -> dict[str, Any]:
        agent_id: None | str
        agent_id = self.agent_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "agent_id": agent_id,
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


        number_change = cls(
            agent_id=agent_id,
        )

        return number_change

