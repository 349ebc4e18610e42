from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.campaign_shape_state import CampaignShapeState
from typing import cast

if TYPE_CHECKING:
  from ..models.disclosures_shape import DisclosuresShape





T = TypeVar("T", bound="CampaignShape")



@_attrs_define
class CampaignShape:
    """ `reason` says why it is paused: asked for, or the breaker, or the budget.

        Attributes:
            agent_id (str):
            budget_usd (None | str):
            calls_per_second (str):
            campaign_id (str):
            channel (str):
            clinical (bool):
            created_at (str):
            destinations (list[str]):
            disclosures (DisclosuresShape): What the carrier says before anything is recorded: that a machine speaks (`ai`),
                that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            ends_at (None | str):
            from_number (str):
            live_calls (int):
            name (str):
            needs_consent (bool):
            provider (str):
            reason (str):
            starts_at (None | str):
            state (CampaignShapeState):
     """

    agent_id: str
    budget_usd: None | str
    calls_per_second: str
    campaign_id: str
    channel: str
    clinical: bool
    created_at: str
    destinations: list[str]
    disclosures: DisclosuresShape
    ends_at: None | str
    from_number: str
    live_calls: int
    name: str
    needs_consent: bool
    provider: str
    reason: str
    starts_at: None | str
    state: CampaignShapeState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        agent_id = self.agent_id

        budget_usd: None | str
        budget_usd = self.budget_usd

        calls_per_second = self.calls_per_second

        campaign_id = self.campaign_id

        channel = self.channel

        clinical = self.clinical

        created_at = self.created_at

        destinations = self.destinations



        disclosures = self.disclosures.to_dict()

        ends_at: None | str
        ends_at = self.ends_at

        from_number = self.from_number

        live_calls = self.live_calls

        name = self.name

        needs_consent = self.needs_consent

        provider = self.provider

        reason = self.reason

        starts_at: None | str
        starts_at = self.starts_at

        state = self.state.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "budget_usd": budget_usd,
            "calls_per_second": calls_per_second,
            "campaign_id": campaign_id,
            "channel": channel,
            "clinical": clinical,
            "created_at": created_at,
            "destinations": destinations,
            "disclosures": disclosures,
            "ends_at": ends_at,
            "from_number": from_number,
            "live_calls": live_calls,
            "name": name,
            "needs_consent": needs_consent,
            "provider": provider,
            "reason": reason,
            "starts_at": starts_at,
            "state": state,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        d = dict(src_dict)
        agent_id = d.pop("agent_id")

        def _parse_budget_usd(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        budget_usd = _parse_budget_usd(d.pop("budget_usd"))


        calls_per_second = d.pop("calls_per_second")

        campaign_id = d.pop("campaign_id")

        channel = d.pop("channel")

        clinical = d.pop("clinical")

        created_at = d.pop("created_at")

        destinations = cast(list[str], d.pop("destinations"))


        disclosures = DisclosuresShape.from_dict(d.pop("disclosures"))




        def _parse_ends_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))


        from_number = d.pop("from_number")

        live_calls = d.pop("live_calls")

        name = d.pop("name")

        needs_consent = d.pop("needs_consent")

        provider = d.pop("provider")

        reason = d.pop("reason")

        def _parse_starts_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        starts_at = _parse_starts_at(d.pop("starts_at"))


        state = CampaignShapeState(d.pop("state"))




        campaign_shape = cls(
            agent_id=agent_id,
            budget_usd=budget_usd,
            calls_per_second=calls_per_second,
            campaign_id=campaign_id,
            channel=channel,
            clinical=clinical,
            created_at=created_at,
            destinations=destinations,
            disclosures=disclosures,
            ends_at=ends_at,
            from_number=from_number,
            live_calls=live_calls,
            name=name,
            needs_consent=needs_consent,
            provider=provider,
            reason=reason,
            starts_at=starts_at,
            state=state,
        )


        campaign_shape.additional_properties = d
        return campaign_shape

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
