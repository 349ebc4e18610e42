from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="TextToStream")



@_attrs_define
class TextToStream:
    """ 
        Attributes:
            text (str):
            inquiry_type (None | str | Unset):
            pauses (bool | Unset):  Default: False.
            remove_pii (bool | Unset): Take numbers, spoken digits and e-mail addresses out of texts before synthesis
                Default: False.
     """

    text: str
    inquiry_type: None | str | Unset = UNSET
    pauses: bool | Unset = False
    remove_pii: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        text = self.text

        inquiry_type: None | str | Unset
        if isinstance(self.inquiry_type, Unset):
            inquiry_type = UNSET
        else:
            inquiry_type = self.inquiry_type

        pauses = self.pauses

        remove_pii = self.remove_pii


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "text": text,
        })
        if inquiry_type is not UNSET:
            field_dict["inquiry_type"] = inquiry_type
        if pauses is not UNSET:
            field_dict["pauses"] = pauses
        if remove_pii is not UNSET:
            field_dict["remove_pii"] = remove_pii

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        def _parse_inquiry_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        inquiry_type = _parse_inquiry_type(d.pop("inquiry_type", UNSET))


        pauses = d.pop("pauses", UNSET)

        remove_pii = d.pop("remove_pii", UNSET)

        text_to_stream = cls(
            text=text,
            inquiry_type=inquiry_type,
            pauses=pauses,
            remove_pii=remove_pii,
        )

        return text_to_stream

