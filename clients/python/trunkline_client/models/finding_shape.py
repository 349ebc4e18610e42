from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.baseline_shape import BaselineShape





T = TypeVar("T", bound="FindingShape")



@_attrs_define
class FindingShape:
    """ 
        Attributes:
            baseline (BaselineShape | None):
            cap (int):
            item (str):
            points (float):
            rule_id (str):
            source (str):
            value (float | None | str):
     """

    baseline: BaselineShape | None
    cap: int
    item: str
    points: float
    rule_id: str
    source: str
    value: float | None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.baseline_shape import BaselineShape # noqa: PLC0415
        baseline: dict[str, Any] | None
        if isinstance(self.baseline, BaselineShape):
            baseline = self.baseline.to_dict()
        else:
            baseline = self.baseline

        cap = self.cap

        item = self.item

        points = self.points

        rule_id = self.rule_id

        source = self.source

        value: float | None | str
        value = self.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "baseline": baseline,
            "cap": cap,
            "item": item,
            "points": points,
            "rule_id": rule_id,
            "source": source,
            "value": value,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.baseline_shape import BaselineShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_baseline(data: object) -> BaselineShape | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                baseline_type_0 = BaselineShape.from_dict(data)



                return baseline_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BaselineShape | None, data)

        baseline = _parse_baseline(d.pop("baseline"))


        cap = d.pop("cap")

        item = d.pop("item")

        points = d.pop("points")

        rule_id = d.pop("rule_id")

        source = d.pop("source")

        def _parse_value(data: object) -> float | None | str:
            if data is None:
                return data
            return cast(float | None | str, data)

        value = _parse_value(d.pop("value"))


        finding_shape = cls(
            baseline=baseline,
            cap=cap,
            item=item,
            points=points,
            rule_id=rule_id,
            source=source,
            value=value,
        )


        finding_shape.additional_properties = d
        return finding_shape

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
