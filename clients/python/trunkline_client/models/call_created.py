from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.call_created_voice_settings import CallCreatedVoiceSettings





T = TypeVar("T", bound="CallCreated")



@_attrs_define
class CallCreated:
    """ 
        Attributes:
            call_sid (str):
            created_at (str):
            direction (str):
            from_ (str):
            status (str):
            to (str):
            voice_id (str):
            voice_settings (CallCreatedVoiceSettings):
     """

    call_sid: str
    created_at: str
    direction: str
    from_: str
    status: str
    to: str
    voice_id: str
    voice_settings: CallCreatedVoiceSettings
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.call_created_voice_settings import CallCreatedVoiceSettings # noqa: PLC0415
        call_sid = self.call_sid

        created_at = self.created_at

        direction = self.direction

        from_ = self.from_

        status = self.status

        to = self.to

        voice_id = self.voice_id

        voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "call_sid": call_sid,
            "created_at": created_at,
            "direction": direction,
            "from_": from_,
            "status": status,
            "to": to,
            "voice_id": voice_id,
            "voice_settings": voice_settings,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_created_voice_settings import CallCreatedVoiceSettings # noqa: PLC0415
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        created_at = d.pop("created_at")

        direction = d.pop("direction")

        from_ = d.pop("from_")

        status = d.pop("status")

        to = d.pop("to")

        voice_id = d.pop("voice_id")

        voice_settings = CallCreatedVoiceSettings.from_dict(d.pop("voice_settings"))




        call_created = cls(
            call_sid=call_sid,
            created_at=created_at,
            direction=direction,
            from_=from_,
            status=status,
            to=to,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )


        call_created.additional_properties = d
        return call_created

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
