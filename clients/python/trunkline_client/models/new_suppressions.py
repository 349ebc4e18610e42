from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewSuppressions")



@_attrs_define
class NewSuppressions:
    """ With a `campaign_id` they count for that campaign, else for every campaign of yours. `source`: who asked.

        Attributes:
            numbers (list[str]):
            campaign_id (None | str | Unset):
            source (str | Unset):  Default: 'api'.
     """

    numbers: list[str]
    campaign_id: None | str | Unset = UNSET
    source: str | Unset = 'api'





    def to_dict(self) -> dict[str, Any]:
        numbers = self.numbers



        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

        source = self.source


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "numbers": numbers,
        })
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        numbers = cast(list[str], d.pop("numbers"))


        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))


        source = d.pop("source", UNSET)

        new_suppressions = cls(
            numbers=numbers,
            campaign_id=campaign_id,
            source=source,
        )

        return new_suppressions

