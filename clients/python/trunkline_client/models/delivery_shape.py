from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.delivery_shape_state import DeliveryShapeState
from ..models.event_type import EventType
from typing import cast

if TYPE_CHECKING:
  from ..models.delivery_attempt_shape import DeliveryAttemptShape





T = TypeVar("T", bound="DeliveryShape")



@_attrs_define
class DeliveryShape:
    """ 
        Attributes:
            attempts (list[DeliveryAttemptShape]):
            created_at (str):
            delivery_id (str):
            due_at (None | str):
            event_id (str):
            state (DeliveryShapeState):
            type_ (EventType): The types of events. A type's data may gain fields and kinds; other changes make a new
                version of its schema.
     """

    attempts: list[DeliveryAttemptShape]
    created_at: str
    delivery_id: str
    due_at: None | str
    event_id: str
    state: DeliveryShapeState
    type_: EventType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.delivery_attempt_shape import DeliveryAttemptShape # noqa: PLC0415
        attempts = []
        for attempts_item_data in self.attempts:
            attempts_item = attempts_item_data.to_dict()
            attempts.append(attempts_item)



        created_at = self.created_at

        delivery_id = self.delivery_id

        due_at: None | str
        due_at = self.due_at

        event_id = self.event_id

        state = self.state.value

        type_ = self.type_.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "attempts": attempts,
            "created_at": created_at,
            "delivery_id": delivery_id,
            "due_at": due_at,
            "event_id": event_id,
            "state": state,
            "type": type_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.delivery_attempt_shape import DeliveryAttemptShape # noqa: PLC0415
        d = dict(src_dict)
        attempts = []
        _attempts = d.pop("attempts")
        for attempts_item_data in (_attempts):
            attempts_item = DeliveryAttemptShape.from_dict(attempts_item_data)



            attempts.append(attempts_item)


        created_at = d.pop("created_at")

        delivery_id = d.pop("delivery_id")

        def _parse_due_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        due_at = _parse_due_at(d.pop("due_at"))


        event_id = d.pop("event_id")

        state = DeliveryShapeState(d.pop("state"))




        type_ = EventType(d.pop("type"))




        delivery_shape = cls(
            attempts=attempts,
            created_at=created_at,
            delivery_id=delivery_id,
            due_at=due_at,
            event_id=event_id,
            state=state,
            type_=type_,
        )


        delivery_shape.additional_properties = d
        return delivery_shape

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
