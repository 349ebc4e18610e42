from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.cost_of_day_by_part import CostOfDayByPart





T = TypeVar("T", bound="CostOfDay")



@_attrs_define
class CostOfDay:
    """ 
        Attributes:
            agent_id (None | str):
            by_part (CostOfDayByPart):
            calls (int):
            calls_unknown (int):
            campaign_id (None | str):
            day (datetime.date):
            known_usd (float):
     """

    agent_id: None | str
    by_part: CostOfDayByPart
    calls: int
    calls_unknown: int
    campaign_id: None | str
    day: datetime.date
    known_usd: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.cost_of_day_by_part import CostOfDayByPart # noqa: PLC0415
        agent_id: None | str
        agent_id = self.agent_id

        by_part = self.by_part.to_dict()

        calls = self.calls

        calls_unknown = self.calls_unknown

        campaign_id: None | str
        campaign_id = self.campaign_id

        day = self.day.isoformat()

        known_usd = self.known_usd


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "by_part": by_part,
            "calls": calls,
            "calls_unknown": calls_unknown,
            "campaign_id": campaign_id,
            "day": day,
            "known_usd": known_usd,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.cost_of_day_by_part import CostOfDayByPart # noqa: PLC0415
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        by_part = CostOfDayByPart.from_dict(d.pop("by_part"))




        calls = d.pop("calls")

        calls_unknown = d.pop("calls_unknown")

        def _parse_campaign_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id"))


        day = datetime.date.fromisoformat(d.pop("day"))




        known_usd = d.pop("known_usd")

        cost_of_day = cls(
            agent_id=agent_id,
            by_part=by_part,
            calls=calls,
            calls_unknown=calls_unknown,
            campaign_id=campaign_id,
            day=day,
            known_usd=known_usd,
        )


        cost_of_day.additional_properties = d
        return cost_of_day

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
