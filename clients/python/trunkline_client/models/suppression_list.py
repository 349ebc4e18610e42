from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.suppression_shape import SuppressionShape





T = TypeVar("T", bound="SuppressionList")



@_attrs_define
class SuppressionList:
    """ At most a thousand; `has_more` says that there are others.

        Attributes:
            has_more (bool):
            suppressions (list[SuppressionShape]):
     """

    has_more: bool
    suppressions: list[SuppressionShape]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.suppression_shape import SuppressionShape # noqa: PLC0415
        has_more = self.has_more

        suppressions = []
        for suppressions_item_data in self.suppressions:
            suppressions_item = suppressions_item_data.to_dict()
            suppressions.append(suppressions_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "has_more": has_more,
            "suppressions": suppressions,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suppression_shape import SuppressionShape # noqa: PLC0415
        d = dict(src_dict)
        has_more = d.pop("has_more")

        suppressions = []
        _suppressions = d.pop("suppressions")
        for suppressions_item_data in (_suppressions):
            suppressions_item = SuppressionShape.from_dict(suppressions_item_data)



            suppressions.append(suppressions_item)


        suppression_list = cls(
            has_more=has_more,
            suppressions=suppressions,
        )


        suppression_list.additional_properties = d
        return suppression_list

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
