from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.number_finding_shape_about import NumberFindingShapeAbout
from ..models.number_finding_shape_state import NumberFindingShapeState
from typing import cast






T = TypeVar("T", bound="NumberFindingShape")



@_attrs_define
class NumberFindingShape:
    """ `unknown`: the vendor could not be asked, and `says` why. `how`: what a person does about it.

        Attributes:
            about (NumberFindingShapeAbout):
            how (None | str):
            says (str):
            state (NumberFindingShapeState):
     """

    about: NumberFindingShapeAbout
    how: None | str
    says: str
    state: NumberFindingShapeState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        about = self.about.value

        how: None | str
        how = self.how

        says = self.says

        state = self.state.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "about": about,
            "how": how,
            "says": says,
            "state": state,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        about = NumberFindingShapeAbout(d.pop("about"))




        def _parse_how(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        how = _parse_how(d.pop("how"))


        says = d.pop("says")

        state = NumberFindingShapeState(d.pop("state"))




        number_finding_shape = cls(
            about=about,
            how=how,
            says=says,
            state=state,
        )


        number_finding_shape.additional_properties = d
        return number_finding_shape

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
