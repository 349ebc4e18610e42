from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.turn_shape_role import TurnShapeRole
from typing import cast

if TYPE_CHECKING:
  from ..models.feedback_shape import FeedbackShape
  from ..models.tool_call_shape import ToolCallShape





T = TypeVar("T", bound="TurnShape")



@_attrs_define
class TurnShape:
    """ `message` is what the other side heard; `original_message` what an interrupted agent meant to say.

        Attributes:
            feedback (FeedbackShape | None):
            interrupted (bool):
            message (None | str):
            original_message (None | str):
            role (TurnShapeRole):
            time_in_call_secs (float):
            tool_calls (list[ToolCallShape]):
     """

    feedback: FeedbackShape | None
    interrupted: bool
    message: None | str
    original_message: None | str
    role: TurnShapeRole
    time_in_call_secs: float
    tool_calls: list[ToolCallShape]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.feedback_shape import FeedbackShape # noqa: PLC0415
        from ..models.tool_call_shape import ToolCallShape # noqa: PLC0415
        feedback: dict[str, Any] | None
        if isinstance(self.feedback, FeedbackShape):
            feedback = self.feedback.to_dict()
        else:
            feedback = self.feedback

        interrupted = self.interrupted

        message: None | str
        message = self.message

        original_message: None | str
        original_message = self.original_message

        role = self.role.value

        time_in_call_secs = self.time_in_call_secs

        tool_calls = []
        for tool_calls_item_data in self.tool_calls:
            tool_calls_item = tool_calls_item_data.to_dict()
            tool_calls.append(tool_calls_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "feedback": feedback,
            "interrupted": interrupted,
            "message": message,
            "original_message": original_message,
            "role": role,
            "time_in_call_secs": time_in_call_secs,
            "tool_calls": tool_calls,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feedback_shape import FeedbackShape # noqa: PLC0415
        from ..models.tool_call_shape import ToolCallShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_feedback(data: object) -> FeedbackShape | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                feedback_type_0 = FeedbackShape.from_dict(data)



                return feedback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FeedbackShape | None, data)

        feedback = _parse_feedback(d.pop("feedback"))


        interrupted = d.pop("interrupted")

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message = _parse_message(d.pop("message"))


        def _parse_original_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        original_message = _parse_original_message(d.pop("original_message"))


        role = TurnShapeRole(d.pop("role"))




        time_in_call_secs = d.pop("time_in_call_secs")

        tool_calls = []
        _tool_calls = d.pop("tool_calls")
        for tool_calls_item_data in (_tool_calls):
            tool_calls_item = ToolCallShape.from_dict(tool_calls_item_data)



            tool_calls.append(tool_calls_item)


        turn_shape = cls(
            feedback=feedback,
            interrupted=interrupted,
            message=message,
            original_message=original_message,
            role=role,
            time_in_call_secs=time_in_call_secs,
            tool_calls=tool_calls,
        )


        turn_shape.additional_properties = d
        return turn_shape

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
