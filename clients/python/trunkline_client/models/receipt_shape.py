from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.receipt_shape_deleted import ReceiptShapeDeleted
  from ..models.receipt_shape_failed_item import ReceiptShapeFailedItem





T = TypeVar("T", bound="ReceiptShape")



@_attrs_define
class ReceiptShape:
    """ The person is a fingerprint that cannot be turned back; so is each call among the failures.

        Attributes:
            calls (int):
            deleted (ReceiptShapeDeleted):
            dry_run (bool):
            erasure_id (str):
            failed (list[ReceiptShapeFailedItem]):
            failures (int):
            finished_at (None | str):
            person (str):
            requested_at (str):
            status (str):
     """

    calls: int
    deleted: ReceiptShapeDeleted
    dry_run: bool
    erasure_id: str
    failed: list[ReceiptShapeFailedItem]
    failures: int
    finished_at: None | str
    person: str
    requested_at: str
    status: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.receipt_shape_deleted import ReceiptShapeDeleted # noqa: PLC0415
        from ..models.receipt_shape_failed_item import ReceiptShapeFailedItem # noqa: PLC0415
        calls = self.calls

        deleted = self.deleted.to_dict()

        dry_run = self.dry_run

        erasure_id = self.erasure_id

        failed = []
        for failed_item_data in self.failed:
            failed_item = failed_item_data.to_dict()
            failed.append(failed_item)



        failures = self.failures

        finished_at: None | str
        finished_at = self.finished_at

        person = self.person

        requested_at = self.requested_at

        status = self.status


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "calls": calls,
            "deleted": deleted,
            "dry_run": dry_run,
            "erasure_id": erasure_id,
            "failed": failed,
            "failures": failures,
            "finished_at": finished_at,
            "person": person,
            "requested_at": requested_at,
            "status": status,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.receipt_shape_deleted import ReceiptShapeDeleted # noqa: PLC0415
        from ..models.receipt_shape_failed_item import ReceiptShapeFailedItem # noqa: PLC0415
        d = dict(src_dict)
        calls = d.pop("calls")

        deleted = ReceiptShapeDeleted.from_dict(d.pop("deleted"))




        dry_run = d.pop("dry_run")

        erasure_id = d.pop("erasure_id")

        failed = []
        _failed = d.pop("failed")
        for failed_item_data in (_failed):
            failed_item = ReceiptShapeFailedItem.from_dict(failed_item_data)



            failed.append(failed_item)


        failures = d.pop("failures")

        def _parse_finished_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))


        person = d.pop("person")

        requested_at = d.pop("requested_at")

        status = d.pop("status")

        receipt_shape = cls(
            calls=calls,
            deleted=deleted,
            dry_run=dry_run,
            erasure_id=erasure_id,
            failed=failed,
            failures=failures,
            finished_at=finished_at,
            person=person,
            requested_at=requested_at,
            status=status,
        )


        receipt_shape.additional_properties = d
        return receipt_shape

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
