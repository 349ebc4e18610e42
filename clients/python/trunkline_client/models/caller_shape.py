from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.caller_shape_conversation_config_override import CallerShapeConversationConfigOverride
  from ..models.caller_shape_dynamic_variables import CallerShapeDynamicVariables





T = TypeVar("T", bound="CallerShape")



@_attrs_define
class CallerShape:
    """ The caller on file.

        Attributes:
            conversation_config_override (CallerShapeConversationConfigOverride):
            dynamic_variables (CallerShapeDynamicVariables):
            number (str):
            user_id (str):
     """

    conversation_config_override: CallerShapeConversationConfigOverride
    dynamic_variables: CallerShapeDynamicVariables
    number: str
    user_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.caller_shape_conversation_config_override import CallerShapeConversationConfigOverride # noqa: PLC0415
        from ..models.caller_shape_dynamic_variables import CallerShapeDynamicVariables # noqa: PLC0415
        conversation_config_override = self.conversation_config_override.to_dict()

        dynamic_variables = self.dynamic_variables.to_dict()

        number = self.number

        user_id = self.user_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "conversation_config_override": conversation_config_override,
            "dynamic_variables": dynamic_variables,
            "number": number,
            "user_id": user_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.caller_shape_conversation_config_override import CallerShapeConversationConfigOverride # noqa: PLC0415
        from ..models.caller_shape_dynamic_variables import CallerShapeDynamicVariables # noqa: PLC0415
        d = dict(src_dict)
        conversation_config_override = CallerShapeConversationConfigOverride.from_dict(d.pop("conversation_config_override"))




        dynamic_variables = CallerShapeDynamicVariables.from_dict(d.pop("dynamic_variables"))




        number = d.pop("number")

        user_id = d.pop("user_id")

        caller_shape = cls(
            conversation_config_override=conversation_config_override,
            dynamic_variables=dynamic_variables,
            number=number,
            user_id=user_id,
        )


        caller_shape.additional_properties = d
        return caller_shape

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
