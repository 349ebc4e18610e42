from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.agent_call_created_channel import AgentCallCreatedChannel
from ..types import UNSET, Unset
from typing import cast
from typing import Literal, cast

if TYPE_CHECKING:
  from ..models.agent_call_created_metadata import AgentCallCreatedMetadata





T = TypeVar("T", bound="AgentCallCreated")



@_attrs_define
class AgentCallCreated:
    """ 
        Attributes:
            agent_id (str):
            call_sid (str):
            channel (AgentCallCreatedChannel):
            created_at (str):
            from_number (str):
            metadata (AgentCallCreatedMetadata):
            to_number (str):
            conversation_id (None | str | Unset):
            status (Literal['initiated'] | Unset):  Default: 'initiated'.
            user_id (None | str | Unset):
     """

    agent_id: str
    call_sid: str
    channel: AgentCallCreatedChannel
    created_at: str
    from_number: str
    metadata: AgentCallCreatedMetadata
    to_number: str
    conversation_id: None | str | Unset = UNSET
    status: Literal['initiated'] | Unset = 'initiated'
    user_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.agent_call_created_metadata import AgentCallCreatedMetadata # noqa: PLC0415
        agent_id = self.agent_id

        call_sid = self.call_sid

        channel = self.channel.value

        created_at = self.created_at

        from_number = self.from_number

        metadata = self.metadata.to_dict()

        to_number = self.to_number

        conversation_id: None | str | Unset
        if isinstance(self.conversation_id, Unset):
            conversation_id = UNSET
        else:
            conversation_id = self.conversation_id

        status = self.status

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "call_sid": call_sid,
            "channel": channel,
            "created_at": created_at,
            "from_number": from_number,
            "metadata": metadata,
            "to_number": to_number,
        })
        if conversation_id is not UNSET:
            field_dict["conversation_id"] = conversation_id
        if status is not UNSET:
            field_dict["status"] = status
        if user_id is not UNSET:
            field_dict["user_id"] = user_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agent_call_created_metadata import AgentCallCreatedMetadata # noqa: PLC0415
        d = dict(src_dict)
        agent_id = d.pop("agent_id")

        call_sid = d.pop("call_sid")

        channel = AgentCallCreatedChannel(d.pop("channel"))




        created_at = d.pop("created_at")

        from_number = d.pop("from_number")

        metadata = AgentCallCreatedMetadata.from_dict(d.pop("metadata"))




        to_number = d.pop("to_number")

        def _parse_conversation_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id", UNSET))


        status = cast(Literal['initiated'] | Unset , d.pop("status", UNSET))
        if status != 'initiated'and not isinstance(status, Unset):
            raise ValueError(f"status must match const 'initiated', got '{status}'")

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))


        agent_call_created = cls(
            agent_id=agent_id,
            call_sid=call_sid,
            channel=channel,
            created_at=created_at,
            from_number=from_number,
            metadata=metadata,
            to_number=to_number,
            conversation_id=conversation_id,
            status=status,
            user_id=user_id,
        )


        agent_call_created.additional_properties = d
        return agent_call_created

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
