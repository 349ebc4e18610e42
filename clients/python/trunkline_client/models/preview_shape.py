from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.preview_shape_status import PreviewShapeStatus
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.preview_shape_skipped import PreviewShapeSkipped





T = TypeVar("T", bound="PreviewShape")



@_attrs_define
class PreviewShape:
    """ `status` is `working` until the whole list is checked. Times and price assume that the first call reaches every
    contact and lasts as long as stated.

        Attributes:
            status (PreviewShapeStatus):
            assumed_minutes_per_call (float | None | Unset):
            contacts (int | Unset):  Default: 0.
            estimated_usd (None | str | Unset):
            first_call_at (None | str | Unset):
            last_call_at (None | str | Unset):
            made_at (None | str | Unset):
            skipped (PreviewShapeSkipped | Unset):
            will_dial (int | Unset):  Default: 0.
     """

    status: PreviewShapeStatus
    assumed_minutes_per_call: float | None | Unset = UNSET
    contacts: int | Unset = 0
    estimated_usd: None | str | Unset = UNSET
    first_call_at: None | str | Unset = UNSET
    last_call_at: None | str | Unset = UNSET
    made_at: None | str | Unset = UNSET
    skipped: PreviewShapeSkipped | Unset = UNSET
    will_dial: int | Unset = 0
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.preview_shape_skipped import PreviewShapeSkipped # noqa: PLC0415
        status = self.status.value

        assumed_minutes_per_call: float | None | Unset
        if isinstance(self.assumed_minutes_per_call, Unset):
            assumed_minutes_per_call = UNSET
        else:
            assumed_minutes_per_call = self.assumed_minutes_per_call

        contacts = self.contacts

        estimated_usd: None | str | Unset
        if isinstance(self.estimated_usd, Unset):
            estimated_usd = UNSET
        else:
            estimated_usd = self.estimated_usd

        first_call_at: None | str | Unset
        if isinstance(self.first_call_at, Unset):
            first_call_at = UNSET
        else:
            first_call_at = self.first_call_at

        last_call_at: None | str | Unset
        if isinstance(self.last_call_at, Unset):
            last_call_at = UNSET
        else:
            last_call_at = self.last_call_at

        made_at: None | str | Unset
        if isinstance(self.made_at, Unset):
            made_at = UNSET
        else:
            made_at = self.made_at

        skipped: dict[str, Any] | Unset = UNSET
        if not isinstance(self.skipped, Unset):
            skipped = self.skipped.to_dict()

        will_dial = self.will_dial


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "status": status,
        })
        if assumed_minutes_per_call is not UNSET:
            field_dict["assumed_minutes_per_call"] = assumed_minutes_per_call
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if estimated_usd is not UNSET:
            field_dict["estimated_usd"] = estimated_usd
        if first_call_at is not UNSET:
            field_dict["first_call_at"] = first_call_at
        if last_call_at is not UNSET:
            field_dict["last_call_at"] = last_call_at
        if made_at is not UNSET:
            field_dict["made_at"] = made_at
        if skipped is not UNSET:
            field_dict["skipped"] = skipped
        if will_dial is not UNSET:
            field_dict["will_dial"] = will_dial

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.preview_shape_skipped import PreviewShapeSkipped # noqa: PLC0415
        d = dict(src_dict)
        status = PreviewShapeStatus(d.pop("status"))




        def _parse_assumed_minutes_per_call(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        assumed_minutes_per_call = _parse_assumed_minutes_per_call(d.pop("assumed_minutes_per_call", UNSET))


        contacts = d.pop("contacts", UNSET)

        def _parse_estimated_usd(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        estimated_usd = _parse_estimated_usd(d.pop("estimated_usd", UNSET))


        def _parse_first_call_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        first_call_at = _parse_first_call_at(d.pop("first_call_at", UNSET))


        def _parse_last_call_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_call_at = _parse_last_call_at(d.pop("last_call_at", UNSET))


        def _parse_made_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        made_at = _parse_made_at(d.pop("made_at", UNSET))


        _skipped = d.pop("skipped", UNSET)
        skipped: PreviewShapeSkipped | Unset
        if isinstance(_skipped,  Unset):
            skipped = UNSET
        else:
            skipped = PreviewShapeSkipped.from_dict(_skipped)




        will_dial = d.pop("will_dial", UNSET)

        preview_shape = cls(
            status=status,
            assumed_minutes_per_call=assumed_minutes_per_call,
            contacts=contacts,
            estimated_usd=estimated_usd,
            first_call_at=first_call_at,
            last_call_at=last_call_at,
            made_at=made_at,
            skipped=skipped,
            will_dial=will_dial,
        )


        preview_shape.additional_properties = d
        return preview_shape

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
