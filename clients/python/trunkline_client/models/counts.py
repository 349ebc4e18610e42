from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.count_of_day import CountOfDay
  from ..models.counts_by_mode import CountsByMode
  from ..models.counts_by_outcome import CountsByOutcome
  from ..models.counts_by_trouble import CountsByTrouble





T = TypeVar("T", bound="Counts")



@_attrs_define
class Counts:
    """ The sum, and each day. `is_complete` is false while a day is still being counted: ask again.

        Attributes:
            answered (int):
            by_mode (CountsByMode):
            by_outcome (CountsByOutcome):
            by_trouble (CountsByTrouble):
            calls (int):
            cost_unknown (int):
            days (list[CountOfDay]):
            first_day (datetime.date):
            is_complete (bool):
            known_usd (float):
            last_day (datetime.date):
            minutes (float):
            trouble (int):
     """

    answered: int
    by_mode: CountsByMode
    by_outcome: CountsByOutcome
    by_trouble: CountsByTrouble
    calls: int
    cost_unknown: int
    days: list[CountOfDay]
    first_day: datetime.date
    is_complete: bool
    known_usd: float
    last_day: datetime.date
    minutes: float
    trouble: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.count_of_day import CountOfDay # noqa: PLC0415
        from ..models.counts_by_mode import CountsByMode # noqa: PLC0415
        from ..models.counts_by_outcome import CountsByOutcome # noqa: PLC0415
        from ..models.counts_by_trouble import CountsByTrouble # noqa: PLC0415
        answered = self.answered

        by_mode = self.by_mode.to_dict()

        by_outcome = self.by_outcome.to_dict()

        by_trouble = self.by_trouble.to_dict()

        calls = self.calls

        cost_unknown = self.cost_unknown

        days = []
        for days_item_data in self.days:
            days_item = days_item_data.to_dict()
            days.append(days_item)



        first_day = self.first_day.isoformat()

        is_complete = self.is_complete

        known_usd = self.known_usd

        last_day = self.last_day.isoformat()

        minutes = self.minutes

        trouble = self.trouble


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "answered": answered,
            "by_mode": by_mode,
            "by_outcome": by_outcome,
            "by_trouble": by_trouble,
            "calls": calls,
            "cost_unknown": cost_unknown,
            "days": days,
            "first_day": first_day,
            "is_complete": is_complete,
            "known_usd": known_usd,
            "last_day": last_day,
            "minutes": minutes,
            "trouble": trouble,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.count_of_day import CountOfDay # noqa: PLC0415
        from ..models.counts_by_mode import CountsByMode # noqa: PLC0415
        from ..models.counts_by_outcome import CountsByOutcome # noqa: PLC0415
        from ..models.counts_by_trouble import CountsByTrouble # noqa: PLC0415
        d = dict(src_dict)
        answered = d.pop("answered")

        by_mode = CountsByMode.from_dict(d.pop("by_mode"))




        by_outcome = CountsByOutcome.from_dict(d.pop("by_outcome"))




        by_trouble = CountsByTrouble.from_dict(d.pop("by_trouble"))




        calls = d.pop("calls")

        cost_unknown = d.pop("cost_unknown")

        days = []
        _days = d.pop("days")
        for days_item_data in (_days):
            days_item = CountOfDay.from_dict(days_item_data)



            days.append(days_item)


        first_day = datetime.date.fromisoformat(d.pop("first_day"))




        is_complete = d.pop("is_complete")

        known_usd = d.pop("known_usd")

        last_day = datetime.date.fromisoformat(d.pop("last_day"))




        minutes = d.pop("minutes")

        trouble = d.pop("trouble")

        counts = cls(
            answered=answered,
            by_mode=by_mode,
            by_outcome=by_outcome,
            by_trouble=by_trouble,
            calls=calls,
            cost_unknown=cost_unknown,
            days=days,
            first_day=first_day,
            is_complete=is_complete,
            known_usd=known_usd,
            last_day=last_day,
            minutes=minutes,
            trouble=trouble,
        )


        counts.additional_properties = d
        return counts

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
