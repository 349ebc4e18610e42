from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.call_search_outcome_type_0 import CallSearchOutcomeType0
from ..models.mode import Mode
from ..types import UNSET, Unset
from typing import cast
import datetime






T = TypeVar("T", bound="CallSearch")



@_attrs_define
class CallSearch:
    """ 
        Attributes:
            agent_id (None | str | Unset):
            campaign_id (None | str | Unset):
            cursor (None | str | Unset):
            day (datetime.date | None | Unset): The day on which the call began, in UTC
            live (bool | None | Unset): true: calls of the last five hours that are not over
            mode (Mode | None | Unset):
            number (None | str | Unset): How the number of either side begins, in E.164
            outcome (CallSearchOutcomeType0 | None | Unset): As the voice provider judged the conversation
            page_size (int | Unset):  Default: 30.
            route (None | str | Unset): The number of your company that the call took
            started_after (int | None | Unset): Unix seconds, included
            started_before (int | None | Unset): Unix seconds, included
            trouble (bool | None | Unset): true: only calls in which something went wrong
     """

    agent_id: None | str | Unset = UNSET
    campaign_id: None | str | Unset = UNSET
    cursor: None | str | Unset = UNSET
    day: datetime.date | None | Unset = UNSET
    live: bool | None | Unset = UNSET
    mode: Mode | None | Unset = UNSET
    number: None | str | Unset = UNSET
    outcome: CallSearchOutcomeType0 | None | Unset = UNSET
    page_size: int | Unset = 30
    route: None | str | Unset = UNSET
    started_after: int | None | Unset = UNSET
    started_before: int | None | Unset = UNSET
    trouble: bool | None | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        campaign_id: None | str | Unset
        if isinstance(self.campaign_id, Unset):
            campaign_id = UNSET
        else:
            campaign_id = self.campaign_id

        cursor: None | str | Unset
        if isinstance(self.cursor, Unset):
            cursor = UNSET
        else:
            cursor = self.cursor

        day: None | str | Unset
        if isinstance(self.day, Unset):
            day = UNSET
        elif isinstance(self.day, datetime.date):
            day = self.day.isoformat()
        else:
            day = self.day

        live: bool | None | Unset
        if isinstance(self.live, Unset):
            live = UNSET
        else:
            live = self.live

        mode: None | str | Unset
        if isinstance(self.mode, Unset):
            mode = UNSET
        elif isinstance(self.mode, Mode):
            mode = self.mode.value
        else:
            mode = self.mode

        number: None | str | Unset
        if isinstance(self.number, Unset):
            number = UNSET
        else:
            number = self.number

        outcome: None | str | Unset
        if isinstance(self.outcome, Unset):
            outcome = UNSET
        elif isinstance(self.outcome, CallSearchOutcomeType0):
            outcome = self.outcome.value
        else:
            outcome = self.outcome

        page_size = self.page_size

        route: None | str | Unset
        if isinstance(self.route, Unset):
            route = UNSET
        else:
            route = self.route

        started_after: int | None | Unset
        if isinstance(self.started_after, Unset):
            started_after = UNSET
        else:
            started_after = self.started_after

        started_before: int | None | Unset
        if isinstance(self.started_before, Unset):
            started_before = UNSET
        else:
            started_before = self.started_before

        trouble: bool | None | Unset
        if isinstance(self.trouble, Unset):
            trouble = UNSET
        else:
            trouble = self.trouble


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if campaign_id is not UNSET:
            field_dict["campaign_id"] = campaign_id
        if cursor is not UNSET:
            field_dict["cursor"] = cursor
        if day is not UNSET:
            field_dict["day"] = day
        if live is not UNSET:
            field_dict["live"] = live
        if mode is not UNSET:
            field_dict["mode"] = mode
        if number is not UNSET:
            field_dict["number"] = number
        if outcome is not UNSET:
            field_dict["outcome"] = outcome
        if page_size is not UNSET:
            field_dict["page_size"] = page_size
        if route is not UNSET:
            field_dict["route"] = route
        if started_after is not UNSET:
            field_dict["started_after"] = started_after
        if started_before is not UNSET:
            field_dict["started_before"] = started_before
        if trouble is not UNSET:
            field_dict["trouble"] = trouble

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_campaign_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id", UNSET))


        def _parse_cursor(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cursor = _parse_cursor(d.pop("cursor", UNSET))


        def _parse_day(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                day_type_0 = datetime.date.fromisoformat(data)



                return day_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        day = _parse_day(d.pop("day", UNSET))


        def _parse_live(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        live = _parse_live(d.pop("live", UNSET))


        def _parse_mode(data: object) -> Mode | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                mode_type_0 = Mode(data)



                return mode_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Mode | None | Unset, data)

        mode = _parse_mode(d.pop("mode", UNSET))


        def _parse_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number = _parse_number(d.pop("number", UNSET))


        def _parse_outcome(data: object) -> CallSearchOutcomeType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_0 = CallSearchOutcomeType0(data)



                return outcome_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallSearchOutcomeType0 | None | Unset, data)

        outcome = _parse_outcome(d.pop("outcome", UNSET))


        page_size = d.pop("page_size", UNSET)

        def _parse_route(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        route = _parse_route(d.pop("route", UNSET))


        def _parse_started_after(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        started_after = _parse_started_after(d.pop("started_after", UNSET))


        def _parse_started_before(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        started_before = _parse_started_before(d.pop("started_before", UNSET))


        def _parse_trouble(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        trouble = _parse_trouble(d.pop("trouble", UNSET))


        call_search = cls(
            agent_id=agent_id,
            campaign_id=campaign_id,
            cursor=cursor,
            day=day,
            live=live,
            mode=mode,
            number=number,
            outcome=outcome,
            page_size=page_size,
            route=route,
            started_after=started_after,
            started_before=started_before,
            trouble=trouble,
        )

        return call_search

