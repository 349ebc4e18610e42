from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.profiles_shape_by_inquiry import ProfilesShapeByInquiry
  from ..models.voice_of_route import VoiceOfRoute





T = TypeVar("T", bound="ProfilesShape")



@_attrs_define
class ProfilesShape:
    """ `by_inquiry` names a voice for a kind of inquiry, such as `support` or `sales`.

        Attributes:
            by_inquiry (ProfilesShapeByInquiry | Unset):
            fallback (None | Unset | VoiceOfRoute):
            keep_no_record (bool | Unset):  Default: False.
            remove_pii (bool | Unset): Take numbers, spoken digits and e-mail addresses out of texts before synthesis
                Default: False.
            usual (None | Unset | VoiceOfRoute):
     """

    by_inquiry: ProfilesShapeByInquiry | Unset = UNSET
    fallback: None | Unset | VoiceOfRoute = UNSET
    keep_no_record: bool | Unset = False
    remove_pii: bool | Unset = False
    usual: None | Unset | VoiceOfRoute = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.profiles_shape_by_inquiry import ProfilesShapeByInquiry # noqa: PLC0415
        from ..models.voice_of_route import VoiceOfRoute # noqa: PLC0415
        by_inquiry: dict[str, Any] | Unset = UNSET
        if not isinstance(self.by_inquiry, Unset):
            by_inquiry = self.by_inquiry.to_dict()

        fallback: dict[str, Any] | None | Unset
        if isinstance(self.fallback, Unset):
            fallback = UNSET
        elif isinstance(self.fallback, VoiceOfRoute):
            fallback = self.fallback.to_dict()
        else:
            fallback = self.fallback

        keep_no_record = self.keep_no_record

        remove_pii = self.remove_pii

        usual: dict[str, Any] | None | Unset
        if isinstance(self.usual, Unset):
            usual = UNSET
        elif isinstance(self.usual, VoiceOfRoute):
            usual = self.usual.to_dict()
        else:
            usual = self.usual


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if by_inquiry is not UNSET:
            field_dict["by_inquiry"] = by_inquiry
        if fallback is not UNSET:
            field_dict["fallback"] = fallback
        if keep_no_record is not UNSET:
            field_dict["keep_no_record"] = keep_no_record
        if remove_pii is not UNSET:
            field_dict["remove_pii"] = remove_pii
        if usual is not UNSET:
            field_dict["usual"] = usual

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.profiles_shape_by_inquiry import ProfilesShapeByInquiry # noqa: PLC0415
        from ..models.voice_of_route import VoiceOfRoute # noqa: PLC0415
        d = dict(src_dict)
        _by_inquiry = d.pop("by_inquiry", UNSET)
        by_inquiry: ProfilesShapeByInquiry | Unset
        if isinstance(_by_inquiry,  Unset):
            by_inquiry = UNSET
        else:
            by_inquiry = ProfilesShapeByInquiry.from_dict(_by_inquiry)




        def _parse_fallback(data: object) -> None | Unset | VoiceOfRoute:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                fallback_type_0 = VoiceOfRoute.from_dict(data)



                return fallback_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoiceOfRoute, data)

        fallback = _parse_fallback(d.pop("fallback", UNSET))


        keep_no_record = d.pop("keep_no_record", UNSET)

        remove_pii = d.pop("remove_pii", UNSET)

        def _parse_usual(data: object) -> None | Unset | VoiceOfRoute:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                usual_type_0 = VoiceOfRoute.from_dict(data)



                return usual_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoiceOfRoute, data)

        usual = _parse_usual(d.pop("usual", UNSET))


        profiles_shape = cls(
            by_inquiry=by_inquiry,
            fallback=fallback,
            keep_no_record=keep_no_record,
            remove_pii=remove_pii,
            usual=usual,
        )

        return profiles_shape

