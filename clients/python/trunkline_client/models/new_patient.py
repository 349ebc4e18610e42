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





T = TypeVar("T", bound="NewPatient")



@_attrs_define
class NewPatient:
    """ 
        Attributes:
            name (str):
            phone (str):
            time_zone (str):
            calls_every_days (int | Unset): A call is due every so many days; 0: none is Default: 1.
            check_in_route (None | str | Unset):
            consent (None | str | Unset):
            consent_at (datetime.datetime | None | Unset):
            contacts (list[ContactBody] | Unset):
            external_id (str | Unset):  Default: ''.
     """

    name: str
    phone: str
    time_zone: str
    calls_every_days: int | Unset = 1
    check_in_route: None | str | Unset = UNSET
    consent: None | str | Unset = UNSET
    consent_at: datetime.datetime | None | Unset = UNSET
    contacts: list[ContactBody] | Unset = UNSET
    external_id: str | Unset = ''





    def to_dict(self) -> dict[str, Any]:
        from ..models.contact_body import ContactBody # noqa: PLC0415
        name = self.name

        phone = self.phone

        time_zone = self.time_zone

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

        contacts: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.contacts, Unset):
            contacts = []
            for contacts_item_data in self.contacts:
                contacts_item = contacts_item_data.to_dict()
                contacts.append(contacts_item)



        external_id = self.external_id


        field_dict: dict[str, Any] = {}

        field_dict.update({
            "name": name,
            "phone": phone,
            "time_zone": time_zone,
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

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.contact_body import ContactBody # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

        phone = d.pop("phone")

        time_zone = d.pop("time_zone")

        calls_every_days = d.pop("calls_every_days", UNSET)

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


        _contacts = d.pop("contacts", UNSET)
        contacts: list[ContactBody] | Unset = UNSET
        if _contacts is not UNSET:
            contacts = []
            for contacts_item_data in _contacts:
                contacts_item = ContactBody.from_dict(contacts_item_data)



                contacts.append(contacts_item)


        external_id = d.pop("external_id", UNSET)

        new_patient = cls(
            name=name,
            phone=phone,
            time_zone=time_zone,
            calls_every_days=calls_every_days,
            check_in_route=check_in_route,
            consent=consent,
            consent_at=consent_at,
            contacts=contacts,
            external_id=external_id,
        )

        return new_patient

