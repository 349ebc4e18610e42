from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="CalledPatients")



@_attrs_define
class CalledPatients:
    """ 
        Attributes:
            patient_ids (list[str]):
     """

    patient_ids: list[str]





    def to_dict(self) -> dict[str, Any]:
        patient_ids = self.patient_ids




        field_dict: dict[str, Any] = {}

        field_dict.update({
            "patient_ids": patient_ids,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        patient_ids = cast(list[str], d.pop("patient_ids"))


        called_patients = cls(
            patient_ids=patient_ids,
        )

        return called_patients

