from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.assessment_shape import AssessmentShape





T = TypeVar("T", bound="AssessmentAnswer")



@_attrs_define
class AssessmentAnswer:
    """ `assessment` is null while the call's answers are missing.

        Attributes:
            assessment (AssessmentShape | None):
     """

    assessment: AssessmentShape | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.assessment_shape import AssessmentShape # noqa: PLC0415
        assessment: dict[str, Any] | None
        if isinstance(self.assessment, AssessmentShape):
            assessment = self.assessment.to_dict()
        else:
            assessment = self.assessment


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "assessment": assessment,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.assessment_shape import AssessmentShape # noqa: PLC0415
        d = dict(src_dict)
        def _parse_assessment(data: object) -> AssessmentShape | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                assessment_type_0 = AssessmentShape.from_dict(data)



                return assessment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AssessmentShape | None, data)

        assessment = _parse_assessment(d.pop("assessment"))


        assessment_answer = cls(
            assessment=assessment,
        )


        assessment_answer.additional_properties = d
        return assessment_answer

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
