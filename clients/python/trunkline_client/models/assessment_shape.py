from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.assessment_shape_level import AssessmentShapeLevel
from typing import cast

if TYPE_CHECKING:
  from ..models.assessment_shape_measure_statuses import AssessmentShapeMeasureStatuses
  from ..models.finding_shape import FindingShape
  from ..models.risk_shape import RiskShape





T = TypeVar("T", bound="AssessmentShape")



@_attrs_define
class AssessmentShape:
    """ An index from 0 to 100 that orders work. Investigational: `statement` belongs to it.

        Attributes:
            action (str):
            at (str):
            call_id (str):
            engine (str):
            findings (list[FindingShape]):
            floors (list[str]):
            level (AssessmentShapeLevel):
            measure_statuses (AssessmentShapeMeasureStatuses):
            protocol (str):
            protocol_sha256 (str):
            recheck (bool):
            recommendation_ids (list[str]):
            risk (RiskShape):
            score (int):
            statement (str):
            symptom_coverage (float):
            symptom_points (float):
            voice_coverage (float):
            voice_points (float):
            voice_status (str):
     """

    action: str
    at: str
    call_id: str
    engine: str
    findings: list[FindingShape]
    floors: list[str]
    level: AssessmentShapeLevel
    measure_statuses: AssessmentShapeMeasureStatuses
    protocol: str
    protocol_sha256: str
    recheck: bool
    recommendation_ids: list[str]
    risk: RiskShape
    score: int
    statement: str
    symptom_coverage: float
    symptom_points: float
    voice_coverage: float
    voice_points: float
    voice_status: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.assessment_shape_measure_statuses import AssessmentShapeMeasureStatuses # noqa: PLC0415
        from ..models.finding_shape import FindingShape # noqa: PLC0415
        from ..models.risk_shape import RiskShape # noqa: PLC0415
        action = self.action

        at = self.at

        call_id = self.call_id

        engine = self.engine

        findings = []
        for findings_item_data in self.findings:
            findings_item = findings_item_data.to_dict()
            findings.append(findings_item)



        floors = self.floors



        level = self.level.value

        measure_statuses = self.measure_statuses.to_dict()

        protocol = self.protocol

        protocol_sha256 = self.protocol_sha256

        recheck = self.recheck

        recommendation_ids = self.recommendation_ids



        risk = self.risk.to_dict()

        score = self.score

        statement = self.statement

        symptom_coverage = self.symptom_coverage

        symptom_points = self.symptom_points

        voice_coverage = self.voice_coverage

        voice_points = self.voice_points

        voice_status = self.voice_status


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "action": action,
            "at": at,
            "call_id": call_id,
            "engine": engine,
            "findings": findings,
            "floors": floors,
            "level": level,
            "measure_statuses": measure_statuses,
            "protocol": protocol,
            "protocol_sha256": protocol_sha256,
            "recheck": recheck,
            "recommendation_ids": recommendation_ids,
            "risk": risk,
            "score": score,
            "statement": statement,
            "symptom_coverage": symptom_coverage,
            "symptom_points": symptom_points,
            "voice_coverage": voice_coverage,
            "voice_points": voice_points,
            "voice_status": voice_status,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.assessment_shape_measure_statuses import AssessmentShapeMeasureStatuses # noqa: PLC0415
        from ..models.finding_shape import FindingShape # noqa: PLC0415
        from ..models.risk_shape import RiskShape # noqa: PLC0415
        d = dict(src_dict)
        action = d.pop("action")

        at = d.pop("at")

        call_id = d.pop("call_id")

        engine = d.pop("engine")

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in (_findings):
            findings_item = FindingShape.from_dict(findings_item_data)



            findings.append(findings_item)


        floors = cast(list[str], d.pop("floors"))


        level = AssessmentShapeLevel(d.pop("level"))




        measure_statuses = AssessmentShapeMeasureStatuses.from_dict(d.pop("measure_statuses"))




        protocol = d.pop("protocol")

        protocol_sha256 = d.pop("protocol_sha256")

        recheck = d.pop("recheck")

        recommendation_ids = cast(list[str], d.pop("recommendation_ids"))


        risk = RiskShape.from_dict(d.pop("risk"))




        score = d.pop("score")

        statement = d.pop("statement")

        symptom_coverage = d.pop("symptom_coverage")

        symptom_points = d.pop("symptom_points")

        voice_coverage = d.pop("voice_coverage")

        voice_points = d.pop("voice_points")

        voice_status = d.pop("voice_status")

        assessment_shape = cls(
            action=action,
            at=at,
            call_id=call_id,
            engine=engine,
            findings=findings,
            floors=floors,
            level=level,
            measure_statuses=measure_statuses,
            protocol=protocol,
            protocol_sha256=protocol_sha256,
            recheck=recheck,
            recommendation_ids=recommendation_ids,
            risk=risk,
            score=score,
            statement=statement,
            symptom_coverage=symptom_coverage,
            symptom_points=symptom_points,
            voice_coverage=voice_coverage,
            voice_points=voice_points,
            voice_status=voice_status,
        )


        assessment_shape.additional_properties = d
        return assessment_shape

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
