from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.dead_letters_of_queue_queue import DeadLettersOfQueueQueue
from typing import cast

if TYPE_CHECKING:
  from ..models.dead_letter_shape import DeadLetterShape





T = TypeVar("T", bound="DeadLettersOfQueue")



@_attrs_define
class DeadLettersOfQueue:
    """ `depth` counts your company's. Not complete: there are more than one request reads.

        Attributes:
            dead_letters (list[DeadLetterShape]):
            depth (int):
            is_complete (bool):
            queue (DeadLettersOfQueueQueue):
     """

    dead_letters: list[DeadLetterShape]
    depth: int
    is_complete: bool
    queue: DeadLettersOfQueueQueue
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.dead_letter_shape import DeadLetterShape # noqa: PLC0415
        dead_letters = []
        for dead_letters_item_data in self.dead_letters:
            dead_letters_item = dead_letters_item_data.to_dict()
            dead_letters.append(dead_letters_item)



        depth = self.depth

        is_complete = self.is_complete

        queue = self.queue.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "dead_letters": dead_letters,
            "depth": depth,
            "is_complete": is_complete,
            "queue": queue,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dead_letter_shape import DeadLetterShape # noqa: PLC0415
        d = dict(src_dict)
        dead_letters = []
        _dead_letters = d.pop("dead_letters")
        for dead_letters_item_data in (_dead_letters):
            dead_letters_item = DeadLetterShape.from_dict(dead_letters_item_data)



            dead_letters.append(dead_letters_item)


        depth = d.pop("depth")

        is_complete = d.pop("is_complete")

        queue = DeadLettersOfQueueQueue(d.pop("queue"))




        dead_letters_of_queue = cls(
            dead_letters=dead_letters,
            depth=depth,
            is_complete=is_complete,
            queue=queue,
        )


        dead_letters_of_queue.additional_properties = d
        return dead_letters_of_queue

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
