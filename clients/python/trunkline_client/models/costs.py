from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.cost_of_day import CostOfDay
  from ..models.costs_by_part import CostsByPart





T = TypeVar("T", bound="Costs")



@_attrs_define
class Costs:
    """ 
        Attributes:
            by_part (CostsByPart):
            calls (int):
            calls_unknown (int):
            days (list[CostOfDay]):
            first_day (datetime.date):
            known_usd (float):
            last_day (datetime.date):
            monthly_budget_usd (float | None):
     """

    by_part: CostsByPart
    calls: int
    calls_unknown: int
    days: list[CostOfDay]
    first_day: datetime.date
    known_usd: float
    last_day: datetime.date
    monthly_budget_usd: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.cost_of_day import CostOfDay # noqa: PLC0415
        from ..models.costs_by_part import CostsByPart # noqa: PLC0415
        by_part = self.by_part.to_dict()

        calls = self.calls

        calls_unknown = self.calls_unknown

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)



        first_day = self.first_day.isoformat()

        known_usd = self.known_usd

        last_day = self.last_day.isoformat()

        monthly_budget_usd: float | None
        monthly_budget_usd = self.monthly_budget_usd


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "by_part": by_part,
            "calls": calls,
            "calls_unknown": calls_unknown,
            "days": days,
            "first_day": first_day,
            "known_usd": known_usd,
            "last_day": last_day,
            "monthly_budget_usd": monthly_budget_usd,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cost_of_day import CostOfDay # noqa: PLC0415
        from ..models.costs_by_part import CostsByPart # noqa: PLC0415
        d = dict(src_dict)
        by_part = CostsByPart.from_dict(d.pop("by_part"))




        calls = d.pop("calls")

        calls_unknown = d.pop("calls_unknown")

        days = []
        _days = d.pop("days")
        for days_item_data in (_days):
            days_item = CostOfDay.from_dict(days_item_data)



            days.append(days_item)


        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        known_usd = d.pop("known_usd")

        last_day = datetime.date.fromisoformat(d.pop("last_day"))




        def _parse_monthly_budget_usd(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        monthly_budget_usd = _parse_monthly_budget_usd(d.pop("monthly_budget_usd"))


        costs = cls(
            by_part=by_part,
            calls=calls,
            calls_unknown=calls_unknown,
            days=days,
            first_day=first_day,
            known_usd=known_usd,
            last_day=last_day,
            monthly_budget_usd=monthly_budget_usd,
        )


        costs.additional_properties = d
        return costs

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
