from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.suppression_shape_reach import SuppressionShapeReach






T = TypeVar("T", bound="SuppressionShape")



@_attrs_define
class SuppressionShape:
    """ `suppression_id` stands for the number in events and in addresses.

        Attributes:
            at (str):
            number (str):
            reach (SuppressionShapeReach):
            source (str):
            suppression_id (str):
     """

    at: str
    number: str
    reach: SuppressionShapeReach
    source: str
    suppression_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        at = self.at

        number = self.number

        reach = self.reach.value

        source = self.source

        suppression_id = self.suppression_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "at": at,
            "number": number,
            "reach": reach,
            "source": source,
            "suppression_id": suppression_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        number = d.pop("number")

        reach = SuppressionShapeReach(d.pop("reach"))




        source = d.pop("source")

        suppression_id = d.pop("suppression_id")

        suppression_shape = cls(
            at=at,
            number=number,
            reach=reach,
            source=source,
            suppression_id=suppression_id,
        )


        suppression_shape.additional_properties = d
        return suppression_shape

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
