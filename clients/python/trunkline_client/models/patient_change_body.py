from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.contact_body import ContactBody





T = TypeVar("T", bound="PatientChangeBody")



@_attrs_define
class PatientChangeBody:
    """ Fields that are left out stay as they are.

        Attributes:
            calls_every_days (int | None | Unset):
            check_in_route (None | str | Unset):
            consent (None | str | Unset):
            consent_at (datetime.datetime | None | Unset):
            contacts (list[ContactBody] | None | Unset):
            external_id (None | str | Unset):
            name (None | str | Unset):
            phone (None | str | Unset):
            time_zone (None | str | Unset):
     """

    calls_every_days: int | None | Unset = UNSET
    check_in_route: None | str | Unset = UNSET
    consent: None | str | Unset = UNSET
    consent_at: datetime.datetime | None | Unset = UNSET
    contacts: list[ContactBody] | None | Unset = UNSET
    external_id: None | str | Unset = UNSET
    name: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    time_zone: None | str | Unset = UNSET





    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_body import ContactBody # noqa: PLC0415
        calls_every_days: int | None | Unset
        if isinstance(self.calls_every_days, Unset):
            calls_every_days = UNSET
        else:
            calls_every_days = self.calls_every_days

        check_in_route: None | str | Unset
        if isinstance(self.check_in_route, Unset):
            check_in_route = UNSET
        else:
            check_in_route = self.check_in_route

        consent: None | str | Unset
        if isinstance(self.consent, Unset):
            consent = UNSET
        else:
            consent = self.consent

        consent_at: None | str | Unset
        if isinstance(self.consent_at, Unset):
            consent_at = UNSET
        elif isinstance(self.consent_at, datetime.datetime):
            consent_at = self.consent_at.isoformat()
        else:
            consent_at = self.consent_at

        contacts: list[dict[str, Any]] | None | Unset
        if isinstance(self.contacts, Unset):
            contacts = UNSET
        elif isinstance(self.contacts, list):
            contacts = []
            for contacts_type_0_item_data in self.contacts:
                contacts_type_0_item = contacts_type_0_item_data.to_dict()
                contacts.append(contacts_type_0_item)


        else:
            contacts = self.contacts

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        time_zone: None | str | Unset
        if isinstance(self.time_zone, Unset):
            time_zone = UNSET
        else:
            time_zone = self.time_zone


        field_dict: dict[str, Any] = {}

        field_dict.update({
        })
        if calls_every_days is not UNSET:
            field_dict["calls_every_days"] = calls_every_days
        if check_in_route is not UNSET:
            field_dict["check_in_route"] = check_in_route
        if consent is not UNSET:
            field_dict["consent"] = consent
        if consent_at is not UNSET:
            field_dict["consent_at"] = consent_at
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if name is not UNSET:
            field_dict["name"] = name
        if phone is not UNSET:
            field_dict["phone"] = phone
        if time_zone is not UNSET:
            field_dict["time_zone"] = time_zone

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_body import ContactBody # noqa: PLC0415
        d = dict(src_dict)
        def _parse_calls_every_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        calls_every_days = _parse_calls_every_days(d.pop("calls_every_days", UNSET))


        def _parse_check_in_route(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        check_in_route = _parse_check_in_route(d.pop("check_in_route", UNSET))


        def _parse_consent(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        consent = _parse_consent(d.pop("consent", UNSET))


        def _parse_consent_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                consent_at_type_0 = datetime.datetime.fromisoformat(data)



                return consent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        consent_at = _parse_consent_at(d.pop("consent_at", UNSET))


        def _parse_contacts(data: object) -> list[ContactBody] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contacts_type_0 = []
                _contacts_type_0 = data
                for contacts_type_0_item_data in (_contacts_type_0):
                    contacts_type_0_item = ContactBody.from_dict(contacts_type_0_item_data)



                    contacts_type_0.append(contacts_type_0_item)

                return contacts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ContactBody] | None | Unset, data)

        contacts = _parse_contacts(d.pop("contacts", UNSET))


        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))


        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))


        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))


        def _parse_time_zone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time_zone = _parse_time_zone(d.pop("time_zone", UNSET))


        patient_change_body = cls(
            calls_every_days=calls_every_days,
            check_in_route=check_in_route,
            consent=consent,
            consent_at=consent_at,
            contacts=contacts,
            external_id=external_id,
            name=name,
            phone=phone,
            time_zone=time_zone,
        )

        return patient_change_body

