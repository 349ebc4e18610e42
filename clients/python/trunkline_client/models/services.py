from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.services_elevenlabs import ServicesElevenlabs
from ..models.services_twilio import ServicesTwilio
from ..models.services_voiceanalysis import ServicesVoiceanalysis






T = TypeVar("T", bound="Services")



@_attrs_define
class Services:
    """ `connected` and `ready` say that a key is configured: no vendor is asked. `off`: a stage without patients.

        Attributes:
            eleven_labs (ServicesElevenlabs):
            twilio (ServicesTwilio):
            voice_analysis (ServicesVoiceanalysis):
     """

    eleven_labs: ServicesElevenlabs
    twilio: ServicesTwilio
    voice_analysis: ServicesVoiceanalysis
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        eleven_labs = self.eleven_labs.value

        twilio = self.twilio.value

        voice_analysis = self.voice_analysis.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "elevenLabs": eleven_labs,
            "twilio": twilio,
            "voiceAnalysis": voice_analysis,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        eleven_labs = ServicesElevenlabs(d.pop("elevenLabs"))




        twilio = ServicesTwilio(d.pop("twilio"))




        voice_analysis = ServicesVoiceanalysis(d.pop("voiceAnalysis"))




        services = cls(
            eleven_labs=eleven_labs,
            twilio=twilio,
            voice_analysis=voice_analysis,
        )


        services.additional_properties = d
        return services

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
