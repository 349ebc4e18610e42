from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.new_check_in_body_answers_type_0 import NewCheckInBodyAnswersType0
  from ..models.voice_body import VoiceBody
  from ..models.weight_body import WeightBody





T = TypeVar("T", bound="NewCheckInBody")



@_attrs_define
class NewCheckInBody:
    """ What a call brought, or a part of it: answers and voice report may come in any order, each counts once.

        Attributes:
            at (datetime.datetime):
            call_id (str):
            number (str):
            answers (NewCheckInBodyAnswersType0 | None | Unset):
            voice (None | Unset | VoiceBody):
            weight (None | Unset | WeightBody):
     """

    at: datetime.datetime
    call_id: str
    number: str
    answers: NewCheckInBodyAnswersType0 | None | Unset = UNSET
    voice: None | Unset | VoiceBody = UNSET
    weight: None | Unset | WeightBody = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.new_check_in_body_answers_type_0 import NewCheckInBodyAnswersType0 # noqa: PLC0415
        from ..models.voice_body import VoiceBody # noqa: PLC0415
        from ..models.weight_body import WeightBody # noqa: PLC0415
        at = self.at.isoformat()

        call_id = self.call_id

        number = self.number

        answers: dict[str, Any] | None | Unset
        if isinstance(self.answers, Unset):
            answers = UNSET
        elif isinstance(self.answers, NewCheckInBodyAnswersType0):
            answers = self.answers.to_dict()
        else:
            answers = self.answers

        voice: dict[str, Any] | None | Unset
        if isinstance(self.voice, Unset):
            voice = UNSET
        elif isinstance(self.voice, VoiceBody):
            voice = self.voice.to_dict()
        else:
            voice = self.voice

        weight: dict[str, Any] | None | Unset
        if isinstance(self.weight, Unset):
            weight = UNSET
        elif isinstance(self.weight, WeightBody):
            weight = self.weight.to_dict()
        else:
            weight = self.weight


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "at": at,
            "call_id": call_id,
            "number": number,
        })
        if answers is not UNSET:
            field_dict["answers"] = answers
        if voice is not UNSET:
            field_dict["voice"] = voice
        if weight is not UNSET:
            field_dict["weight"] = weight

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.new_check_in_body_answers_type_0 import NewCheckInBodyAnswersType0 # noqa: PLC0415
        from ..models.voice_body import VoiceBody # noqa: PLC0415
        from ..models.weight_body import WeightBody # noqa: PLC0415
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))




        call_id = d.pop("call_id")

        number = d.pop("number")

        def _parse_answers(data: object) -> NewCheckInBodyAnswersType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answers_type_0 = NewCheckInBodyAnswersType0.from_dict(data)



                return answers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewCheckInBodyAnswersType0 | None | Unset, data)

        answers = _parse_answers(d.pop("answers", UNSET))


        def _parse_voice(data: object) -> None | Unset | VoiceBody:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                voice_type_0 = VoiceBody.from_dict(data)



                return voice_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoiceBody, data)

        voice = _parse_voice(d.pop("voice", UNSET))


        def _parse_weight(data: object) -> None | Unset | WeightBody:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                weight_type_0 = WeightBody.from_dict(data)



                return weight_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WeightBody, data)

        weight = _parse_weight(d.pop("weight", UNSET))


        new_check_in_body = cls(
            at=at,
            call_id=call_id,
            number=number,
            answers=answers,
            voice=voice,
            weight=weight,
        )

        return new_check_in_body

