from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.alert_shape_kind import AlertShapeKind
from ..models.alert_shape_level import AlertShapeLevel
from typing import cast






T = TypeVar("T", bound="AlertShape")



@_attrs_define
class AlertShape:
    """ `notices` is how often it was sent. `acknowledged_by` is the label of a person's key.

        Attributes:
            acknowledged_at (None | str):
            acknowledged_by (None | str):
            alert_id (str):
            call_id (str):
            contacts_tried (int):
            kind (AlertShapeKind):
            level (AlertShapeLevel):
            notices (int):
            patient_id (str):
            raised_at (str):
            reached_by (None | str):
     """

    acknowledged_at: None | str
    acknowledged_by: None | str
    alert_id: str
    call_id: str
    contacts_tried: int
    kind: AlertShapeKind
    level: AlertShapeLevel
    notices: int
    patient_id: str
    raised_at: str
    reached_by: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        acknowledged_at: None | str
        acknowledged_at = self.acknowledged_at

        acknowledged_by: None | str
        acknowledged_by = self.acknowledged_by

        alert_id = self.alert_id

        call_id = self.call_id

        contacts_tried = self.contacts_tried

        kind = self.kind.value

        level = self.level.value

        notices = self.notices

        patient_id = self.patient_id

        raised_at = self.raised_at

        reached_by: None | str
        reached_by = self.reached_by


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "acknowledged_at": acknowledged_at,
            "acknowledged_by": acknowledged_by,
            "alert_id": alert_id,
            "call_id": call_id,
            "contacts_tried": contacts_tried,
            "kind": kind,
            "level": level,
            "notices": notices,
            "patient_id": patient_id,
            "raised_at": raised_at,
            "reached_by": reached_by,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_acknowledged_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        acknowledged_at = _parse_acknowledged_at(d.pop("acknowledged_at"))


        def _parse_acknowledged_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        acknowledged_by = _parse_acknowledged_by(d.pop("acknowledged_by"))


        alert_id = d.pop("alert_id")

        call_id = d.pop("call_id")

        contacts_tried = d.pop("contacts_tried")

        kind = AlertShapeKind(d.pop("kind"))




        level = AlertShapeLevel(d.pop("level"))




        notices = d.pop("notices")

        patient_id = d.pop("patient_id")

        raised_at = d.pop("raised_at")

        def _parse_reached_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reached_by = _parse_reached_by(d.pop("reached_by"))


        alert_shape = cls(
            acknowledged_at=acknowledged_at,
            acknowledged_by=acknowledged_by,
            alert_id=alert_id,
            call_id=call_id,
            contacts_tried=contacts_tried,
            kind=kind,
            level=level,
            notices=notices,
            patient_id=patient_id,
            raised_at=raised_at,
            reached_by=reached_by,
        )


        alert_shape.additional_properties = d
        return alert_shape

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
