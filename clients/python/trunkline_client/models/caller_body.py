from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.caller_body_conversation_config_override import CallerBodyConversationConfigOverride
  from ..models.caller_body_dynamic_variables import CallerBodyDynamicVariables





T = TypeVar("T", bound="CallerBody")



@_attrs_define
class CallerBody:
    """ Variables whose names begin with `secret__` are never shown again, nor logged.

        Attributes:
            conversation_config_override (CallerBodyConversationConfigOverride | Unset):
            dynamic_variables (CallerBodyDynamicVariables | Unset):
            user_id (str | Unset):  Default: ''.
     """

    conversation_config_override: CallerBodyConversationConfigOverride | Unset = UNSET
    dynamic_variables: CallerBodyDynamicVariables | Unset = UNSET
    user_id: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.caller_body_conversation_config_override import CallerBodyConversationConfigOverride # noqa: PLC0415
        from ..models.caller_body_dynamic_variables import CallerBodyDynamicVariables # noqa: PLC0415
        conversation_config_override: dict[str, Any] | Unset = UNSET
        if not isinstance(self.conversation_config_override, Unset):
            conversation_config_override = self.conversation_config_override.to_dict()

        dynamic_variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dynamic_variables, Unset):
            dynamic_variables = self.dynamic_variables.to_dict()

        user_id = self.user_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if conversation_config_override is not UNSET:
            field_dict["conversation_config_override"] = conversation_config_override
        if dynamic_variables is not UNSET:
            field_dict["dynamic_variables"] = dynamic_variables
        if user_id is not UNSET:
            field_dict["user_id"] = user_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.caller_body_conversation_config_override import CallerBodyConversationConfigOverride # noqa: PLC0415
        from ..models.caller_body_dynamic_variables import CallerBodyDynamicVariables # noqa: PLC0415
        d = dict(src_dict)
        _conversation_config_override = d.pop("conversation_config_override", UNSET)
        conversation_config_override: CallerBodyConversationConfigOverride | Unset
        if isinstance(_conversation_config_override,  Unset):
            conversation_config_override = UNSET
        else:
            conversation_config_override = CallerBodyConversationConfigOverride.from_dict(_conversation_config_override)




        _dynamic_variables = d.pop("dynamic_variables", UNSET)
        dynamic_variables: CallerBodyDynamicVariables | Unset
        if isinstance(_dynamic_variables,  Unset):
            dynamic_variables = UNSET
        else:
            dynamic_variables = CallerBodyDynamicVariables.from_dict(_dynamic_variables)




        user_id = d.pop("user_id", UNSET)

        caller_body = cls(
            conversation_config_override=conversation_config_override,
            dynamic_variables=dynamic_variables,
            user_id=user_id,
        )

        return caller_body

