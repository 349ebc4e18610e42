from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.count_of_day_by_mode import CountOfDayByMode
  from ..models.count_of_day_by_outcome import CountOfDayByOutcome
  from ..models.count_of_day_by_trouble import CountOfDayByTrouble





T = TypeVar("T", bound="CountOfDay")



@_attrs_define
class CountOfDay:
    """ `counted_at` is null while the first count of the day is in progress.

        Attributes:
            answered (int):
            by_mode (CountOfDayByMode):
            by_outcome (CountOfDayByOutcome):
            by_trouble (CountOfDayByTrouble):
            calls (int):
            cost_unknown (int):
            counted_at (datetime.datetime | None):
            day (datetime.date):
            is_complete (bool):
            known_usd (float):
            minutes (float):
            trouble (int):
     """

    answered: int
    by_mode: CountOfDayByMode
    by_outcome: CountOfDayByOutcome
    by_trouble: CountOfDayByTrouble
    calls: int
    cost_unknown: int
    counted_at: datetime.datetime | None
    day: datetime.date
    is_complete: bool
    known_usd: float
    minutes: float
    trouble: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.count_of_day_by_mode import CountOfDayByMode # noqa: PLC0415
        from ..models.count_of_day_by_outcome import CountOfDayByOutcome # noqa: PLC0415
        from ..models.count_of_day_by_trouble import CountOfDayByTrouble # noqa: PLC0415
        answered = self.answered

        by_mode = self.by_mode.to_dict()

        by_outcome = self.by_outcome.to_dict()

        by_trouble = self.by_trouble.to_dict()

        calls = self.calls

        cost_unknown = self.cost_unknown

        counted_at: None | str
        if isinstance(self.counted_at, datetime.datetime):
            counted_at = self.counted_at.isoformat()
        else:
            counted_at = self.counted_at

        day = self.day.isoformat()

        is_complete = self.is_complete

        known_usd = self.known_usd

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
            "counted_at": counted_at,
            "day": day,
            "is_complete": is_complete,
            "known_usd": known_usd,
            "minutes": minutes,
            "trouble": trouble,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.count_of_day_by_mode import CountOfDayByMode # noqa: PLC0415
        from ..models.count_of_day_by_outcome import CountOfDayByOutcome # noqa: PLC0415
        from ..models.count_of_day_by_trouble import CountOfDayByTrouble # noqa: PLC0415
        d = dict(src_dict)
        answered = d.pop("answered")

        by_mode = CountOfDayByMode.from_dict(d.pop("by_mode"))




        by_outcome = CountOfDayByOutcome.from_dict(d.pop("by_outcome"))




        by_trouble = CountOfDayByTrouble.from_dict(d.pop("by_trouble"))




        calls = d.pop("calls")

        cost_unknown = d.pop("cost_unknown")

        def _parse_counted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                counted_at_type_0 = datetime.datetime.fromisoformat(data)



                return counted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        counted_at = _parse_counted_at(d.pop("counted_at"))


        day = datetime.date.fromisoformat(d.pop("day"))




        is_complete = d.pop("is_complete")

        known_usd = d.pop("known_usd")

        minutes = d.pop("minutes")

        trouble = d.pop("trouble")

        count_of_day = cls(
            answered=answered,
            by_mode=by_mode,
            by_outcome=by_outcome,
            by_trouble=by_trouble,
            calls=calls,
            cost_unknown=cost_unknown,
            counted_at=counted_at,
            day=day,
            is_complete=is_complete,
            known_usd=known_usd,
            minutes=minutes,
            trouble=trouble,
        )


        count_of_day.additional_properties = d
        return count_of_day

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
