from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="DisclosuresShape")



@_attrs_define
class DisclosuresShape:
    """ What the carrier says before anything is recorded: that a machine speaks (`ai`), that the call is recorded
    (`recording`). `required`: without them no call is connected, and no update drops them.

        Attributes:
            ai (str | Unset):  Default: ''.
            recording (str | Unset):  Default: ''.
            required (bool | Unset):  Default: False.
     """

    ai: str | Unset = ''
    recording: str | Unset = ''
    required: bool | Unset = False





    def to_dict(self) -> dict[str, Any]:
        ai = self.ai

        recording = self.recording

        required = self.required


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if ai is not UNSET:
            field_dict["ai"] = ai
        if recording is not UNSET:
            field_dict["recording"] = recording
        if required is not UNSET:
            field_dict["required"] = required

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ai = d.pop("ai", UNSET)

        recording = d.pop("recording", UNSET)

        required = d.pop("required", UNSET)

        disclosures_shape = cls(
            ai=ai,
            recording=recording,
            required=required,
        )

        return disclosures_shape

