from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.alarm_shape_state import AlarmShapeState
from typing import cast
import datetime






T = TypeVar("T", bound="AlarmShape")



@_attrs_define
class AlarmShape:
    """ `name` is the one of the runbooks. `unknown`: there is too little data to say.

        Attributes:
            description (str):
            name (str):
            since (datetime.datetime):
            state (AlarmShapeState):
     """

    description: str
    name: str
    since: datetime.datetime
    state: AlarmShapeState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        description = self.description

        name = self.name

        since = self.since.isoformat()

        state = self.state.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "description": description,
            "name": name,
            "since": since,
            "state": state,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        description = d.pop("description")

        name = d.pop("name")

        since = datetime.datetime.fromisoformat(d.pop("since"))




        state = AlarmShapeState(d.pop("state"))




        alarm_shape = cls(
            description=description,
            name=name,
            since=since,
            state=state,
        )


        alarm_shape.additional_properties = d
        return alarm_shape

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
