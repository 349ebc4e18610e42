from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.trouble import Trouble
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.call_line_metadata import CallLineMetadata





T = TypeVar("T", bound="CallLine")



@_attrs_define
class CallLine:
    """ A line of the list. Unknown is null; so are numbers and outcome of a patient's call without a clinical key.

        Attributes:
            agent_id (None | str):
            answered_by (None | str):
            call_sid (str):
            campaign_id (None | str):
            clinical (bool):
            conversation_id (None | str):
            direction (None | str):
            duration_s (int | None):
            from_number (None | str):
            is_over (bool):
            metadata (CallLineMetadata):
            mode (None | str):
            outcome (None | str):
            provider (None | str):
            started_at (datetime.datetime | None):
            status (str):
            to_number (None | str):
            trouble (list[Trouble]):
     """

    agent_id: None | str
    answered_by: None | str
    call_sid: str
    campaign_id: None | str
    clinical: bool
    conversation_id: None | str
    direction: None | str
    duration_s: int | None
    from_number: None | str
    is_over: bool
    metadata: CallLineMetadata
    mode: None | str
    outcome: None | str
    provider: None | str
    started_at: datetime.datetime | None
    status: str
    to_number: None | str
    trouble: list[Trouble]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.call_line_metadata import CallLineMetadata # noqa: PLC0415
        agent_id: None | str
        agent_id = self.agent_id

        answered_by: None | str
        answered_by = self.answered_by

        call_sid = self.call_sid

        campaign_id: None | str
        campaign_id = self.campaign_id

        clinical = self.clinical

        conversation_id: None | str
        conversation_id = self.conversation_id

        direction: None | str
        direction = self.direction

        duration_s: int | None
        duration_s = self.duration_s

        from_number: None | str
        from_number = self.from_number

        is_over = self.is_over

        metadata = self.metadata.to_dict()

        mode: None | str
        mode = self.mode

        outcome: None | str
        outcome = self.outcome

        provider: None | str
        provider = self.provider

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        status = self.status

        to_number: None | str
        to_number = self.to_number

        trouble = []
        for trouble_item_data in self.trouble:
            trouble_item = trouble_item_data.value
            trouble.append(trouble_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "answered_by": answered_by,
            "call_sid": call_sid,
            "campaign_id": campaign_id,
            "clinical": clinical,
            "conversation_id": conversation_id,
            "direction": direction,
            "duration_s": duration_s,
            "from_number": from_number,
            "is_over": is_over,
            "metadata": metadata,
            "mode": mode,
            "outcome": outcome,
            "provider": provider,
            "started_at": started_at,
            "status": status,
            "to_number": to_number,
            "trouble": trouble,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_line_metadata import CallLineMetadata # noqa: PLC0415
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        def _parse_answered_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        answered_by = _parse_answered_by(d.pop("answered_by"))


        call_sid = d.pop("call_sid")

        def _parse_campaign_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        campaign_id = _parse_campaign_id(d.pop("campaign_id"))


        clinical = d.pop("clinical")

        def _parse_conversation_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id"))


        def _parse_direction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        direction = _parse_direction(d.pop("direction"))


        def _parse_duration_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        duration_s = _parse_duration_s(d.pop("duration_s"))


        def _parse_from_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        from_number = _parse_from_number(d.pop("from_number"))


        is_over = d.pop("is_over")

        metadata = CallLineMetadata.from_dict(d.pop("metadata"))




        def _parse_mode(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mode = _parse_mode(d.pop("mode"))


        def _parse_outcome(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        outcome = _parse_outcome(d.pop("outcome"))


        def _parse_provider(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        provider = _parse_provider(d.pop("provider"))


        def _parse_started_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)



                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        started_at = _parse_started_at(d.pop("started_at"))


        status = d.pop("status")

        def _parse_to_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        to_number = _parse_to_number(d.pop("to_number"))


        trouble = []
        _trouble = d.pop("trouble")
        for trouble_item_data in (_trouble):
            trouble_item = Trouble(trouble_item_data)



            trouble.append(trouble_item)


        call_line = cls(
            agent_id=agent_id,
            answered_by=answered_by,
            call_sid=call_sid,
            campaign_id=campaign_id,
            clinical=clinical,
            conversation_id=conversation_id,
            direction=direction,
            duration_s=duration_s,
            from_number=from_number,
            is_over=is_over,
            metadata=metadata,
            mode=mode,
            outcome=outcome,
            provider=provider,
            started_at=started_at,
            status=status,
            to_number=to_number,
            trouble=trouble,
        )


        call_line.additional_properties = d
        return call_line

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
