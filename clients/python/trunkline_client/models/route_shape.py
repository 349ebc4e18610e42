from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.mode import Mode
from typing import cast

if TYPE_CHECKING:
  from ..models.route_details import RouteDetails





T = TypeVar("T", bound="RouteShape")



@_attrs_define
class RouteShape:
    """ A route as it is on file.

        Attributes:
            details (RouteDetails): A route's settings beside its number and mode. An omitted setting has the default.
            mode (Mode): The mode in which a number answers calls.
            number (str):
     """

    details: RouteDetails
    mode: Mode
    number: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.route_details import RouteDetails # noqa: PLC0415
        details = self.details.to_dict()

        mode = self.mode.value

        number = self.number


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "details": details,
            "mode": mode,
            "number": number,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.route_details import RouteDetails # noqa: PLC0415
        d = dict(src_dict)
        details = RouteDetails.from_dict(d.pop("details"))




        mode = Mode(d.pop("mode"))




        number = d.pop("number")

        route_shape = cls(
            details=details,
            mode=mode,
            number=number,
        )


        route_shape.additional_properties = d
        return route_shape

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
