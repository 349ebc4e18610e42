from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.called_patient_result import CalledPatientResult






T = TypeVar("T", bound="CalledPatient")



@_attrs_define
class CalledPatient:
    """ `known`: the campaign calls them already. `refused`: no one can be called at the patient's number.

        Attributes:
            patient_id (str):
            result (CalledPatientResult):
     """

    patient_id: str
    result: CalledPatientResult
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        patient_id = self.patient_id

        result = self.result.value


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "patient_id": patient_id,
            "result": result,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        patient_id = d.pop("patient_id")

        result = CalledPatientResult(d.pop("result"))




        called_patient = cls(
            patient_id=patient_id,
            result=result,
        )


        called_patient.additional_properties = d
        return called_patient

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
