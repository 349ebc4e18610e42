from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.progress_shape_outcomes import ProgressShapeOutcomes





T = TypeVar("T", bound="ProgressShape")



@_attrs_define
class ProgressShape:
    """ 
        Attributes:
            campaign_id (str):
            contacts (int):
            contacts_per_minute (float | None):
            dialled (int):
            done (int):
            live (int):
            outcomes (ProgressShapeOutcomes):
            reason (str):
            seconds_left (int | None):
            spent_usd (None | str):
            state (str):
     """

    campaign_id: str
    contacts: int
    contacts_per_minute: float | None
    dialled: int
    done: int
    live: int
    outcomes: ProgressShapeOutcomes
    reason: str
    seconds_left: int | None
    spent_usd: None | str
    state: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.progress_shape_outcomes import ProgressShapeOutcomes # noqa: PLC0415
        campaign_id = self.campaign_id

        contacts = self.contacts

        contacts_per_minute: float | None
        contacts_per_minute = self.contacts_per_minute

        dialled = self.dialled

        done = self.done

        live = self.live

        outcomes = self.outcomes.to_dict()

        reason = self.reason

        seconds_left: int | None
        seconds_left = self.seconds_left

        spent_usd: None | str
        spent_usd = self.spent_usd

        state = self.state


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "campaign_id": campaign_id,
            "contacts": contacts,
            "contacts_per_minute": contacts_per_minute,
            "dialled": dialled,
            "done": done,
            "live": live,
            "outcomes": outcomes,
            "reason": reason,
            "seconds_left": seconds_left,
            "spent_usd": spent_usd,
            "state": state,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.progress_shape_outcomes import ProgressShapeOutcomes # noqa: PLC0415
        d = dict(src_dict)
        campaign_id = d.pop("campaign_id")

        contacts = d.pop("contacts")

        def _parse_contacts_per_minute(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        contacts_per_minute = _parse_contacts_per_minute(d.pop("contacts_per_minute"))


        dialled = d.pop("dialled")

        done = d.pop("done")

        live = d.pop("live")

        outcomes = ProgressShapeOutcomes.from_dict(d.pop("outcomes"))




        reason = d.pop("reason")

        def _parse_seconds_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seconds_left = _parse_seconds_left(d.pop("seconds_left"))


        def _parse_spent_usd(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        spent_usd = _parse_spent_usd(d.pop("spent_usd"))


        state = d.pop("state")

        progress_shape = cls(
            campaign_id=campaign_id,
            contacts=contacts,
            contacts_per_minute=contacts_per_minute,
            dialled=dialled,
            done=done,
            live=live,
            outcomes=outcomes,
            reason=reason,
            seconds_left=seconds_left,
            spent_usd=spent_usd,
            state=state,
        )


        progress_shape.additional_properties = d
        return progress_shape

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
