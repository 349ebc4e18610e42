from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.happening_detail import HappeningDetail





T = TypeVar("T", bound="Happening")



@_attrs_define
class Happening:
    """ One line of the timeline.

        Attributes:
            at (datetime.datetime):
            detail (HappeningDetail):
            key (str):
            kind (str):
     """

    at: datetime.datetime
    detail: HappeningDetail
    key: str
    kind: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.happening_detail import HappeningDetail # noqa: PLC0415
        at = self.at.isoformat()

        detail = self.detail.to_dict()

        key = self.key

        kind = self.kind


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "at": at,
            "detail": detail,
            "key": key,
            "kind": kind,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.happening_detail import HappeningDetail # noqa: PLC0415
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))




        detail = HappeningDetail.from_dict(d.pop("detail"))




        key = d.pop("key")

        kind = d.pop("kind")

        happening = cls(
            at=at,
            detail=detail,
            key=key,
            kind=kind,
        )


        happening.additional_properties = d
        return happening

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
