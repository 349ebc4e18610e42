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
  from ..models.new_call_metadata import NewCallMetadata
  from ..models.voice_settings_shape import VoiceSettingsShape





T = TypeVar("T", bound="NewCall")



@_attrs_define
class NewCall:
    """ 
        Attributes:
            from_number (str):
            to_number (str):
            disclosures (DisclosuresShape | Unset): What the carrier says before anything is recorded: that a machine speaks
                (`ai`), that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            inquiry_type (None | str | Unset):
            max_duration_s (int | Unset):  Default: 3600.
            metadata (NewCallMetadata | Unset):
            remove_pii (bool | Unset): Take numbers, spoken digits and e-mail addresses out of texts before synthesis
                Default: False.
            voice_id (None | str | Unset):
            voice_settings (VoiceSettingsShape | Unset): Voice settings. An omitted setting keeps the voice's stored value.
            webhook_url (None | str | Unset):
     """

    from_number: str
    to_number: str
    disclosures: DisclosuresShape | Unset = UNSET
    inquiry_type: None | str | Unset = UNSET
    max_duration_s: int | Unset = 3600
    metadata: NewCallMetadata | Unset = UNSET
    remove_pii: bool | Unset = False
    voice_id: None | str | Unset = UNSET
    voice_settings: VoiceSettingsShape | Unset = UNSET
    webhook_url: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_call_metadata import NewCallMetadata # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        from_number = self.from_number

        to_number = self.to_number

        disclosures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.disclosures, Unset):
            disclosures = self.disclosures.to_dict()

        inquiry_type: None | str | Unset
        if isinstance(self.inquiry_type, Unset):
            inquiry_type = UNSET
        else:
            inquiry_type = self.inquiry_type

        max_duration_s = self.max_duration_s

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        remove_pii = self.remove_pii

        voice_id: None | str | Unset
        if isinstance(self.voice_id, Unset):
            voice_id = UNSET
        else:
            voice_id = self.voice_id

        voice_settings: dict[str, Any] | Unset = UNSET
        if not isinstance(self.voice_settings, Unset):
            voice_settings = self.voice_settings.to_dict()

        webhook_url: None | str | Unset
        if isinstance(self.webhook_url, Unset):
            webhook_url = UNSET
        else:
            webhook_url = self.webhook_url


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "from_number": from_number,
            "to_number": to_number,
        })
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if inquiry_type is not UNSET:
            field_dict["inquiry_type"] = inquiry_type
        if max_duration_s is not UNSET:
            field_dict["max_duration_s"] = max_duration_s
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if remove_pii is not UNSET:
            field_dict["remove_pii"] = remove_pii
        if voice_id is not UNSET:
            field_dict["voice_id"] = voice_id
        if voice_settings is not UNSET:
            field_dict["voice_settings"] = voice_settings
        if webhook_url is not UNSET:
            field_dict["webhook_url"] = webhook_url

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_call_metadata import NewCallMetadata # noqa: PLC0415
        from ..models.voice_settings_shape import VoiceSettingsShape # noqa: PLC0415
        d = dict(src_dict)
        from_number = d.pop("from_number")

        to_number = d.pop("to_number")

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


        max_duration_s = d.pop("max_duration_s", UNSET)

        _metadata = d.pop("metadata", UNSET)
        metadata: NewCallMetadata | Unset
        if isinstance(_metadata,  Unset):
            metadata = UNSET
        else:
            metadata = NewCallMetadata.from_dict(_metadata)




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




        def _parse_webhook_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        webhook_url = _parse_webhook_url(d.pop("webhook_url", UNSET))


        new_call = cls(
            from_number=from_number,
            to_number=to_number,
            disclosures=disclosures,
            inquiry_type=inquiry_type,
            max_duration_s=max_duration_s,
            metadata=metadata,
            remove_pii=remove_pii,
            voice_id=voice_id,
            voice_settings=voice_settings,
            webhook_url=webhook_url,
        )

        return new_call

