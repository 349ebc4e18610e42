from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.contact_shape import ContactShape





T = TypeVar("T", bound="PatientShape")



@_attrs_define
class PatientShape:
    """ `patient_id` is random and stands for the person in addresses, events and logs.

        Attributes:
            calls_every_days (int):
            check_in_route (str):
            consent (str):
            consent_at (None | str):
            contacts (list[ContactShape]):
            created_at (str):
            external_id (str):
            name (str):
            patient_id (str):
            phone (str):
            time_zone (str):
     """

    calls_every_days: int
    check_in_route: str
    consent: str
    consent_at: None | str
    contacts: list[ContactShape]
    created_at: str
    external_id: str
    name: str
    patient_id: str
    phone: str
    time_zone: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_shape import ContactShape # noqa: PLC0415
        calls_every_days = self.calls_every_days

        check_in_route = self.check_in_route

        consent = self.consent

        consent_at: None | str
        consent_at = self.consent_at

        contacts = []
        for contacts_item_data in self.contacts:
            contacts_item = contacts_item_data.to_dict()
            contacts.append(contacts_item)



        created_at = self.created_at

        external_id = self.external_id

        name = self.name

        patient_id = self.patient_id

        phone = self.phone

        time_zone = self.time_zone


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "calls_every_days": calls_every_days,
            "check_in_route": check_in_route,
            "consent": consent,
            "consent_at": consent_at,
            "contacts": contacts,
            "created_at": created_at,
            "external_id": external_id,
            "name": name,
            "patient_id": patient_id,
            "phone": phone,
            "time_zone": time_zone,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_shape import ContactShape # noqa: PLC0415
        d = dict(src_dict)
        calls_every_days = d.pop("calls_every_days")

        check_in_route = d.pop("check_in_route")

        consent = d.pop("consent")

        def _parse_consent_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        consent_at = _parse_consent_at(d.pop("consent_at"))


        contacts = []
        _contacts = d.pop("contacts")
        for contacts_item_data in (_contacts):
            contacts_item = ContactShape.from_dict(contacts_item_data)



            contacts.append(contacts_item)


        created_at = d.pop("created_at")

        external_id = d.pop("external_id")

        name = d.pop("name")

        patient_id = d.pop("patient_id")

        phone = d.pop("phone")

        time_zone = d.pop("time_zone")

        patient_shape = cls(
            calls_every_days=calls_every_days,
            check_in_route=check_in_route,
            consent=consent,
            consent_at=consent_at,
            contacts=contacts,
            created_at=created_at,
            external_id=external_id,
            name=name,
            patient_id=patient_id,
            phone=phone,
            time_zone=time_zone,
        )


        patient_shape.additional_properties = d
        return patient_shape

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
