from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="DeadLetterShape")



@_attrs_define
class DeadLetterShape:
    """ A message by ids alone. `error` is a delivery's last one; of an export or an erasure, see `href`.

        Attributes:
            age_s (int | None):
            error (None | str):
            event_type (None | str):
            href (None | str):
            kind (str):
            message_id (str):
            sent_at (datetime.datetime | None):
            subject_id (str):
     """

    age_s: int | None
    error: None | str
    event_type: None | str
    href: None | str
    kind: str
    message_id: str
    sent_at: datetime.datetime | None
    subject_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        age_s: int | None
        age_s = self.age_s

        error: None | str
        error = self.error

        event_type: None | str
        event_type = self.event_type

        href: None | str
        href = self.href

        kind = self.kind

        message_id = self.message_id

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        subject_id = self.subject_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "age_s": age_s,
            "error": error,
            "event_type": event_type,
            "href": href,
            "kind": kind,
            "message_id": message_id,
            "sent_at": sent_at,
            "subject_id": subject_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        def _parse_age_s(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        age_s = _parse_age_s(d.pop("age_s"))


        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))


        def _parse_event_type(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        event_type = _parse_event_type(d.pop("event_type"))


        def _parse_href(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        href = _parse_href(d.pop("href"))


        kind = d.pop("kind")

        message_id = d.pop("message_id")

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)



                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))


        subject_id = d.pop("subject_id")

        dead_letter_shape = cls(
            age_s=age_s,
            error=error,
            event_type=event_type,
            href=href,
            kind=kind,
            message_id=message_id,
            sent_at=sent_at,
            subject_id=subject_id,
        )


        dead_letter_shape.additional_properties = d
        return dead_letter_shape

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
