from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.import_ordered_status import ImportOrderedStatus
from typing import cast






T = TypeVar("T", bound="ImportOrdered")



@_attrs_define
class ImportOrdered:
    """ PUT the list there within an hour, with `Content-Type: text/csv`; then begin. Empty where the list is there.

        Attributes:
            added (int):
            import_id (str):
            merged (int):
            problem (str):
            rejected (int):
            requested_at (str):
            rows (int):
            rows_per_second (float | None):
            seconds_left (int | None):
            share (float):
            status (ImportOrderedStatus):
            upload_url (str):
     """

    added: int
    import_id: str
    merged: int
    problem: str
    rejected: int
    requested_at: str
    rows: int
    rows_per_second: float | None
    seconds_left: int | None
    share: float
    status: ImportOrderedStatus
    upload_url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        added = self.added

        import_id = self.import_id

        merged = self.merged

        problem = self.problem

        rejected = self.rejected

        requested_at = self.requested_at

        rows = self.rows

        rows_per_second: float | None
        rows_per_second = self.rows_per_second

        seconds_left: int | None
        seconds_left = self.seconds_left

        share = self.share

        status = self.status.value

        upload_url = self.upload_url


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "added": added,
            "import_id": import_id,
            "merged": merged,
            "problem": problem,
            "rejected": rejected,
            "requested_at": requested_at,
            "rows": rows,
            "rows_per_second": rows_per_second,
            "seconds_left": seconds_left,
            "share": share,
            "status": status,
            "upload_url": upload_url,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        added = d.pop("added")

        import_id = d.pop("import_id")

        merged = d.pop("merged")

        problem = d.pop("problem")

        rejected = d.pop("rejected")

        requested_at = d.pop("requested_at")

        rows = d.pop("rows")

        def _parse_rows_per_second(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        rows_per_second = _parse_rows_per_second(d.pop("rows_per_second"))


        def _parse_seconds_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seconds_left = _parse_seconds_left(d.pop("seconds_left"))


        share = d.pop("share")

        status = ImportOrderedStatus(d.pop("status"))




        upload_url = d.pop("upload_url")

        import_ordered = cls(
            added=added,
            import_id=import_id,
            merged=merged,
            problem=problem,
            rejected=rejected,
            requested_at=requested_at,
            rows=rows,
            rows_per_second=rows_per_second,
            seconds_left=seconds_left,
            share=share,
            status=status,
            upload_url=upload_url,
        )


        import_ordered.additional_properties = d
        return import_ordered

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
