from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.new_agent_call_channel_type_0 import NewAgentCallChannelType0
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.agent_overrides import AgentOverrides
  from ..models.disclosures_shape import DisclosuresShape
  from ..models.new_agent_call_dynamic_variables import NewAgentCallDynamicVariables
  from ..models.new_agent_call_metadata import NewAgentCallMetadata





T = TypeVar("T", bound="NewAgentCall")



@_attrs_define
class NewAgentCall:
    """ Exactly one of `agent_id` and `route`, the number whose route says everything about the call.

        Attributes:
            to_number (str):
            agent_id (None | str | Unset):
            channel (NewAgentCallChannelType0 | None | Unset): as for a campaign; the route's mode, else `relay`, when left
                out
            disclosures (DisclosuresShape | Unset): What the carrier says before anything is recorded: that a machine speaks
                (`ai`), that the call is recorded
                (`recording`). `required`: without them no call is connected, and no update drops them.
            dynamic_variables (NewAgentCallDynamicVariables | Unset): over those of the route
            from_number (None | str | Unset): the number the person sees; the route's when left out
            max_duration_s (int | None | Unset): not for `provider`: the agent's own limit holds
            metadata (NewAgentCallMetadata | Unset):
            overrides (AgentOverrides | Unset): Settings of the agent for this one call. The agent must permit each of them,
                or the conversation ends at once.
            phone_number_id (None | str | Unset): `provider` alone: the number's id there; none where it takes numbers
            route (None | str | Unset): a number of yours: its agent, tools, transfers, recording
            user_id (str | Unset): your own name for the person Default: ''.
            webhook_url (None | str | Unset): receives the call's events
     """

    to_number: str
    agent_id: None | str | Unset = UNSET
    channel: NewAgentCallChannelType0 | None | Unset = UNSET
    disclosures: DisclosuresShape | Unset = UNSET
    dynamic_variables: NewAgentCallDynamicVariables | Unset = UNSET
    from_number: None | str | Unset = UNSET
    max_duration_s: int | None | Unset = UNSET
    metadata: NewAgentCallMetadata | Unset = UNSET
    overrides: AgentOverrides | Unset = UNSET
    phone_number_id: None | str | Unset = UNSET
    route: None | str | Unset = UNSET
    user_id: str | Unset = ''
    webhook_url: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.agent_overrides import AgentOverrides # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_agent_call_dynamic_variables import NewAgentCallDynamicVariables # noqa: PLC0415
        from ..models.new_agent_call_metadata import NewAgentCallMetadata # noqa: PLC0415
        to_number = self.to_number

        agent_id: None | str | Unset
        if isinstance(self.agent_id, Unset):
            agent_id = UNSET
        else:
            agent_id = self.agent_id

        channel: None | str | Unset
        if isinstance(self.channel, Unset):
            channel = UNSET
        elif isinstance(self.channel, NewAgentCallChannelType0):
            channel = self.channel.value
        else:
            channel = self.channel

        disclosures: dict[str, Any] | Unset = UNSET
        if not isinstance(self.disclosures, Unset):
            disclosures = self.disclosures.to_dict()

        dynamic_variables: dict[str, Any] | Unset = UNSET
        if not isinstance(self.dynamic_variables, Unset):
            dynamic_variables = self.dynamic_variables.to_dict()

        from_number: None | str | Unset
        if isinstance(self.from_number, Unset):
            from_number = UNSET
        else:
            from_number = self.from_number

        max_duration_s: int | None | Unset
        if isinstance(self.max_duration_s, Unset):
            max_duration_s = UNSET
        else:
            max_duration_s = self.max_duration_s

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        overrides: dict[str, Any] | Unset = UNSET
        if not isinstance(self.overrides, Unset):
            overrides = self.overrides.to_dict()

        phone_number_id: None | str | Unset
        if isinstance(self.phone_number_id, Unset):
            phone_number_id = UNSET
        else:
            phone_number_id = self.phone_number_id

        route: None | str | Unset
        if isinstance(self.route, Unset):
            route = UNSET
        else:
            route = self.route

        user_id = self.user_id

        webhook_url: None | str | Unset
        if isinstance(self.webhook_url, Unset):
            webhook_url = UNSET
        else:
            webhook_url = self.webhook_url


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "to_number": to_number,
        })
        if agent_id is not UNSET:
            field_dict["agent_id"] = agent_id
        if channel is not UNSET:
            field_dict["channel"] = channel
        if disclosures is not UNSET:
            field_dict["disclosures"] = disclosures
        if dynamic_variables is not UNSET:
            field_dict["dynamic_variables"] = dynamic_variables
        if from_number is not UNSET:
            field_dict["from_number"] = from_number
        if max_duration_s is not UNSET:
            field_dict["max_duration_s"] = max_duration_s
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if overrides is not UNSET:
            field_dict["overrides"] = overrides
        if phone_number_id is not UNSET:
            field_dict["phone_number_id"] = phone_number_id
        if route is not UNSET:
            field_dict["route"] = route
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if webhook_url is not UNSET:
            field_dict["webhook_url"] = webhook_url

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agent_overrides import AgentOverrides # noqa: PLC0415
        from ..models.disclosures_shape import DisclosuresShape # noqa: PLC0415
        from ..models.new_agent_call_dynamic_variables import NewAgentCallDynamicVariables # noqa: PLC0415
        from ..models.new_agent_call_metadata import NewAgentCallMetadata # noqa: PLC0415
        d = dict(src_dict)
        to_number = d.pop("to_number")

        def _parse_agent_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        agent_id = _parse_agent_id(d.pop("agent_id", UNSET))


        def _parse_channel(data: object) -> NewAgentCallChannelType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                channel_type_0 = NewAgentCallChannelType0(data)



                return channel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NewAgentCallChannelType0 | None | Unset, data)

        channel = _parse_channel(d.pop("channel", UNSET))


        _disclosures = d.pop("disclosures", UNSET)
        disclosures: DisclosuresShape | Unset
        if isinstance(_disclosures,  Unset):
            disclosures = UNSET
        else:
            disclosures = DisclosuresShape.from_dict(_disclosures)




        _dynamic_variables = d.pop("dynamic_variables", UNSET)
        dynamic_variables: NewAgentCallDynamicVariables | Unset
        if isinstance(_dynamic_variables,  Unset):
            dynamic_variables = UNSET
        else:
            dynamic_variables = NewAgentCallDynamicVariables.from_dict(_dynamic_variables)




        def _parse_from_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_number = _parse_from_number(d.pop("from_number", UNSET))


        def _parse_max_duration_s(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_duration_s = _parse_max_duration_s(d.pop("max_duration_s", UNSET))


        _metadata = d.pop("metadata", UNSET)
        metadata: NewAgentCallMetadata | Unset
        if isinstance(_metadata,  Unset):
            metadata = UNSET
        else:
            metadata = NewAgentCallMetadata.from_dict(_metadata)




        _overrides = d.pop("overrides", UNSET)
        overrides: AgentOverrides | Unset
        if isinstance(_overrides,  Unset):
            overrides = UNSET
        else:
            overrides = AgentOverrides.from_dict(_overrides)




        def _parse_phone_number_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone_number_id = _parse_phone_number_id(d.pop("phone_number_id", UNSET))


        def _parse_route(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        route = _parse_route(d.pop("route", UNSET))


        user_id = d.pop("user_id", UNSET)

        def _parse_webhook_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        webhook_url = _parse_webhook_url(d.pop("webhook_url", UNSET))


        new_agent_call = cls(
            to_number=to_number,
            agent_id=agent_id,
            channel=channel,
            disclosures=disclosures,
            dynamic_variables=dynamic_variables,
            from_number=from_number,
            max_duration_s=max_duration_s,
            metadata=metadata,
            overrides=overrides,
            phone_number_id=phone_number_id,
            route=route,
            user_id=user_id,
            webhook_url=webhook_url,
        )

        return new_agent_call

