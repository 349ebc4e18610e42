from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="AuditEntry")



@_attrs_define
class AuditEntry:
    """ An access. `actor` has the label of the key, `subject` a pseudonym of the person. `log` and `seq` are its place
    in one of the company's chains, `seal` is what the next one covers.

        Attributes:
            action (str):
            actor (str):
            key (str):
            log (str):
            object_ (str):
            outcome (str):
            reason (str):
            request_id (str):
            seal (str):
            seq (int):
            subject (str):
            ts (str):
     """

    action: str
    actor: str
    key: str
    log: str
    object_: str
    outcome: str
    reason: str
    request_id: str
    seal: str
    seq: int
    subject: str
    ts: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        action = self.action

        actor = self.actor

        key = self.key

        log = self.log

        object_ = self.object_

        outcome = self.outcome

        reason = self.reason

        request_id = self.request_id

        seal = self.seal

        seq = self.seq

        subject = self.subject

        ts = self.ts


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "action": action,
            "actor": actor,
            "key": key,
            "log": log,
            "object": object_,
            "outcome": outcome,
            "reason": reason,
            "request_id": request_id,
            "seal": seal,
            "seq": seq,
            "subject": subject,
            "ts": ts,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        action = d.pop("action")

        actor = d.pop("actor")

        key = d.pop("key")

        log = d.pop("log")

        object_ = d.pop("object")

        outcome = d.pop("outcome")

        reason = d.pop("reason")

        request_id = d.pop("request_id")

        seal = d.pop("seal")

        seq = d.pop("seq")

        subject = d.pop("subject")

        ts = d.pop("ts")

        audit_entry = cls(
            action=action,
            actor=actor,
            key=key,
            log=log,
            object_=object_,
            outcome=outcome,
            reason=reason,
            request_id=request_id,
            seal=seal,
            seq=seq,
            subject=subject,
            ts=ts,
        )


        audit_entry.additional_properties = d
        return audit_entry

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
