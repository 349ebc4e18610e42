from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.carrier_speech_shape_transcription_provider import CarrierSpeechShapeTranscriptionProvider
from ..models.carrier_speech_shape_tts_provider import CarrierSpeechShapeTtsProvider
from ..models.interruptible import Interruptible
from ..types import UNSET, Unset






T = TypeVar("T", bound="CarrierSpeechShape")



@_attrs_define
class CarrierSpeechShape:
    """ Voice, language and interruption in mode `converse`. An omitted setting is the carrier's own.

        Attributes:
            hints (str | Unset):  Default: ''.
            interruptible (Interruptible | Unset): Whether the caller can cut the agent short.
            language (str | Unset):  Default: ''.
            transcription_provider (CarrierSpeechShapeTranscriptionProvider | Unset):  Default:
                CarrierSpeechShapeTranscriptionProvider.VALUE_0.
            tts_provider (CarrierSpeechShapeTtsProvider | Unset):  Default: CarrierSpeechShapeTtsProvider.VALUE_0.
            voice (str | Unset):  Default: ''.
     """

    hints: str | Unset = ''
    interruptible: Interruptible | Unset = UNSET
    language: str | Unset = ''
    transcription_provider: CarrierSpeechShapeTranscriptionProvider | Unset = CarrierSpeechShapeTranscriptionProvider.VALUE_0
    tts_provider: CarrierSpeechShapeTtsProvider | Unset = CarrierSpeechShapeTtsProvider.VALUE_0
    voice: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        hints = self.hints

        interruptible: str | Unset = UNSET
        if not isinstance(self.interruptible, Unset):
            interruptible = self.interruptible.value


        language = self.language

        transcription_provider: str | Unset = UNSET
        if not isinstance(self.transcription_provider, Unset):
            transcription_provider = self.transcription_provider.value


        tts_provider: str | Unset = UNSET
        if not isinstance(self.tts_provider, Unset):
            tts_provider = self.tts_provider.value


        voice = self.voice


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if hints is not UNSET:
            field_dict["hints"] = hints
        if interruptible is not UNSET:
            field_dict["interruptible"] = interruptible
        if language is not UNSET:
            field_dict["language"] = language
        if transcription_provider is not UNSET:
            field_dict["transcription_provider"] = transcription_provider
        if tts_provider is not UNSET:
            field_dict["tts_provider"] = tts_provider
        if voice is not UNSET:
            field_dict["voice"] = voice

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        hints = d.pop("hints", UNSET)

        _interruptible = d.pop("interruptible", UNSET)
        interruptible: Interruptible | Unset
        if isinstance(_interruptible,  Unset):
            interruptible = UNSET
        else:
            interruptible = Interruptible(_interruptible)




        language = d.pop("language", UNSET)

        _transcription_provider = d.pop("transcription_provider", UNSET)
        transcription_provider: CarrierSpeechShapeTranscriptionProvider | Unset
        if isinstance(_transcription_provider,  Unset):
            transcription_provider = UNSET
        else:
            transcription_provider = CarrierSpeechShapeTranscriptionProvider(_transcription_provider)




        _tts_provider = d.pop("tts_provider", UNSET)
        tts_provider: CarrierSpeechShapeTtsProvider | Unset
        if isinstance(_tts_provider,  Unset):
            tts_provider = UNSET
        else:
            tts_provider = CarrierSpeechShapeTtsProvider(_tts_provider)




        voice = d.pop("voice", UNSET)

        carrier_speech_shape = cls(
            hints=hints,
            interruptible=interruptible,
            language=language,
            transcription_provider=transcription_provider,
            tts_provider=tts_provider,
            voice=voice,
        )

        return carrier_speech_shape

