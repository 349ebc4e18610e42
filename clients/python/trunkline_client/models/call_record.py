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
  from ..models.call_record_data_collection import CallRecordDataCollection
  from ..models.call_record_disclosures import CallRecordDisclosures
  from ..models.call_record_evaluation import CallRecordEvaluation
  from ..models.call_record_feedback import CallRecordFeedback
  from ..models.call_record_metadata import CallRecordMetadata
  from ..models.happening import Happening
  from ..models.provider_cost import ProviderCost
  from ..models.quality import Quality
  from ..models.tool_shape import ToolShape





T = TypeVar("T", bound="CallRecord")



@_attrs_define
class CallRecord:
    """ A call's record, with the same words for every vendor. Unknown is null.

        Attributes:
            agent_id (None | str):
            agent_latency_s (float | None):
            answered_by (None | str):
            call_sid (str):
            campaign_id (None | str):
            conversation_duration_s (int | None):
            conversation_id (None | str):
            cost (ProviderCost): The voice provider's figures; unknown is null, never 0.
            data_collection (CallRecordDataCollection):
            direction (None | str):
            disclosures (CallRecordDisclosures):
            duration_s (int | None):
            end_reason (None | str):
            evaluation (CallRecordEvaluation):
            feedback (CallRecordFeedback):
            from_number (None | str):
            language (None | str):
            metadata (CallRecordMetadata):
            mode (None | str):
            outcome (None | str):
            provider (None | str):
            quality (Quality): Measures of the call's last stream. Null: not measured, as for a call that does not pass
                through the relay.
            started_at (datetime.datetime | None):
            status (str):
            summary (None | str):
            timeline (list[Happening]):
            to_number (None | str):
            tools (list[ToolShape]):
            trouble (list[Trouble]):
            turn_latency_ms (int | None):
            user_id (None | str):
     """

    agent_id: None | str
    agent_latency_s: float | None
    answered_by: None | str
    call_sid: str
    campaign_id: None | str
    conversation_duration_s: int | None
    conversation_id: None | str
    cost: ProviderCost
    data_collection: CallRecordDataCollection
    direction: None | str
    disclosures: CallRecordDisclosures
    duration_s: int | None
    end_reason: None | str
    evaluation: CallRecordEvaluation
    feedback: CallRecordFeedback
    from_number: None | str
    language: None | str
    metadata: CallRecordMetadata
    mode: None | str
    outcome: None | str
    provider: None | str
    quality: Quality
    started_at: datetime.datetime | None
    status: str
    summary: None | str
    timeline: list[Happening]
    to_number: None | str
    tools: list[ToolShape]
    trouble: list[Trouble]
    turn_latency_ms: int | None
    user_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.call_record_data_collection import CallRecordDataCollection # noqa: PLC0415
        from ..models.call_record_disclosures import CallRecordDisclosures # noqa: PLC0415
        from ..models.call_record_evaluation import CallRecordEvaluation # noqa: PLC0415
        from ..models.call_record_feedback import CallRecordFeedback # noqa: PLC0415
        from ..models.call_record_metadata import CallRecordMetadata # noqa: PLC0415
        from ..models.happening import Happening # noqa: PLC0415
        from ..models.provider_cost import ProviderCost # noqa: PLC0415
        from ..models.quality import Quality # noqa: PLC0415
        from ..models.tool_shape import ToolShape # noqa: PLC0415
        agent_id: None | str
        agent_id = self.agent_id

        agent_latency_s: float | None
        agent_latency_s = self.agent_latency_s

        answered_by: None | str
        answered_by = self.answered_by

        call_sid = self.call_sid

        campaign_id: None | str
        campaign_id = self.campaign_id

        conversation_duration_s: int | None
        conversation_duration_s = self.conversation_duration_s

        conversation_id: None | str
        conversation_id = self.conversation_id

        cost = self.cost.to_dict()

        data_collection = self.data_collection.to_dict()

        direction: None | str
        direction = self.direction

        disclosures = self.disclosures.to_dict()

        duration_s: int | None
        duration_s = self.duration_s

        end_reason: None | str
        end_reason = self.end_reason

        evaluation = self.evaluation.to_dict()

        feedback = self.feedback.to_dict()

        from_number: None | str
        from_number = self.from_number

        language: None | str
        language = self.language

        metadata = self.metadata.to_dict()

        mode: None | str
        mode = self.mode

        outcome: None | str
        outcome = self.outcome

        provider: None | str
        provider = self.provider

        quality = self.quality.to_dict()

        started_at: None | str
        if isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        status = self.status

        summary: None | str
        summary = self.summary

        timeline = []
        for timeline_item_data in self.timeline:
            timeline_item = timeline_item_data.to_dict()
            timeline.append(timeline_item)



        to_number: None | str
        to_number = self.to_number

        tools = []
        for tools_item_data in self.tools:
            tools_item = tools_item_data.to_dict()
            tools.append(tools_item)



        trouble = []
        for trouble_item_data in self.trouble:
            trouble_item = trouble_item_data.value
            trouble.append(trouble_item)



        turn_latency_ms: int | None
        turn_latency_ms = self.turn_latency_ms

        user_id: None | str
        user_id = self.user_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "agent_id": agent_id,
            "agent_latency_s": agent_latency_s,
            "answered_by": answered_by,
            "call_sid": call_sid,
            "campaign_id": campaign_id,
            "conversation_duration_s": conversation_duration_s,
            "conversation_id": conversation_id,
            "cost": cost,
            "data_collection": data_collection,
            "direction": direction,
            "disclosures": disclosures,
            "duration_s": duration_s,
            "end_reason": end_reason,
            "evaluation": evaluation,
            "feedback": feedback,
            "from_number": from_number,
            "language": language,
            "metadata": metadata,
            "mode": mode,
            "outcome": outcome,
            "provider": provider,
            "quality": quality,
            "started_at": started_at,
            "status": status,
            "summary": summary,
            "timeline": timeline,
            "to_number": to_number,
            "tools": tools,
            "trouble": trouble,
            "turn_latency_ms": turn_latency_ms,
            "user_id": user_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.call_record_data_collection import CallRecordDataCollection # noqa: PLC0415
        from ..models.call_record_disclosures import CallRecordDisclosures # noqa: PLC0415
        from ..models.call_record_evaluation import CallRecordEvaluation # noqa: PLC0415
        from ..models.call_record_feedback import CallRecordFeedback # noqa: PLC0415
        from ..models.call_record_metadata import CallRecordMetadata # noqa: PLC0415
        from ..models.happening import Happening # noqa: PLC0415
        from ..models.provider_cost import ProviderCost # noqa: PLC0415
        from ..models.quality import Quality # noqa: PLC0415
        from ..models.tool_shape import ToolShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_agent_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_id = _parse_agent_id(d.pop("agent_id"))


        def _parse_agent_latency_s(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        agent_latency_s = _parse_agent_latency_s(d.pop("agent_latency_s"))


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


        def _parse_conversation_duration_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        conversation_duration_s = _parse_conversation_duration_s(d.pop("conversation_duration_s"))


        def _parse_conversation_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        conversation_id = _parse_conversation_id(d.pop("conversation_id"))


        cost = ProviderCost.from_dict(d.pop("cost"))




        data_collection = CallRecordDataCollection.from_dict(d.pop("data_collection"))




        def _parse_direction(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        direction = _parse_direction(d.pop("direction"))


        disclosures = CallRecordDisclosures.from_dict(d.pop("disclosures"))




        def _parse_duration_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        duration_s = _parse_duration_s(d.pop("duration_s"))


        def _parse_end_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        end_reason = _parse_end_reason(d.pop("end_reason"))


        evaluation = CallRecordEvaluation.from_dict(d.pop("evaluation"))




        feedback = CallRecordFeedback.from_dict(d.pop("feedback"))




        def _parse_from_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        from_number = _parse_from_number(d.pop("from_number"))


        def _parse_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        language = _parse_language(d.pop("language"))


        metadata = CallRecordMetadata.from_dict(d.pop("metadata"))




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


        quality = Quality.from_dict(d.pop("quality"))




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

        def _parse_summary(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        summary = _parse_summary(d.pop("summary"))


        timeline = []
        _timeline = d.pop("timeline")
        for timeline_item_data in (_timeline):
            timeline_item = Happening.from_dict(timeline_item_data)



            timeline.append(timeline_item)


        def _parse_to_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        to_number = _parse_to_number(d.pop("to_number"))


        tools = []
        _tools = d.pop("tools")
        for tools_item_data in (_tools):
            tools_item = ToolShape.from_dict(tools_item_data)



            tools.append(tools_item)


        trouble = []
        _trouble = d.pop("trouble")
        for trouble_item_data in (_trouble):
            trouble_item = Trouble(trouble_item_data)



            trouble.append(trouble_item)


        def _parse_turn_latency_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        turn_latency_ms = _parse_turn_latency_ms(d.pop("turn_latency_ms"))


        def _parse_user_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        user_id = _parse_user_id(d.pop("user_id"))


        call_record = cls(
            agent_id=agent_id,
            agent_latency_s=agent_latency_s,
            answered_by=answered_by,
            call_sid=call_sid,
            campaign_id=campaign_id,
            conversation_duration_s=conversation_duration_s,
            conversation_id=conversation_id,
            cost=cost,
            data_collection=data_collection,
            direction=direction,
            disclosures=disclosures,
            duration_s=duration_s,
            end_reason=end_reason,
            evaluation=evaluation,
            feedback=feedback,
            from_number=from_number,
            language=language,
            metadata=metadata,
            mode=mode,
            outcome=outcome,
            provider=provider,
            quality=quality,
            started_at=started_at,
            status=status,
            summary=summary,
            timeline=timeline,
            to_number=to_number,
            tools=tools,
            trouble=trouble,
            turn_latency_ms=turn_latency_ms,
            user_id=user_id,
        )


        call_record.additional_properties = d
        return call_record

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
