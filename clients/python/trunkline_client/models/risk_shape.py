from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="RiskShape")



@_attrs_define
class RiskShape:
    """ 
        Attributes:
            breathingness_score (int | None):
            fluid_retention_risk (int | None):
            overall_risk (int):
            recommendations (list[str]):
            speech_effort_score (int | None):
     """

    breathingness_score: int | None
    fluid_retention_risk: int | None
    overall_risk: int
    recommendations: list[str]
    speech_effort_score: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        breathingness_score: int | None
        breathingness_score = self.breathingness_score

        fluid_retention_risk: int | None
        fluid_retention_risk = self.fluid_retention_risk

        overall_risk = self.overall_risk

        recommendations = self.recommendations



        speech_effort_score: int | None
        speech_effort_score = self.speech_effort_score


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "breathingnessScore": breathingness_score,
            "fluidRetentionRisk": fluid_retention_risk,
            "overallRisk": overall_risk,
            "recommendations": recommendations,
            "speechEffortScore": speech_effort_score,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_breathingness_score(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        breathingness_score = _parse_breathingness_score(d.pop("breathingnessScore"))


        def _parse_fluid_retention_risk(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        fluid_retention_risk = _parse_fluid_retention_risk(d.pop("fluidRetentionRisk"))


        overall_risk = d.pop("overallRisk")

        recommendations = cast(list[str], d.pop("recommendations"))


        def _parse_speech_effort_score(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        speech_effort_score = _parse_speech_effort_score(d.pop("speechEffortScore"))


        risk_shape = cls(
            breathingness_score=breathingness_score,
            fluid_retention_risk=fluid_retention_risk,
            overall_risk=overall_risk,
            recommendations=recommendations,
            speech_effort_score=speech_effort_score,
        )


        risk_shape.additional_properties = d
        return risk_shape

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
