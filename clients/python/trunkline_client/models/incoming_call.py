from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.disclosures_shape import DisclosuresShape
  from ..models.voice_settings_shape import VoiceSettingsShape





T = TypeVar("T", bound="IncomingCall")



@_attrs_define
class IncomingCall:
    """ 
        Attributes:
            call_sid (str):
            from_number (str):
            to_number (str):
            agent_id (None | str | Unset):
            company_api_key (None | str | Unset):
            disclosures (DisclosuresShape | Unset): What the carrier says before anything is recorded: that a machine speaks
                (`ai`), that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            inquiry_type (None | str | Unset):
            remove_pii (bool | Unset): Take numbers, spoken digits and e-mail addresses out of texts before synthesis
                Default: False.
            voice_id (None | str | Unset):
            voice_settings (VoiceSettingsShape | Unset): Voice settings. An omitted setting keeps the voice's stored value.
     """

    call_sid: str
    from_number: str
    to_number: str
    agent_id: None | str | Unset = UNSET
    company_api_key: None | str | Unset = UNSET
    disclosures: DisclosuresShape | Unset = UNSET
    inquiry_type: None | str | Unset = UNSET
    remove_pii: bool | Unset = False
    voice_id: None | str | Unset = UNSET
    voice_settings: VoiceSettingsShape | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        call_sid = self.call_sid

        from_number = self.from_number

        to_number = self.to_number

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        company_api_key: None | str | Unset
        if isinstance(self.company_api_key, Unset):
            company_api_key = UNSET
        else:
            company_api_key = self.company_api_key

        disclosures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.disclosures, Unset):
            disclosures = self.disclosures.to_dict()

        inquiry_type: None | str | Unset
        if isinstance(self.inquiry_type, Unset):
            inquiry_type = UNSET
        else:
            inquiry_type = self.inquiry_type

        remove_pii = self.remove_pii

        voice_id: None | str | Unset
        if isinstance(self.voice_id, Unset):
            voice_id = UNSET
        else:
            voice_id = self.voice_id

        voice_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.voice_settings, Unset):
            voice_settings = self.voice_settings.to_dict()


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "call_sid": call_sid,
            "from_number": from_number,
            "to_number": to_number,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if company_api_key is not UNSET:
            field_dict["company_api_key"] = company_api_key
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if inquiry_type is not UNSET:
            field_dict["inquiry_type"] = inquiry_type
        if remove_pii is not UNSET:
            field_dict["remove_pii"] = remove_pii
        if voice_id is not UNSET:
            field_dict["voice_id"] = voice_id
        if voice_settings is not UNSET:
            field_dict["voice_settings"] = voice_settings

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        d = dict(src_dict)
        call_sid = d.pop("call_sid")

        from_number = d.pop("from_number")

        to_number = d.pop("to_number")

        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_company_api_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        company_api_key = _parse_company_api_key(d.pop("company_api_key", UNSET))


        _disclosures = d.pop("disclosures", UNSET)
        disclosures: DisclosuresShape | Unset
        if isinstance(_disclosures,  Unset):
            disclosures = UNSET
        else:
            disclosures = DisclosuresShape.from_dict(_disclosures)




        def _parse_inquiry_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        inquiry_type = _parse_inquiry_type(d.pop("inquiry_type", UNSET))


        remove_pii = d.pop("remove_pii", UNSET)

        def _parse_voice_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voice_id = _parse_voice_id(d.pop("voice_id", UNSET))


        _voice_settings = d.pop("voice_settings", UNSET)
        voice_settings: VoiceSettingsShape | Unset
        if isinstance(_voice_settings,  Unset):
            voice_settings = UNSET
        else:
            voice_settings = VoiceSettingsShape.from_dict(_voice_settings)




        incoming_call = cls(
            call_sid=call_sid,
            from_number=from_number,
            to_number=to_number,
            agent_id=agent_id,
            company_api_key=company_api_key,
            disclosures=disclosures,
            inquiry_type=inquiry_type,
            remove_pii=remove_pii,
            voice_id=voice_id,
            voice_settings=voice_settings,
        )

        return incoming_call

